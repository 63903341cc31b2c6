"""The refined figure in the log: it takes the light one's place, which stays beside it."""

from dataclasses import replace
from pathlib import Path

from mirror.diary.log import Saved
from mirror.diary.today import today_text
from mirror.perception.co_movement import CoMovement, QuietRegion, SideShift
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Doubt
from mirror.therapy.effects import ExerciseEnded, Outcome, RepetitionRefined, SessionBegan, SessionEnded
from tests.diary.records import DAY, done, rows, running, stamp

FIGURES = "SELECT number, left_mm, right_mm, symmetry, confidence, reading, abstained, model FROM repetitions"


def refined(number: int, excursion: Excursion | None, abstained: str | None = None) -> RepetitionRefined:
    """What the refined reading says of the repetition that ``done`` makes."""
    start_s = done("smile", number, 1.0, 2.0).repetition.start_s
    return RepetitionRefined("smile", number, start_s, excursion, abstained, "official-64184e229b26")


def test_the_refined_figure_takes_the_light_ones_place(tmp_path: Path):
    """The row's figures, its model and its path change; the light figures and the hold stay."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0, hold_s=3.0), stamp(10))
        assert log.keep(refined(1, Excursion(1.5, 5.0, 0.8)), stamp(11)) == (Saved("repetitions", 1),)
    assert rows(tmp_path, FIGURES) == [(1, 1.5, 5.0, 0.3, 0.8, "refined", None, "official-64184e229b26")]
    assert rows(tmp_path, "SELECT light_left_mm, light_right_mm, hold_s FROM repetitions") == [(2.0, 4.0, 3.0)]


def test_until_then_the_light_figure_stands(tmp_path: Path):
    """A plug pulled in between loses nothing: the repetition is there, by the light path."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(10))
    assert rows(tmp_path, FIGURES) == [(1, 2.0, 4.0, 0.5, 0.9, "light", None, "attention-1a2b3c4d5e6f")]


def test_a_reading_that_abstains_takes_the_figures_away_and_says_why(tmp_path: Path):
    """The repetition counts, and has no figures that the mirror cannot stand by."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(10))
        log.keep(refined(1, None, "turned away from the picture at rest"), stamp(11))
        log.keep(ExerciseEnded("smile", Outcome.DONE, 1), stamp(12))
        log.keep(SessionEnded(Outcome.DONE), stamp(13))
    reason = "turned away from the picture at rest"
    assert rows(tmp_path, FIGURES) == [(1, None, None, None, None, "refined", reason, "official-64184e229b26")]
    page = today_text(tmp_path, DAY)
    assert "one repetition" in page
    assert "counted; the mirror cannot be sure how far" in page


def test_what_a_stimulator_helped_with_is_said_as_what_it_is(tmp_path: Path):
    """It was read and is not taken into the figures; that is no doubt of the mirror's, and both may be true."""

    def page_of(folder: str, *kept: tuple[int, bool]) -> str:
        with running(tmp_path / folder) as log:
            log.keep(SessionBegan(("smile",)), stamp())
            for number, (_, stimulated) in enumerate(kept, 1):
                log.keep(replace(done("smile", number, 2.0, 4.0), stimulated=stimulated), stamp(10 * number))
            for number, (read, _) in enumerate(kept, 1):
                if not read:
                    log.keep(refined(number, None, "turned away from the picture at rest"), stamp(90 + number))
            log.keep(ExerciseEnded("smile", Outcome.DONE, len(kept)), stamp(95))
            log.keep(SessionEnded(Outcome.DONE), stamp(96))
        return " ".join(today_text(tmp_path / folder, DAY).split())

    helped, doubt = "the stimulator helped {}, which is counted and not in the figures", "cannot be sure how far"
    both = page_of("both", (True, True), (True, True))
    assert helped.format("twice") in both
    assert doubt not in both
    one = page_of("one", (True, True), (True, False))
    assert helped.format("once") in one
    assert doubt not in one
    assert helped.format("once") not in page_of("none", (True, False), (False, False))


def test_means_are_over_what_could_be_read(tmp_path: Path):
    """One repetition of two has no figures: the day's mean is the other one's."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number in (1, 2):
            log.keep(done("smile", number, 2.0, 4.0), stamp(10 * number))
        log.keep(refined(1, None, "blurred"), stamp(21))
        log.keep(refined(2, Excursion(3.0, 6.0, 0.8)), stamp(22))
    (line,) = rows(tmp_path, "SELECT repetitions, left_mm, right_mm, symmetry, weaker FROM daily_summary")
    assert line == (2, 3.0, 6.0, 0.5, "left")


def test_it_may_arrive_after_the_session_has_ended(tmp_path: Path):
    """The last repetition is read while the summary is on the screen: no session is opened for it."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(10))
        log.keep(SessionEnded(Outcome.DONE), stamp(11))
        log.keep(refined(1, Excursion(1.5, 5.0, 0.8)), stamp(12))
    assert rows(tmp_path, "SELECT count(*) FROM sessions") == [(1,)]
    assert rows(tmp_path, "SELECT reading FROM repetitions") == [("refined",)]


def test_what_is_not_in_this_file_has_nothing_to_refine(tmp_path: Path):
    """The log was set aside meanwhile: nothing is written, and nothing is announced as saved."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        assert log.keep(refined(1, Excursion(1.5, 5.0, 0.8)), stamp(1)) == ()
    assert rows(tmp_path, "SELECT count(*) FROM repetitions") == [(0,)]


def test_what_the_quiet_regions_did_is_kept_with_the_repetition(tmp_path: Path):
    """A row per region in the same transaction: figures where there are any, else the reason."""
    eye = SideShift(1.5, 0.25, 0.8, left_part=0.2, right_part=0.03)
    seen = CoMovement(Movement.PUCKER, {QuietRegion.EYE: eye, QuietRegion.BROW: Doubt.AT_ODDS})
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        log.keep(done("smile", 1, 2.0, 4.0), stamp(10))
        saved = log.keep(replace(refined(1, Excursion(1.5, 5.0, 0.8)), co_movement=seen), stamp(11))
    assert saved == (Saved("repetitions", 1), Saved("co_movements", 1), Saved("co_movements", 2))
    query = "SELECT repetition_id, region, left_mm, right_mm, left_part, right_part, confidence, abstained"
    assert rows(tmp_path, f"{query} FROM co_movements") == [
        (1, "eye", 1.5, 0.25, 0.2, 0.03, 0.8, None),
        (1, "brow", None, None, None, None, None, "the readings of the movement disagree"),
    ]


def test_what_stays_open_of_the_eyes_is_kept(tmp_path: Path):
    """Of a gentle closure, on both sides; empty for every other movement."""
    with running(tmp_path) as log:
        log.keep(SessionBegan(("smile",)), stamp())
        for number in (1, 2):
            log.keep(done("smile", number, 2.0, 4.0), stamp(10 * number))
        log.keep(replace(refined(1, Excursion(1.5, 5.0, 0.8)), gap_left_mm=2.25, gap_right_mm=0.5), stamp(31))
        log.keep(refined(2, Excursion(1.5, 5.0, 0.8)), stamp(32))
    assert rows(tmp_path, "SELECT gap_left_mm, gap_right_mm FROM repetitions") == [(2.25, 0.5), (None, None)]
