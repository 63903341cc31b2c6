"""How often the first movement is announced where there is none, and how soon where there is one, by simulation.

    python -m tests.therapy.simulate_flicker [--patients N] [--seed N]

Every patient attempts the standard movements once a day for six weeks; what the mirror reads is drawn by ``Assumed``
and judged by the mirror's own code.  docs/first-movement.md has the table and where the assumptions come from.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from mirror.perception.excursion import Movement
from mirror.therapy.attempt import Attempt
from mirror.therapy.evidence import Evidence, Moved
from mirror.therapy.flicker import Flicker, flicker, moved_in
from mirror.therapy.tries import ATTEMPTS, STANDARD

DAYS: Final = 42
BEGIN: Final = datetime(2026, 11, 21, 9, 0)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the readings of a face are supposed to be like; lengths in mm, spreads as standard deviations."""

    day_mm: float = 0.35
    """What all figures of one movement on one day have in common: how the face rests, where it stands, the light."""
    attempt_mm: float = 0.35
    """What each attempt adds.  Together 0.5 mm: two figures of different days differ by 0.7 mm, as people do (0.74)."""
    leak: float = 0.0
    """Mean part of the healthy side's way that a still side seems to do; synthetic faces read -0.017."""
    leak_sd: float = 0.035
    """How patients differ in it; the same on all days, so that no number of days averages it away."""
    healthy_mm: tuple[float, float] = (2.0, 8.0)
    """A patient's gentle movement on the healthy side, from the least to the most; evenly spread over patients."""
    healthy_sd: float = 0.2
    """How much of it one attempt differs from the next."""
    gross: float = 0.02
    """Part of the attempts that are read altogether off..."""
    gross_mm: float = 3.0
    """...by this much."""
    unread: float = 0.1
    """Part of the attempts that cannot be measured."""
    known_mm: float = 0.2
    """The noise that the mirror itself knows of: less than the true one, as repetitions of one session show less."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the patients."""

    announced_day: tuple[int | None, ...]
    """Of each, counted from 1; None: not within six weeks."""

    def per_100(self, within_days: int = DAYS) -> float:
        found = [day for day in self.announced_day if day is not None and day <= within_days]
        return 100.0 * len(found) / len(self.announced_day)

    @property
    def median_day(self) -> float:
        """Half of all patients know by then; infinite where half of them never do."""
        return float(np.median([np.inf if day is None else day for day in self.announced_day]))


def simulate(assumed: Assumed, movement_mm: float, patients: int, seed: int) -> Found:
    """Patients whose affected side smiles by ``movement_mm`` from the first day on, while their brow stays still."""
    draw = np.random.default_rng(seed)
    return Found(tuple(_announced(assumed, movement_mm, draw) for _ in range(patients)))


def _announced(assumed: Assumed, movement_mm: float, draw: np.random.Generator) -> int | None:
    leaks = {movement: draw.normal(assumed.leak, assumed.leak_sd) for movement in STANDARD}
    usual = {movement: draw.uniform(*assumed.healthy_mm) for movement in STANDARD}
    moved: tuple[Moved, ...] = ()
    for day in range(DAYS):
        now = BEGIN + timedelta(days=day)
        attempts = []
        for movement in STANDARD:
            true_mm = movement_mm if movement is Movement.SMILE else 0.0
            attempts += _of_a_day(assumed, movement, now, (true_mm, usual[movement], leaks[movement]), draw)
        moved += tuple(one for one in moved_in(attempts) if one.beyond_noise)
        if moved and flicker(Evidence(moved), (), now) is Flicker.SEEN:
            return day + 1
    return None


def _of_a_day(
    assumed: Assumed, movement: Movement, at: datetime, face: tuple[float, float, float], draw: np.random.Generator
) -> Iterator[Attempt]:
    true_mm, usual_mm, leak = face
    of_the_day_mm = draw.normal(0.0, assumed.day_mm)
    for _ in range(ATTEMPTS):
        strength = max(0.0, draw.normal(1.0, assumed.healthy_sd))
        off_mm = of_the_day_mm + draw.normal(0.0, assumed.attempt_mm)
        if draw.random() < assumed.gross:
            off_mm += draw.normal(0.0, assumed.gross_mm)
        if draw.random() < assumed.unread:
            continue
        healthy_mm = usual_mm * strength
        affected_mm = true_mm * strength + leak * healthy_mm + off_mm
        yield Attempt(at, movement, affected_mm, healthy_mm, assumed.known_mm)


USUAL: Final = Assumed()
#: The rows of the table: what is supposed, in words, and as figures.
SUPPOSED: Final = {
    "as assumed": USUAL,
    "noise half as large again": replace(USUAL, day_mm=0.525, attempt_mm=0.525),
    "all of the noise in the day": replace(USUAL, day_mm=0.5, attempt_mm=0.0),
    "leak 0.03 on average": replace(USUAL, leak=0.03),
    "leak spread half as wide again": replace(USUAL, leak_sd=0.0525),
    "large movements of the healthy side": replace(USUAL, healthy_mm=(8.0, 14.0)),
    "one reading in ten altogether off": replace(USUAL, gross=0.1),
}
TRUE_MM: Final = (1.0, 1.5, 2.0, 3.0)


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patients", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| supposed | false announcements in 100 patients over six weeks |\n|---|---|")
    for words, assumed in SUPPOSED.items():
        print(f"| {words} | {simulate(assumed, 0.0, asked.patients, asked.seed).per_100():.2f} |")
    print("\n| true movement | half are told by day | told within two weeks | within six weeks |\n|---|---|---|---|")
    for movement_mm in TRUE_MM:
        found = simulate(USUAL, movement_mm, max(1, asked.patients // 5), asked.seed)
        half = f"{found.median_day:.0f}" if np.isfinite(found.median_day) else "not within six weeks"
        print(f"| {movement_mm:g} mm | {half} | {found.per_100(14):.0f} % | {found.per_100():.0f} % |")


if __name__ == "__main__":
    main()
