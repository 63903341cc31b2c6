"""docs/log.md describes the log as it is."""

import re
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

import pytest

from mirror.diary.damage import COMPANIONS
from mirror.diary.export import TABLES
from mirror.diary.means import DERIVED
from mirror.diary.schema import migrations
from mirror.movement.sunnybrook import RestingPart
from mirror.perception.co_movement import QuietRegion
from mirror.therapy.catalogue import Purpose
from mirror.therapy.effects import Outcome, Who
from mirror.therapy.evidence import Confirmer, Sign
from mirror.therapy.eye_guardian import EyeWatch
from mirror.therapy.following import Standing
from mirror.therapy.gate import Why
from mirror.therapy.questions import Told
from mirror.therapy.red_flags import Urgency
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from mirror.therapy.tries import STANDARD
from tests.diary.records import begun, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "log.md"
PRACTICES = [duty for duty in Duty if duty.is_practice]
NAMES = (*TABLES, *DERIVED, "daily_summary", "trend_by_movement", "adherence")


def _described() -> dict[str, list[str]]:
    """Column names of the table under each heading that is a name in the log."""
    sections = re.split(r"^#+ `(\w+)`.*$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
        for name, text in zip(sections[::2], sections[1::2], strict=True)
    }


def test_every_table_and_view_is_described(tmp_path: Path):
    """The page has a section for each, and for nothing else."""
    begun(tmp_path).close()
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%sqlite%'"
    assert set(_described()) == {name for (name,) in rows(tmp_path, query)} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_described(tmp_path: Path, name: str):
    """In the order of the table; the columns of the stamp are described once, under `runs`."""
    begun(tmp_path).close()
    columns = [str(column) for (column,) in rows(tmp_path, f"SELECT name FROM pragma_table_info('{name}')")]
    assert _described()[name] == columns


def test_names_of_files_and_migrations_are_right():
    """What the page says about files beside the log is what the program does."""
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"mirror.db{suffix}" in page for suffix in COMPANIONS if suffix != "-journal")
    assert "mirror.db.damaged-" in page
    assert migrations.name in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sessions", (*PRACTICES, Purpose.PRACTICE, Purpose.ASSESSMENT, *Stage)),
        ("exercises", Outcome),
        ("repetitions", QuietRegion),
        ("answers", (*Urgency, Sign.PAIN, Sign.TIGHT, *Told, *Confirmer)),
        ("signs", (Sign.TIGHT, Sign.JOINED)),
        ("locks", Why),
        ("attempts", STANDARD),
        ("eyes", EyeWatch),
        ("assessment_items", RestingPart),
        ("duties", (*Duty, *Who)),
        ("plans", (*Standing, *Stage)),
        ("notes", Who),
    ],
)
def test_every_word_is_described(name: str, words: Iterable[Enum]):
    """Whoever reads the tables finds every word that can stand in them."""
    text = PAGE.read_text(encoding="utf-8").split(f"### `{name}`")[1].split("\n#")[0]
    assert [word.value for word in words if f"`{word.value}`" not in text] == []
