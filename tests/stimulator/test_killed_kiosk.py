"""A kiosk that is really killed in a session: after the next start the log has what was given, once, as the ledger."""

import signal
import time
from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from hardware.led.recorded import RecordedLed
from hardware.stimulator.client import Client
from hardware.stimulator.entry import Kind
from hardware.stimulator.ledger import FILE_NAME, entries_in
from mirror.diary.export import export_json
from mirror.diary.log import Log
from mirror.diary.reading import FILE_NAME as LOG_NAME
from mirror.diary.stamp import Clock, local_day, stamp_of_wall
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.kiosk.stimulating import StimulationBeside
from mirror.kiosk.trace import NoTrace
from mirror.perception.face import Side
from mirror.screen.sound import RecordedSound
from mirror.therapy.effects import StimulationDone
from tests.stimulator.faults import Bench
from tests.stimulator.given import SESSION
from tests.stimulator.test_guided_session import brief


class WritesAtOnce:
    """A log that is written without a thread of its own."""

    def __init__(self, log):
        self.log = log

    def submit(self, record, stamp):
        self.log.keep(record, stamp)

    def saved(self):
        return []


def start_again(bench, folder):
    """A mirror of today, idle, until the guard has told what it knows."""
    with (
        closing(Log.open(folder / LOG_NAME)) as log,
        closing(Client(bench.folder / "guard.sock", time.monotonic)) as client,
    ):
        log.begin_run("1", "model", "camera", Clock().now())
        heard = []

        def tell(report):
            answer = client.tell(report)
            heard.append(answer)
            return answer

        stimulation = StimulationBeside(SimpleNamespace(tell=tell, close=client.close), NoTrace())
        kiosk = Kiosk(
            AlwaysTheSame(brief("smile")),
            WritesAtOnce(log),
            NoTrace(),
            RecordedLed(),
            RecordedSound(),
            Clock().now,
            permitting=stimulation,
        )

        def told():
            kiosk.tick(time.monotonic(), Sight())
            return sum(answer is not None for answer in heard) >= 2

        bench.wait(told, 20.0)


def rows(folder):
    return export_json(folder)["stimulations"]


@pytest.mark.parametrize("guard_too", [False, True], ids=["kiosk", "kiosk and guard"])
def test_what_was_given_in_a_session_that_was_killed_is_in_the_log_after_the_next_start(tmp_path, guard_too):
    """By SIGKILL in the middle of a train; where the guard is killed too, the whole dose, as in its ledger."""
    bench = Bench(tmp_path)
    try:
        bench.start()
        bench.kiosk.send_signal(signal.SIGKILL)
        if guard_too:
            bench.guard.send_signal(signal.SIGKILL)
            bench.guard.communicate()
            (tmp_path / "guard.sock").unlink()
            bench.guard = bench._process("tests.stimulator.guard_process", str(tmp_path))
        else:
            bench.wait(lambda: entries_in(tmp_path / FILE_NAME)[-1].kind is Kind.END)
        bench.wait((tmp_path / "guard.sock").exists)
        for _ in range(2):
            start_again(bench, tmp_path)
        last = [entry for entry in entries_in(tmp_path / FILE_NAME) if entry.kind in (Kind.GRANT, Kind.END)][-1]
    finally:
        bench.close()
    (row,) = rows(tmp_path)
    assert (row["side"], row["armed"], row["trains"], row["session_id"]) == ("left", True, 1, None)
    assert row["given_s"] == last.dose_s
    assert row["ledger_session"] == SESSION.hex()
    assert row["local_day"] == local_day(datetime.fromtimestamp(int(last.at.wall_s), UTC))


def test_a_fuller_word_completes_the_row_and_a_smaller_one_changes_nothing(tmp_path):
    """A mirror that ends in the middle of a train writes what it has heard; the guard's last word comes later."""
    early, late = (StimulationDone(Side.LEFT, True, trains, 1.5 * trains, {}, "ab") for trains in (1, 2))
    first = StimulationDone(Side.LEFT, False, 0, 0.0, {"not armed": 2}, "ab")
    stamp = stamp_of_wall(datetime(2026, 11, 21, 9, tzinfo=UTC), UTC)
    with closing(Log.open(tmp_path / LOG_NAME)) as log:
        log.begin_run("1", "model", "camera", stamp)
        kept = [log.keep(record, stamp) for record in (first, early, late, early, late, first)]
    (row,) = rows(tmp_path)
    assert (row["trains"], row["given_s"], row["armed"], row["refusals"]) == (2, 3.0, True, {"not armed": 2})
    assert [len(saved) for saved in kept] == [1, 1, 1, 0, 0, 0]
