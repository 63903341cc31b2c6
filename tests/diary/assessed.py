"""Standard assessments of all kinds, for the tests of the diary."""

from hypothesis import strategies as st

from mirror.movement.assessment import AssessmentDone
from mirror.movement.change import Repeatability
from mirror.movement.estimate import Estimate
from mirror.movement.sunnybrook import STANDARD, Grade, Item, LeftOut, RestingPart, Sheet
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.therapy.effects import Assessed


def _items(least: int, most: int) -> st.SearchStrategy[Item]:
    grades = st.builds(Grade, st.integers(least, most), st.floats(0, 1), st.floats(-40, 40))
    return st.one_of(grades, st.builds(LeftOut, st.sampled_from(["too dark", "the other side hardly moved"])))


@st.composite
def assessed(draw: st.DrawFn) -> Assessed:
    """With items that were left out, movements that were not read, and one beyond the scale."""
    sheet = Sheet(
        voluntary={movement: draw(_items(1, 5)) for movement in STANDARD},
        resting={part: draw(_items(0, 2)) for part in RestingPart},
        synkinesis={movement: draw(_items(0, 3)) for movement in STANDARD},
    )
    why = "; ".join(f"{name}: {reason}" for name, reason in sheet.missing) or None
    estimate = Estimate(sheet, draw(st.none() | st.sampled_from(Side)), None if why else draw(st.floats(0, 1)), why)
    repeats = st.builds(Repeatability, st.floats(0, 1), st.integers(1, 9))
    read = st.sampled_from(STANDARD)
    done = AssessmentDone(
        estimate=estimate,
        repeatability=(repeatability := draw(st.dictionaries(read, repeats, max_size=3))),
        repetitions={**draw(st.dictionaries(read, st.integers(0, 9), max_size=3)), **dict.fromkeys(repeatability, 3)},
        model="attention-1a2b3c4d5e6f",
    )
    return Assessed(done, draw(st.dictionaries(st.sampled_from(Movement), st.floats(-9, 40), max_size=4)))
