"""What the screens say: every scene as data, without a pixel."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.perception.excursion import HARDLY_MM, Excursion
from mirror.perception.face import Side, Unseen
from mirror.screen import words
from mirror.screen.picture import Picture, Tone
from mirror.screen.scenes import BAND, breath, picture
from mirror.screen.shots import repetition, shots
from mirror.therapy.catalogue import practice
from mirror.therapy.scene import Hint, PauseReason, Scene
from mirror.therapy.session import Session, View
from tests.screen.states import NOW_S, session_in, surroundings

NEVER = ("bad side", "paralysed", "failed", "wrong", "streak", "changed", "!")
PICTURES = [(shot.name, picture(shot.session, shot.surroundings, NOW_S)) for shot in shots()]


def shown(session: Session, **world: object) -> Picture:
    return picture(session, surroundings(**world), NOW_S)


def ended(*sides: tuple[float, float], exercise: str = "smile") -> Session:
    """A session that came to its end with these repetitions (left mm, right mm)."""
    session = Session(practice=practice([exercise]))
    done = tuple(repetition(exercise, 1 + index, *mm, session) for index, mm in enumerate(sides))
    return session.to(Scene.SUMMARY, NOW_S, done=done)


@pytest.mark.parametrize(("name", "seen"), PICTURES, ids=[name for name, _ in PICTURES])
def test_every_screen_is_kind_and_short(name, seen):
    """No screen uses a forbidden word or an exclamation mark, and headline and sentence are one sentence each."""
    spoken = [seen.title, seen.headline, seen.sentence, seen.detail, *(label.text for label in seen.buttons)]
    assert not [word for word in NEVER for text in spoken if word in text.lower()]
    if name not in ("breathe", "find-no_face"):
        for text in (seen.headline, seen.sentence):
            assert len(re.findall(r"[.?](?:\s|$)", text)) <= 2


@given(left=st.floats(0, 12), right=st.floats(0, 12))
def test_the_balance_mark_leans_to_the_side_that_moves_more(left, right):
    """The mark lies on the stronger side, and within the band exactly when both sides count as together."""
    excursion = Excursion(left, right, confidence=1.0)
    balance = shown(session_in(Scene.HOLD), excursion=excursion).balance
    assert balance is not None
    assert -1.0 <= balance.value <= 1.0
    if abs(balance.value) > 0:
        assert (balance.value > 0) == (right > left)
    if abs(balance.value) > BAND + 1e-9 and max(left, right) >= HARDLY_MM:
        assert excursion.weaker is not None
    elif max(left, right) >= 1.0 and excursion.weaker is not None:
        assert abs(balance.value) == pytest.approx(BAND, abs=1e-6)


def test_an_exercise_without_a_measure_has_no_balance():
    """A cheek puff is not compared side by side."""
    session = session_in(Scene.GUIDED, "cheek_puff")
    assert shown(session, excursion=Excursion(3.0, 3.0, 1.0)).balance is None


def test_the_ring_fills_with_the_hold_around_the_seconds_that_remain():
    """Of a hold of three seconds: empty and 3 at its start, two thirds and 1 after two, full at the end."""
    for held_s, numeral, fraction in ((0.0, "3", 0.0), (0.5, "3", 1 / 6), (2.0, "1", 2 / 3), (3.0, "1", 1.0)):
        ring = shown(session_in(Scene.HOLD).to(Scene.HOLD, NOW_S - held_s, held_s=held_s)).ring
        assert ring is not None
        assert ring.numeral == numeral
        assert ring.fraction == pytest.approx(fraction)


def test_the_dots_show_what_is_done_and_which_one_is_going_on():
    """Two of five are done: the third is marked while it is moved, none while the face rests between."""
    moving, resting = shown(session_in(Scene.MOVE)).dots, shown(session_in(Scene.BREATHE)).dots
    assert moving is not None
    assert resting is not None
    assert (moving.done, moving.total, moving.current) == (2, 5, 2)
    assert (resting.done, resting.current) == (2, None)


@pytest.mark.parametrize("unseen", Unseen)
def test_every_reason_not_to_see_has_words_that_help(unseen):
    """Finding the face says something of its own for each reason."""
    seen = shown(replace(session_in(Scene.FIND_FACE), unseen=unseen))
    others = [shown(replace(session_in(Scene.FIND_FACE), unseen=other)).headline for other in Unseen if other != unseen]
    assert seen.headline not in others
    assert seen.sentence


@pytest.mark.parametrize("hint", [hint for hint in Hint if hint is not Hint.NONE])
def test_every_hint_is_shown(hint):
    """A hint takes the place of the headline in the scene in which it is given."""
    scene = {Hint.TRY_SMALL: Scene.MOVE, Hint.LET_GO: Scene.RELEASE}.get(hint, Scene.BREATHE)
    assert shown(replace(session_in(scene), hint=hint)).headline == words.HINTS[hint]


def test_patience_is_warm_not_red():
    """Waiting for a first movement is coloured warm."""
    ring = shown(replace(session_in(Scene.MOVE), hint=Hint.TRY_SMALL)).ring
    assert ring is not None
    assert ring.tone is Tone.WARM


def test_the_healthy_half_without_a_known_side_says_so():
    """The view falls back to the true mirror, and the label says why."""
    session = replace(session_in(Scene.HOLD), view=View.HEALTHY_HALF)
    known, unknown = shown(session, affected=Side.LEFT).panels, shown(session, affected=None).panels
    assert known is not None
    assert unknown is not None
    assert (known.live, unknown.live) == (words.HEALTHY_HALF, words.SIDE_UNKNOWN)


def test_a_pause_because_the_face_is_away_says_what_helps():
    """Too dark is mended by light, not by waiting."""
    paused = replace(session_in(Scene.PAUSED), pause=PauseReason.FACE_AWAY)
    assert shown(replace(paused, unseen=Unseen.DARK)).headline == words.FIND_FACE[Unseen.DARK][0]
    assert shown(replace(paused, unseen=Unseen.NO_FACE)).headline == words.AWAY


def test_the_summary_gives_millimetres_when_a_side_moved_less():
    """Left and right in whole millimetres, the middle of all repetitions."""
    seen = shown(ended((2.6, 7.1), (3.2, 6.9), (2.9, 7.2)))
    assert seen.headline == "Three small movements."
    assert seen.sentence == "Your closed smile reached 3 mm on the left and 7 mm on the right."
    assert seen.chart is not None


def test_the_summary_says_together_when_both_sides_moved_alike():
    """Within the mirror's own certainty there is no weaker side."""
    seen = shown(ended((6.6, 7.1), (6.8, 6.9)))
    assert seen.headline == "Two small, even movements."
    assert seen.sentence == "Both sides moved together in your closed smile."


