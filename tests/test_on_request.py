"""What is written on request takes the place of an earlier one of its kind, and of nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mirror.cli import cli
from mirror.diary.export import export_csv
from mirror.kiosk.trace import FileTrace
from mirror.on_request import Kind, refuse_other_file
from mirror.problem import Problem
from tests.diary.records import begun
from tests.earlier import EARLIER

REPOSITORY = Path(__file__).resolve().parent.parent
#: Files of people, some of which begin as the mirror's own do.
OF_OTHERS = {
    "thesis.txt": b"Chapter one\n",
    "holiday.mp4": b"\x00\x00\x00\x20ftypisom" + bytes(64),
    "invoice.pdf": b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\nnot packed at all\nendstream\n",
    "package.json": b'{"name": "holiday", "sessions": []}\n',
    "nested.json": b"[" * 100_000,
    "members.csv": b"id,name,left_mm\n1,Anna,2\n",
    "clinic.json": b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "7"}}]}\n',
    "events.jsonl": b'{"time": 1, "event": "door"}\n',
    "holiday.cfg": b"[project]\nname = 'holiday'\n",
}
ORDERS = {
    Kind.REPORT: ("report", "--to"),
    Kind.JSON: ("log", "export", "--to"),
    Kind.CSV: ("log", "export", "--format", "csv", "--to"),
    Kind.FHIR: ("log", "export", "--format", "fhir", "--to"),
    Kind.PLAN: ("plan", "new", "--to"),
}


@pytest.mark.parametrize("kind", Kind)
def test_only_its_own_kind_gives_way(kind, tmp_path):
    """Whatever it is called: an earlier one does, and an empty file; the other kinds and files of people do not."""
    path = tmp_path / "file"
    refuse_other_file("--to", path, kind)
    for content in (b"", EARLIER[kind]):
        path.write_bytes(content)
        refuse_other_file("--to", path, kind)
    for content in (*OF_OTHERS.values(), *(one for other, one in EARLIER.items() if other is not kind)):
        path.write_bytes(content)
        with pytest.raises(Problem, match=f"file is there already and is no {kind.value}: choose another file"):
            refuse_other_file("--to", path, kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_pipe_and_a_device_hold_nothing(kind, tmp_path):
    """They are not opened: nobody may be there to read."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        refuse_other_file("--to", path, kind)


@pytest.mark.parametrize("kind", ORDERS)
@pytest.mark.parametrize("name", OF_OTHERS)
def test_no_command_writes_over_a_file_of_somebody(kind, name, tmp_path):
    """One sentence with the file and the way out, before anything is written."""
    begun(tmp_path / "data").close()
    path = tmp_path / name
    path.write_bytes(OF_OTHERS[name])
    ended = CliRunner().invoke(cli, [*ORDERS[kind], str(path), "--data", str(tmp_path / "data")])
    assert isinstance(ended.exception, Problem)
    assert str(ended.exception) == f"--to {path} is there already and is no {kind.value}: choose another file."
    assert path.read_bytes() == OF_OTHERS[name]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["data", name])


def test_a_simulated_stimulator_takes_no_file_of_somebody(tmp_path):
    """Only the name of its output is the same."""
    path = tmp_path / "output.jsonl"
    path.write_text("of an experiment")
    ended = CliRunner().invoke(cli, ["stimulator", "--line", f"simulated:{tmp_path}", "--data", str(tmp_path / "data")])
    assert "output.jsonl is there already and is no output of a simulated stimulator" in str(ended.exception)
    assert [one.name for one in tmp_path.iterdir()] == ["output.jsonl"]


def test_a_file_that_a_link_leads_to_is_not_written_over_either(tmp_path):
    """What counts is what would be lost."""
    thesis, link = tmp_path / "thesis.txt", tmp_path / "log.json"
    thesis.write_text("Chapter one\n")
    link.symlink_to(thesis)
    with pytest.raises(Problem, match="is there already"):
        refuse_other_file("--to", link, Kind.JSON)


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.CSV, Kind.FHIR, Kind.PLAN])
def test_what_a_command_has_written_gives_way_to_the_same_command(kind, tmp_path):
    """A script asks for it every night, from the first night on, on which the log holds nothing yet."""
    begun(tmp_path / "data").close()
    path = tmp_path / "of every night"
    for _ in range(2):
        ended = CliRunner().invoke(cli, [*ORDERS[kind], str(path), "--data", str(tmp_path / "data")])
        assert ended.exit_code == 0, ended.exception


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("kind", [Kind.CSV, Kind.PLAN, Kind.TRACE])
def test_what_is_open_already_is_written_on(kind, name, tmp_path):
    """``--to /dev/stdout >>file`` keeps what is in the file, and what comes afterwards stands behind it."""
    begun(tmp_path / "data").close()
    program = (
        "import sys; from pathlib import Path; from mirror.kiosk.trace import FileTrace\n"
        "with FileTrace(Path(sys.argv[1]), print) as trace: trace.event(1.0, 'one')"
        if kind is Kind.TRACE
        else "from mirror.cli import main; main()"
    )
    words = () if kind is Kind.TRACE else (*ORDERS[kind], name, "--data", str(tmp_path / "data"))
    path = tmp_path / "all"
    path.write_bytes(EARLIER[kind])
    with path.open("ab") as file:
        for _ in range(2):
            subprocess.run(
                [sys.executable, "-c", program, *(words or (name,))], stdout=file, check=True, cwd=REPOSITORY
            )
    content = path.read_bytes()
    assert content.startswith(EARLIER[kind])
    added = content.removeprefix(EARLIER[kind])
    assert len(added) > 20
    assert added[: len(added) // 2] == added[len(added) // 2 :]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all", "data"]


def test_a_csv_without_its_mark_is_one_too(tmp_path):
    """As standard output gives it."""
    begun(tmp_path / "data").close()
    path = tmp_path / "log.csv"
    path.write_text(export_csv(tmp_path / "data"), encoding="utf-8")
    refuse_other_file("--to", path, Kind.CSV)


def test_a_trace_takes_no_text_away(tmp_path):
    """That of an earlier mirror begins anew."""
    path = tmp_path / "thesis.txt"
    path.write_text("Chapter one\n")
    with pytest.raises(Problem, match="is no trace of the mirror"):
        FileTrace(path, print)
    assert path.read_text() == "Chapter one\n"
    path.write_text("")
    with FileTrace(path, print) as trace:
        trace.event(1.0, "one")
    FileTrace(path, print).close()
    assert path.read_text() == ""
