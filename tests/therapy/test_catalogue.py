"""The catalogue: what it holds to, and how its faults are said."""

import pytest

from mirror.clips.choreography import Demonstration
from mirror.problem import Problem
from mirror.therapy.catalogue import Kind, catalogue, demonstrated, entries, parse, practice, routines
from mirror.therapy.stage import Stage

ROUTINE = """
[[routine]]
id = "imagine"
name = "Imagine"
instruction = "Imagine it."
kind = "imagery"
region = "mouth"
stages = ["flaccid"]
duration_s = 60
source = "a trial"
"""
EXERCISE = """
[[exercise]]
id = "smile"
name = "Smile"
instruction = "Smile."
muscle = "zygomaticus"
region = "mouth"
stages = ["paretic"]
source = "a leaflet"
"""


def test_every_exercise_has_a_drawn_film_of_its_name():
    """The session finds a demonstration by the exercise's id."""
    shown = {one.id: one.demonstration for one in demonstrated().values()}
    assert shown == {one.value: one.value for one in Demonstration}
    assert list(shown) == list(catalogue())


def test_nothing_active_belongs_to_the_flaccid_stage():
    """And nothing that strengthens to the synkinetic one."""
    assert [one.id for one in entries().values() if one.kind.active and Stage.FLACCID in one.stages] == []
    assert [one.id for one in entries().values() if one.kind.strengthening and Stage.SYNKINETIC in one.stages] == []


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_something_to_do(stage):
    """Eye care, rest and massage at the least; imagery as long as movement is away."""
    kinds = {one.kind for one in entries().values() if stage in one.stages}
    assert {Kind.EYE_CARE, Kind.REST, Kind.MASSAGE} <= kinds
    assert (Kind.IMAGERY in kinds) == (stage is not Stage.AFTERCARE)


def test_warmth_warns_of_burns_where_the_skin_is_numb():
    """The one routine that can hurt without being felt."""
    (towel,) = [one for one in routines().values() if one.kind is Kind.WARMTH]
    assert "numb" in towel.warning
    assert "burn" in towel.warning


def test_the_words_are_kind():
    """No exclamation marks, no unkind words, no drugs, and one way of writing a sentence."""
    for one in entries().values():
        said = f"{one.name} {one.instruction} {one.warning}"
        for word in ("!", "bad side", "paralys", "fail", "wrong", "inject", "botul", "steroid", "aspirin", "as hard"):
            assert word not in said.lower(), one.id
        assert one.instruction.endswith("."), one.id


def test_what_needs_shut_eyes_is_paced_by_sound():
    """Who closes the eyes cannot read."""
    assert all(one.eyes_closed for one in entries().values() if one.instruction.startswith("Close your eyes"))
    assert catalogue()["eye_closure"].eyes_closed


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("hold_s", "99"), 'line 10: exercise "smile": hold_s = 99 is not allowed; allowed is a number from 1 to 10.'),
        (("effort_percent", "[30, 20]"), 'line 10: exercise "smile": effort_percent must rise'),
        (("reps", "5"), 'line 10: exercise "smile": there is no key reps in [exercise]; allowed are id, name'),
        (("imagery", '"dream"'), 'line 10: exercise "smile": imagery = "dream" is no routine'),
        (("kind", '"massage"'), 'line 10: exercise "smile": kind is a routine\'s kind'),
        (("quiet", '["ear"]'), 'line 10: exercise "smile": "ear" in quiet is not allowed'),
    ],
)
def test_a_fault_names_line_entry_and_key(change, sentence):
    """Whoever adds an exercise is told what to mend."""
    key, value = change
    with pytest.raises(Problem) as problem:
        parse((EXERCISE.strip() + f"\n\n{key} = {value}\n" + ROUTINE).encode())
    assert str(problem.value).startswith(f"exercises.toml, {sentence}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EXERCISE.replace('["paretic"]', '["flaccid"]') + ROUTINE, "stages must not name flaccid"),
        (
            EXERCISE.replace('["paretic"]', '["synkinetic"]') + 'kind = "resistance"\n' + ROUTINE,
            "stages must not name synkinetic",
        ),
        (EXERCISE + ROUTINE + ROUTINE, 'routine "imagine": this id is taken'),
        (EXERCISE + ROUTINE.replace('"imagine"', '"smile"'), 'routine "smile": this id is taken'),
        (EXERCISE + ROUTINE.replace('"imagery"', '"warmth"'), 'routine "imagine": warning must say'),
        (EXERCISE + ROUTINE.replace('"imagery"', '"movement"'), "kind is an exercise's kind"),
        (EXERCISE.replace('source = "a leaflet"', "") + ROUTINE, 'line 2: exercise "smile": the key source is missing'),
        (EXERCISE, "the key routine is missing"),
        (EXERCISE + "name = Smile", "is not a line of the catalogue"),
    ],
)
def test_what_would_be_unsafe_or_double_is_refused(text, said):
    """The rules of the stages hold in the catalogue already."""
    with pytest.raises(Problem) as problem:
        parse(text.encode())
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(
            (name, "is not practised without a plan")
            for name in ("massage_cheeks", "resist_smile", "wink", "expressions")
        ),
        ("yodel", "There is no exercise called 'yodel'"),
    ],
)
def test_only_what_returning_movement_needs_can_be_practised_without_a_plan(name, said):
    """A routine, resistance and what belongs to after-care are refused, with what there is."""
    with pytest.raises(Problem, match=rf"{said}\. Choose from: brow_raise.*frown"):
        practice([name])


@pytest.mark.parametrize("routine", [one for one in routines().values() if one.kind.hands_on], ids=lambda one: one.id)
def test_what_is_done_with_the_hands_keeps_its_caution_in_sight(routine):
    """The warning is read before; ten minutes later its gist must still be there, and be short."""
    assert routine.warning
    assert 0 < len(routine.caution) <= 40
