"""The blocks of work of ``mirror bench``, each in a process of its own."""

import os
import subprocess
import sys
from importlib import import_module
from inspect import signature

import numpy as np
import pytest
from click.testing import CliRunner

from mirror.bench.blocks import Bench, alternately, block
from mirror.bench.found import enough
from mirror.bench.memory import most_mb
from mirror.bench.practice import Round
from mirror.bench.stored import FILE, FILM, HOLD, REST, ROUND, SIZE, WAY, FromDisk, pictures
from mirror.bench.table import TABLE, Wanted, chosen, figures
from mirror.bench.work import WORKS
from mirror.cli import cli
from mirror.problem import Problem
from mirror.therapy.scene import Scene


@pytest.fixture
def bench(tmp_path):
    """Two pictures of nothing, and no model."""
    width, height = SIZE
    np.save(tmp_path / FILE, np.zeros((2, height, width, 3), np.uint8))
    return Bench(str(tmp_path), model="none", official="none", film="", frames=2)


@pytest.mark.parametrize("name", WORKS)
def test_every_work_is_a_function_of_the_bench(name):
    """What the table calls is there."""
    work = getattr(import_module(f"mirror.bench.{WORKS[name]}"), name)
    assert list(signature(work).parameters) in (["bench"], ["_bench"])


def test_the_table_uses_every_work_and_no_other():
    """Nothing is measured that is not shown, and nothing shown that is not measured."""
    used = {name for one in TABLE for name in (one.work, one.other) if name is not None}
    assert used == set(WORKS)


def test_names_of_figures_can_be_told_apart():
    """``--only`` takes a part of a name."""
    assert len({one.name for one in TABLE}) == len(TABLE)


def test_a_block_gives_its_value(bench):
    """A copy takes some time."""
    assert 0.0 < block(bench, "copy_of_a_picture") < 1000.0


def test_both_sides_have_as_many_blocks(bench):
    """Alternately, after a pair that only warms up."""
    ours, theirs = alternately(bench, "picture_to_display", "copy_of_a_picture", 2)
    assert (len(ours), len(theirs)) == (2, 2)
    assert min(ours) > 0.0 < min(theirs)


def test_a_block_that_fails_is_told_with_its_name(bench):
    """One sentence, with what it said last."""
    with pytest.raises(Problem, match=r"landmark_call ended with status 1.*model"):
        block(bench, "landmark_call")


def test_the_pictures_are_the_drawn_patient_at_rest_and_smiling(tmp_path):
    """One round of them, and the same as a film; the smile is not rest."""
    from mirror.bench.patient import draw

    draw(tmp_path, None)
    images = pictures(str(tmp_path))
    assert len(images) == ROUND
    assert images[0].shape == (SIZE[1], SIZE[0], 3)
    assert np.abs(images[0].astype(int) - images[ROUND // 2]).max() > 60
    assert (tmp_path / FILM).stat().st_size > 10_000


def test_a_film_of_another_size_is_measured_at_its_own(tmp_path):
    """Its frames are written as they are; a writer of another size would take none and say nothing."""
    import cv2

    from mirror.bench.patient import draw
    from mirror.kiosk.films import frames_of

    film = tmp_path / "wide.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 15.0, (320, 240))
    for number in range(ROUND):
        writer.write(np.full((240, 320, 3), number, np.uint8))
    writer.release()
    draw(tmp_path, film)
    assert len(list(frames_of(tmp_path / FILM))) == len(pictures(str(tmp_path))) == ROUND


def test_nothing_found_is_no_figure():
    """What costs little because there is no face to measure is not called quick."""
    enough(95, 100, "A face was found")
    with pytest.raises(Problem, match=r"A face was found in 94 of 100 pictures only"):
        enough(94, 100, "A face was found")


def test_the_patient_smiles_while_the_mirror_asks_for_it():
    """At rest until then; into the smile, held as long as it is asked for, and back."""
    there = Round()
    assert there.number_at(Scene.SHOW, 10.0) < REST
    assert [there.number_at(Scene.MOVE, 11.0), there.number_at(Scene.MOVE, 11.25)] == [REST, REST + 3]
    assert there.number_at(Scene.HOLD, 30.0) == REST + WAY + HOLD - 1
    assert there.number_at(Scene.RELEASE, 30.0) == REST + WAY + HOLD
    assert there.number_at(Scene.BREATHE, 30.5) == REST + WAY + HOLD + 7
    assert there.number_at(Scene.BREATHE, 32.0) < REST


def test_nothing_is_left_of_sessions_that_have_ended(bundle, tmp_path):
    """Each with its threads for the camera, the model and the refined readings, on one display."""
    from mirror.bench.lasting import left
    from mirror.bench.live import sessions
    from mirror.bench.patient import draw

    draw(tmp_path, None)
    bench = Bench(str(tmp_path), model=str(bundle), official=str(bundle), film="", frames=2)
    with sessions(bench, 0.5) as practise:
        practise()
        practise()
        before = left()
        practise()
        assert left() == before


def test_a_film_that_is_too_short_is_told(tmp_path):
    """With how many frames it has and how many are needed."""
    import cv2

    film = tmp_path / "short.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 15.0, SIZE)
    for _ in range(5):
        writer.write(np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
    writer.release()
    wanted = Wanted(tmp_path, tmp_path / "model", film, quick=True, chosen=TABLE)
    with pytest.raises(Problem, match=r"short.avi has 5 frames and the bench needs 93"):
        next(figures(wanted, lambda _sentence: None))


def test_a_name_that_no_figure_has_is_told_before_anything_is_made(tmp_path):
    """With the names there are, instead of an empty table; no model is built for it."""
    found = CliRunner().invoke(cli, ["bench", "--only", "nothing", "--data", str(tmp_path)])
    assert isinstance(found.exception, Problem)
    assert "--only nothing: no figure has these words" in str(found.exception)
    assert list(tmp_path.iterdir()) == []


def test_no_words_are_no_name():
    """An empty --only is a slip, and the whole bench takes half an hour."""
    with pytest.raises(Problem, match="no figure"):
        chosen("", quick=False)
    assert chosen(None, quick=False) == TABLE


def test_a_quick_look_names_only_what_it_has():
    """The two that take minutes are not among them."""
    with pytest.raises(Problem, match="no figure") as told:
        chosen("memory growth", quick=True)
    assert "threads" not in str(told.value)
    assert [one.name for one in chosen("memory growth", quick=False)] == ["memory growth"]


def test_pictures_from_the_disk_are_the_same_and_stay_there(tmp_path):
    """Whoever takes the most memory of a loop does not count its pictures."""
    drawn = np.random.default_rng(5).integers(0, 256, (3, 8, 6, 3), np.uint8)
    np.save(tmp_path / FILE, drawn)
    images = FromDisk(str(tmp_path))
    assert len(images) == 3
    assert all(np.array_equal(one, other) for one, other in zip(images, drawn, strict=True))
    assert np.array_equal(images[1:][0], drawn[1])
    with pytest.raises(IndexError):
        images[3]


def test_the_most_memory_is_that_of_the_process_itself():
    """A process is started from one that has much, as a block is from one that has drawn the pictures."""
    much = np.ones(50_000_000)
    code = "from mirror.bench.memory import most_mb; print(most_mb())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment).stdout
    assert most_mb() > much.nbytes / 1e6 > 2.0 * float(said)
