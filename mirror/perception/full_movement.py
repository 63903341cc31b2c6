"""How far each movement goes in full, and whether one that was not asked for went farther than the one that was.

Any movement of a face pulls at the whole of it, so each is taken in parts of its usual full movement.
"""

from collections.abc import Mapping
from typing import Final

from mirror.perception.excursion import ONSET_MM, Movement

#: A full movement of a healthy side in mm, as this mirror reads it on heads drawn in three dimensions (brow 7.7, smile
#: 9.6, snarl 5.1, pucker 5.1, lids 8.4), rounded.  Only their ratios matter here; they are no norms of people.
FULL_MM: Final[Mapping[Movement, float]] = {
    Movement.BROW_RAISE: 8.0,
    Movement.EYE_CLOSURE: 9.0,
    Movement.SMILE: 10.0,
    Movement.SNARL: 5.0,
    Movement.PUCKER: 5.0,
    Movement.LOWER_LIP: 5.0,
}
#: How many times as far another movement may go where the two belong together (asked, other); elsewhere as far.
#: A smile that shows the teeth lifts the upper lip (1.2 times; a snarl where a smile is asked for 2.0) and takes the
#: lower lip along (2.5 times, as a long eee does, which is not told from it; an opening jaw goes farther).
ALLOWED: Final[Mapping[tuple[Movement, Movement], float]] = {
    (Movement.SMILE, Movement.SNARL): 1.5,
    (Movement.SMILE, Movement.LOWER_LIP): 4.0,
}
#: Smile and pucker are read at the same points, the mouth's corners, along whichever way they went: only where the
#: corners go tells them apart.
CORNERS: Final = frozenset({Movement.SMILE, Movement.PUCKER})


def moved_more(asked: Movement, asked_mm: float, other: Movement, other_mm: float, times: float = 1.0) -> bool:
    """Whether ``other`` went more than so many ``times`` as far as allowed beside ``asked``.

    ``asked_mm`` and ``other_mm`` are what the side that moved more did.
    """
    allowed = times * ALLOWED.get((asked, other), 1.0) * asked_mm / FULL_MM[asked]
    return other_mm >= ONSET_MM[other] and other_mm / FULL_MM[other] > allowed
