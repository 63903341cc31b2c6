"""The log tells how well its own figures repeat themselves."""

from pathlib import Path

import pytest

from mirror.diary.reading import reading
from mirror.diary.repeatability import symmetry_repeatability
from mirror.perception.excursion import Excursion, Movement
from mirror.therapy.effects import Outcome, RepetitionRefined, SessionBegan, SessionEnded
from tests.diary.records import done, running, stamp


def _session(log, at_s, *lengths):
    log.keep(SessionBegan(("smile",)), stamp(at_s))
    for number, (left_mm, right_mm) in enumerate(lengths, 1):
        log.keep(done("smile", number, left_mm, right_mm), stamp(at_s + number))
    log.keep(SessionEnded(Outcome.DONE), stamp(at_s + 9))


def test_sessions_are_pooled(tmp_path: Path):
    """Two sessions that are each a tenth apart: the difference between the sessions does not count."""
    with running(tmp_path) as log:
        _session(log, 0, (2.0, 10.0), (3.0, 10.0), (4.0, 10.0), (3.0, 10.0))
        _session(log, 100, (7.0, 10.0), (8.0, 10.0), (9.0, 10.0))
    with reading(tmp_path) as db:
        found = symmetry_repeatability(db, Movement.SMILE)
        assert symmetry_repeatability(db, Movement.PUCKER) is None
    assert found.repeats == 5
    assert found.sd == pytest.approx(((0.01 + 0.01 + 0.01 + 0.01) / 5) ** 0.5)


def test_what_another_model_measured_is_not_held_against_it(tmp_path: Path):
    """A session whose first half was refined and whose second half was not is two halves."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number in range(1, 8):
            log.keep(done("smile", number, 2.0, 10.0), stamp(number))
        for number in range(1, 5):
            start_s = done("smile", number, 2.0, 10.0).repetition.start_s
            log.keep(RepetitionRefined("smile", number, start_s, Excursion(6.0, 10.0, 0.9), None, "net-2"), stamp(20))
    with reading(tmp_path) as db:
        found = symmetry_repeatability(db, Movement.SMILE)
    assert (found.sd, found.repeats) == (pytest.approx(0.0, abs=1e-9), 5)


def test_what_has_no_figures_has_no_noise(tmp_path: Path):
    """Repetitions that were counted only say nothing about repeating."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number in range(1, 8):
            log.keep(done("smile", number, 2.0, 10.0), stamp(number))
            start_s = done("smile", number, 2.0, 10.0).repetition.start_s
            log.keep(RepetitionRefined("smile", number, start_s, None, "blurred", "net-2"), stamp(20))
    with reading(tmp_path) as db:
        assert symmetry_repeatability(db, Movement.SMILE) is None
