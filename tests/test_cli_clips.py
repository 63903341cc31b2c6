"""``mirror clips`` as people and scripts meet it, and docs/clips.md."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mirror.clips.drawn import EVERY, HEIGHT, WIDTH, loop_s, one_sided
from mirror.clips.film import write_film
from mirror.clips.library import Library
from mirror.perception.face import Side
from mirror.therapy.catalogue import entries
from mirror.therapy.tries import ATTEMPT

from .test_cli import mirror

MADE = datetime(2026, 11, 21, 10, 15, 0, tzinfo=UTC)
#: The small daily try shows the films of what it asks for.
FILMED = [name for name in entries() if name != ATTEMPT]
PICTURE = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)


@pytest.fixture
def place(tmp_path):
    """A data folder with an own half for the smile and a therapist's film for a massage."""
    library = Library(tmp_path)
    library.keep_own_half("smile", Side.RIGHT, MADE, [PICTURE] * 4)
    write_film(library.folder / "massage_chin-own.mp4", [PICTURE] * 70, WIDTH, HEIGHT, 30.0)
    return tmp_path


def listed(place):
    ended = mirror("clips", "list", "--json", data=place)
    assert ended.returncode == 0, ended.stderr
    return {row["exercise"]: row for row in map(json.loads, ended.stdout.splitlines())}


def test_the_list_has_every_exercise_and_routine_but_the_attempt(place):
    """With the film that is shown; an own half is named also while it is not shown.

    The daily attempt has no film of its own: it shows those of the movements it tries.
    """
    rows = listed(place)
    assert list(rows) == FILMED
    assert rows["massage_chin"]["clip"] == "own"
    assert rows["massage_neck"] == {
        "exercise": "massage_neck",
        "name": "Massage, neck",
        "clip": "not built",
        "path": None,
        "own_half": None,
    }
    assert rows["smile"]["clip"] == "not built"
    assert rows["smile"]["own_half"] == {
        "half": "right",
        "made_utc": "2026-11-21T10:15:00Z",
        "path": str(place / "clips" / "smile-half-right-20261121T101500Z.mp4"),
    }
    plain = mirror("clips", "list", data=place).stdout
    assert re.search(r"^smile +Closed smile +not built +\(own right half of 2026-11-21T10:15:00Z\)$", plain, re.M)


def test_the_own_half_is_shown_where_the_settings_ask_for_it(place):
    """``own_demonstration`` is off until somebody turns it on."""
    (place / "settings.toml").write_text("own_demonstration = true\n")
    assert listed(place)["smile"]["clip"] == "own half"


def test_forget_deletes_the_own_half(place):
    """The file is gone; a second time there is nothing to forget, which is said."""
    ended = mirror("clips", "forget", "smile", data=place)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Closed smile: the film of your own half is deleted." in ended.stderr
    assert sorted(path.name for path in (place / "clips").iterdir()) == [".lock", "massage_chin-own.mp4"]
    again = mirror("clips", "forget", "smile", data=place)
    assert again.returncode == 2
    assert "no film of your own half for smile" in again.stderr


@pytest.mark.parametrize(
    ("words", "name"), [(["forget"], "EXERCISE"), (["forget", "yodel"], "yodel"), (["forget", "pucker"], "pucker")]
)
def test_what_cannot_be_forgotten_is_one_sentence(words, name, tmp_path):
    """Status 2, and the names there are."""
    ended = mirror("clips", *words, data=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert name in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_every_film_is_documented():
    """docs/clips.md has a row for each, with its name, length and sides."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "clips.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \| .+ \|$", page, re.M)
    names = entries()
    expected = {
        one.value: (
            names[one.value].name,
            f"{loop_s(one):g}",
            "one, turned to the person" if one_sided(one) else "both",
        )
        for one in EVERY
    }
    assert {name: tuple(cells) for name, *cells in rows} == expected
    assert [name for name, *_ in rows] == FILMED
