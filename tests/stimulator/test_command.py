"""``mirror stimulator``, and the way from the plan to what is prescribed."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from hardware.problem import DeviceProblem
from hardware.stimulator.entry import Kind
from hardware.stimulator.ledger import FILE_NAME, Book, entries_in
from hardware.stimulator.prescription import Prescription, Side, Stage
from mirror.kiosk import prescribed
from mirror.kiosk.prescribed import PrescriptionFile, guard_folders, guard_socket, prescription_of
from tests.stimulator.given import PRESCRIPTION
from tests.therapy.plans import PLAN, STIMULATION, changed, plan

REPOSITORY = Path(__file__).resolve().parents[2]


def mirror(*arguments, folder):
    command = [sys.executable, "-m", "mirror", "stimulator", *map(str, arguments), "--data", str(folder)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )


def test_the_plan_says_what_is_prescribed():
    """Every limit of the table, and the days of both table and plan."""
    assert prescription_of(plan(PLAN + STIMULATION)) == Prescription(
        name=prescription_of(plan(PLAN + STIMULATION)).name,
        side=Side.LEFT,
        stage=Stage.PARETIC,
        first_day=date(2026, 11, 20),
        last_day=date(2027, 1, 1),
        train_s=3.0,
        rest_s=6.0,
        session_s=900.0,
        session_trains=400,
        week_sessions=3,
        course_weeks=6,
    )


def test_trains_can_be_counted_instead_of_minutes():
    """Then twenty minutes are the most."""
    found = prescription_of(plan(PLAN + STIMULATION.replace("minutes_per_session = 15", "pulses_per_session = 60")))
    assert (found.session_s, found.session_trains) == (1200.0, 60)


def test_without_a_table_nothing_is_prescribed():
    """Nor in a plan that nobody has signed."""
    assert prescription_of(plan(PLAN)) is None
    signed = plan(PLAN + STIMULATION)
    assert prescription_of(signed.model_copy(update={"prescriber": " "})) is None


def test_another_dose_has_another_name():
    """Also under the same number, so that the ledger tells them apart."""
    names = {
        prescription_of(plan(changed(change, text=PLAN + STIMULATION))).name
        for change in (("on_s = 3", "on_s = 3"), ("on_s = 3", "on_s = 4"), ("revision = 3", "revision = 4"))
    }
    assert len(names) == 3
    assert all(name.startswith("revision ") for name in names)


def test_the_plan_is_read_again_when_it_has_changed(tmp_path):
    """Written, changed, broken, gone: what holds is what stands there now."""
    path = tmp_path / "plan.toml"
    file = PrescriptionFile(path)
    assert file.now() is None
    path.write_text(PLAN + STIMULATION)
    assert file.now().train_s == 3.0
    first = file.now()
    assert file.now() is first
    path.write_text(PLAN + STIMULATION.replace("on_s = 3", "on_s = 2.5"))
    assert file.now().train_s == 2.5
    path.write_text("revision = ")
    assert file.now() is None
    path.unlink()
    assert file.now() is None
    path.mkdir()
    assert file.now() is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("train_s", 10.1),
        ("train_s", 0.5),
        ("train_s", float("nan")),
        ("rest_s", 2.9),
        ("session_s", 1201.0),
        ("session_s", 59.0),
        ("session_trains", 401),
        ("session_trains", 0),
        ("week_sessions", 6),
        ("week_sessions", 0),
        ("course_weeks", 13),
        ("course_weeks", 0),
        ("last_day", date(2026, 11, 19)),
        ("last_day", PRESCRIPTION.first_day + timedelta(days=85)),
    ],
)
def test_the_guard_has_hard_caps_of_its_own(key, value):
    """Whatever a plan got past: a prescription beyond them cannot be made."""
    with pytest.raises(DeviceProblem, match=key):
        replace(PRESCRIPTION, **{key: value})


def test_the_installed_folders_are_used_where_they_are(tmp_path, monkeypatch):
    """Else the guard's own things lie beside the patient's data."""
    monkeypatch.setattr(prescribed, "INSTALLED_STATE", tmp_path / "state")
    monkeypatch.setattr(prescribed, "INSTALLED_RUN", tmp_path / "run")
    assert guard_folders(tmp_path) == (tmp_path / "stimulator", tmp_path / "stimulator")
    (tmp_path / "state").mkdir()
    (tmp_path / "run").mkdir()
    assert guard_folders(tmp_path) == (tmp_path / "state", tmp_path / "run")
    assert guard_socket(tmp_path) == tmp_path / "run" / "guard.sock"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_guard_that_is_told_to_end_ends_in_order(tmp_path, number):
    """Status 0, one sentence about where it is, and an ended ledger; without a plan no line was opened."""
    process = mirror("--line", f"simulated:{tmp_path}", folder=tmp_path)
    while not (tmp_path / "guard.sock").exists() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(number)
    said, progress = process.communicate()
    assert (process.returncode, said) == (0, ""), progress
    assert "guard.sock" in progress
    assert [entry.kind for entry in entries_in(tmp_path / FILE_NAME)] == [Kind.STARTED, Kind.ENDED]
    assert not (tmp_path / "output.jsonl").exists()
    assert not (tmp_path / "guard.sock").exists()


def test_a_pipe_in_the_place_of_the_plan_is_no_plan_and_holds_nothing_up(tmp_path):
    """Nothing is prescribed, nothing waits for somebody to write into it, and the guard ends when it is told to."""
    os.mkfifo(tmp_path / "plan.toml")
    assert PrescriptionFile(tmp_path / "plan.toml").now() is None
    process = mirror("--line", f"simulated:{tmp_path}", folder=tmp_path)
    try:
        while not (tmp_path / "guard.sock").exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_a_pipe_in_the_place_of_the_ledger_is_one_sentence(tmp_path):
    """And status 2 at once: nothing is waited for."""
    os.mkfifo(tmp_path / FILE_NAME)
    process = mirror("--line", f"simulated:{tmp_path}", folder=tmp_path)
    try:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, len(errors.splitlines())) == (2, 1)
        assert f"{tmp_path / FILE_NAME} cannot be used (a folder, pipe or device, no file)" in errors
    finally:
        process.kill()
        process.communicate()


def test_a_prescription_opens_the_line(tmp_path):
    """With the plan that is named; nothing comes out of it yet."""
    today = date.today()
    last = today + timedelta(days=20)
    dates = (
        ("2026-11-20", f"{today}"),
        ("2027-01-15", f"{last}"),
        ("2027-01-01", f"{last}"),
        ("onset = 2026-08-01\n", ""),
    )
    (tmp_path / "p.toml").write_text(changed(*dates, text=PLAN + STIMULATION))
    process = mirror("--line", f"simulated:{tmp_path}", "--plan", tmp_path / "p.toml", folder=tmp_path)
    while not (tmp_path / "output.jsonl").exists() and process.poll() is None:
        time.sleep(0.05)
    process.terminate()
    process.communicate()
    assert (tmp_path / "output.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--line", "relay"), "allowed is gpio or simulated:DIR"),
        (("--line", "simulated:"), "allowed is gpio or simulated:DIR"),
        (("--kiosk", "nobody-of-that-name"), "--kiosk nobody-of-that-name is no user"),
        (("--line", "simulated:/dev/null/x"), "cannot be used"),
    ],
)
def test_wrong_input_is_one_sentence(tmp_path, arguments, said):
    """Status 2, nothing on standard output, no traceback."""
    process = mirror(*arguments, folder=tmp_path)
    out, errors = process.communicate()
    assert (process.returncode, out) == (2, "")
    assert said in errors
    assert len(errors.splitlines()) == 1


def refused(folder):
    process = mirror("--line", f"simulated:{folder}", folder=folder)
    _, errors = process.communicate()
    assert process.returncode == 2
    return errors


def test_a_damaged_ledger_and_a_second_guard_are_sentences(tmp_path):
    """The guard does not run without knowing what was given, and not twice."""
    (tmp_path / FILE_NAME).write_text("something else\n")
    assert "line 1: the ledger of the stimulator is damaged" in refused(tmp_path)
    (tmp_path / FILE_NAME).unlink()
    running = Book(tmp_path / FILE_NAME)
    assert "Another guard of the stimulator is running" in refused(tmp_path)
    running.close()