def test_a_session_without_a_sure_movement_is_told_so_kindly():
    """Nothing counted is normal, and practised is practised."""
    seen = shown(ended())
    assert seen.headline == words.NOTHING_COUNTED
    assert "normal" in seen.sentence


def test_the_details_name_every_exercise_with_both_sides():
    """One row per exercise: left and right in millimetres with one decimal."""
    table = shown(ended((2.6, 7.14)).to(Scene.DETAILS, NOW_S)).table
    assert table is not None
    assert [(row.name, row.left, row.right) for row in table.rows] == [("Closed smile", "2.6", "7.1")]


def test_a_breath_takes_four_seconds_and_never_jumps():
    """Out at the start, in at the half, out at the end; no step of a frame is larger than a thirtieth."""
    assert breath(0.0) == pytest.approx(0.0)
    assert breath(2.0) == pytest.approx(1.0)
    assert breath(4.0) == pytest.approx(0.0)
    steps = [abs(breath((i + 1) / 30) - breath(i / 30)) for i in range(120)]
    assert max(steps) < 1 / 30


def test_counts_are_words_and_plans_are_sentences():
    """Numbers below a hundred are words; a plan names up to three exercises."""
    assert words.counted(15, together=True) == "Fifteen small, even movements."
    assert words.counted(1, together=False) == "One small movement."
    assert words.counted(48, together=False) == "Forty-eight small movements."
    assert words.planned(5, ["Brow raise", "Pucker"]) == "About five minutes: brow raise and pucker."
    assert words.planned(9, ["A", "B", "C", "D"]) == "About nine minutes: a, b and two more."
    assert words.millimetres(0.4) == "less than 1 mm"


def test_after_another_movement_the_picture_is_pointed_at_until_the_right_one_comes():
    """While resting it is explained, and when it is asked for again the headline says it once more."""
    breathing, moving = (shown(replace(session_in(scene), hint=Hint.ANOTHER)) for scene in (Scene.BREATHE, Scene.MOVE))
    assert breathing.sentence == "Rest first, then follow the picture."
    assert moving.headline == "Do what the picture does."
