"""The log for other programs."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pandas
import pytest
from click.testing import CliRunner

from mirror.cli import cli
from mirror.diary.export import TABLES, export_csv, export_json
from mirror.diary.means import DERIVED
from mirror.on_request import Kind
from mirror.problem import Problem
from mirror.therapy.effects import Answered, ExerciseEnded, FaultNoted, Outcome, PutOff, SessionBegan, SessionEnded
from mirror.therapy.evidence import Sign
from mirror.therapy.questions import QuestionId
from mirror.therapy.timetable import Duty
from tests.diary.records import begun, done, rows, running, stamp
from tests.earlier import EARLIER

#: What scripts rely on.
# fmt: off
CONTRACT = {
    "id", "session_id", "exercise", "movement", "left_mm", "right_mm", "symmetry", "hold_s", "confidence", "model",
    "at_utc",
}
# fmt: on


def _practise(data_dir: Path) -> None:
    with running(data_dir) as log:
        log.keep(SessionBegan(("smile", "snarl")), stamp())
        log.keep(done("smile", 1, 2.25, 4.5), replace(stamp(5, synced=False), boot_id="boot-0"))
        log.keep(done("smile", 2, 2.5, 5.0), stamp(15))
        log.keep(ExerciseEnded("smile", Outcome.DONE, 2), stamp(16))
        log.keep(FaultNoted("camera", "The lens is covered."), stamp(17))
        log.keep(SessionEnded(Outcome.DONE), stamp(20))
        log.keep(Answered(QuestionId.COMFORT, "Tight", Sign.TIGHT), stamp(21))
        log.keep(PutOff(Duty.EYE_DAY), stamp(600))


def test_json_has_a_list_for_every_table(tmp_path: Path):
    """Everything that is kept is in it, truth values as such and the plan as a list."""
    _practise(tmp_path)
    found = json.loads(json.dumps(export_json(tmp_path)))
    assert {table: len(kept) for table, kept in found.items()} == {
        "runs": 1, "sessions": 1, "exercises": 1, "repetitions": 2, "co_movements": 0, "answers": 1, "signs": 0,
        "locks": 0, "attempts": 0, "eyes": 0, "assessments": 0,
        "assessment_items": 0, "assessment_movements": 0, "stimulations": 0, "duties": 1, "faults": 1,
        "frame_ages": 0,
        "plans": 0, "plan_duties": 0, "notes": 0, "repairs": 0, "identity": 1,
    }  # fmt: skip
    first = found["repetitions"][0]
    assert set(first) >= CONTRACT
    assert (first["left_mm"], first["symmetry"], first["clock_synced"]) == (2.25, 0.5, False)
    assert found["sessions"][0]["planned"] == ["smile", "snarl"]
    assert found["runs"][0]["clean_shutdown"] is True
    assert (found["answers"][0]["sign"], found["answers"][0]["session_id"]) == ("tight", None)
    assert (found["duties"][0]["duty"], found["duties"][0]["outcome"]) == ("eye care", "put off")


def test_every_table_of_the_log_is_exported(tmp_path: Path):
    """A table that is added later cannot be forgotten in the export; what is reckoned from another is not in it."""
    begun(tmp_path).close()
    names = rows(tmp_path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
    assert {name for (name,) in names} == {*TABLES, *DERIVED}


def test_csv_has_a_line_per_repetition_with_units_in_the_headings(tmp_path: Path):
    """The figures are those of the log; the byte order mark for spreadsheets is added by whoever writes a file."""
    _practise(tmp_path)
    text = export_csv(tmp_path)
    assert text.startswith("id,session_id,exercise,")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert set(lines[0]) >= CONTRACT
    found = [(line["exercise"], line["left_mm"], line["hold_s"], line["clock_synced"]) for line in lines]
    assert found == [("smile", "2.25", "3.0", "false"), ("smile", "2.5", "3.0", "true")]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("log", "export", "--format", "json", "--to"), Kind.JSON),
        (("log", "export", "--format", "csv", "--to"), Kind.CSV),
        (("log", "export", "--format", "fhir", "--to"), Kind.FHIR),
        (("report", "--to"), Kind.REPORT),
        (("log", "export", "--format", "csv"), Kind.CSV),
        (("log", "backup"), Kind.JSON),
        (("log", "today", "--json"), Kind.JSON),
        (("log", "day", "2026-11-21", "--json"), Kind.JSON),
    ],
)
def test_a_mistyped_folder_is_named_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], kind: Kind):
    """An empty export would be taken for the log, and take the place of an earlier one."""
    target = tmp_path / "earlier"
    target.write_bytes(EARLIER[kind])
    to = (str(target),) if words[-1] == "--to" else ()
    ended = CliRunner().invoke(cli, [*words, *to, "--data", str(tmp_path / "mistyped")])
    assert isinstance(ended.exception, Problem)
    assert f"There is no log in {tmp_path / 'mistyped'}: it begins with the first session." in str(ended.exception)
    assert ended.stdout == ""
    assert target.read_bytes() == EARLIER[kind]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("words", [("today",), ("day", "2026-11-21"), ("week",), ("forget", "--yes")])
def test_what_is_read_aloud_says_that_there_is_no_log(tmp_path: Path, words: tuple[str, ...]):
    """A new mirror has none yet; the folder that was looked in is named, and not made."""
    ended = CliRunner().invoke(cli, ["log", *words, "--data", str(tmp_path / "mistyped")])
    assert ended.exit_code == 0
    assert str(tmp_path / "mistyped") in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_table_opens_with_the_right_types(tmp_path: Path):
    """In pandas, as in a spreadsheet: numbers are numbers, yes and no are that, instants have their zone."""
    _practise(tmp_path)
    file = tmp_path / "repetitions.csv"
    file.write_text(export_csv(tmp_path), encoding="utf-8-sig")
    table = pandas.read_csv(file, parse_dates=["at_utc", "local_day"])
    kinds = {name: str(kind) for name, kind in table.dtypes.items()}
    figures = ("left_mm", "right_mm", "symmetry", "hold_s", "confidence", "rest_noise_mm", "start_s", "end_s")
    assert {kinds[name] for name in figures} == {"float64"}
    assert {kinds[name] for name in ("id", "session_id", "number")} == {"int64"}
    assert kinds["clock_synced"] == "bool"
    assert kinds["at_utc"].startswith("datetime64")
    assert kinds["at_utc"].endswith("UTC]")
    assert kinds["local_day"].startswith("datetime64")
    assert list(table["left_mm"]) == [2.25, 2.5]
    assert table["gap_left_mm"].isna().all()
    lengths = [name for name in table.columns if name.endswith(("_mm", "_s", "_utc"))]
    assert set(table.select_dtypes("float").columns) - {"symmetry", "confidence", "joined", "abstained"} <= set(lengths)
