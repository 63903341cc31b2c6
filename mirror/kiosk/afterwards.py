"""What is made of a session once all of it has been read: the week's assessment, and what the eye guardian saw."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mirror.movement.assessment import AssessmentDone, assess
from mirror.movement.blinks import Blink, completeness
from mirror.movement.effort import strong_side
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.resting import Resting
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Purpose, catalogue
from mirror.therapy.effects import Assessed, EyeSeen, RepetitionDone, RepetitionRefined
from mirror.therapy.eye_guardian import Lids, watch


@dataclass(slots=True)
class Afterwards:
    """Collects what is read of one session's holds; tells what it comes to when the face at rest is read too."""

    brief: Brief
    blinks: Sequence[Blink] = ()
    """Of the session, once it is over."""
    _expected: set[tuple[str, float]] = field(default_factory=set)
    _read: list[tuple[Movement, RepetitionRefined]] = field(default_factory=list)

    def expect(self, done: RepetitionDone) -> None:
        """A hold of this session is being read."""
        self._expected.add((done.exercise, done.repetition.start_s))

    def add(self, refined: RepetitionRefined) -> None:
        """What a hold came to; that of another session is left alone."""
        exercise = catalogue().get(refined.exercise)
        mine = (refined.exercise, refined.start_s) in self._expected
        if mine and exercise is not None and exercise.measures is not None:
            self._read.append((exercise.measures, refined))

    def records(self, resting: Resting) -> Iterator[Assessed | EyeSeen]:
        """What is to be kept."""
        if self.brief.affected is not None:
            yield self._eye(self.brief.affected)
        if self.brief.purpose is Purpose.ASSESSMENT and self._read:
            yield self._assessed(resting)

    def _eye(self, affected: Side) -> EyeSeen:
        left = affected is Side.LEFT
        gaps = [gap for _, one in self._read if (gap := one.gap_left_mm if left else one.gap_right_mm) is not None]
        blinked = completeness(self.blinks, affected)
        gap_mm = statistics.median(gaps) if gaps else None
        part, count = (None, len(self.blinks)) if blinked is None else (blinked.part, blinked.blinks)
        return EyeSeen(gap_mm, part, count, watch(Lids(gap_mm=gap_mm, blink_part=part, blinks=count)))

    def _assessed(self, resting: Resting) -> Assessed:
        done: AssessmentDone = assess(
            [refined.assessed(movement) for movement, refined in self._read],
            resting,
            self.brief.affected,
            self._read[-1][1].model,
        )
        far: dict[Movement, list[float]] = {}
        for movement, refined in self._read:
            if refined.excursion is not None:
                strong = strong_side(refined.excursion, self.brief.affected)
                far.setdefault(movement, []).append(refined.excursion.mm(strong))
        return Assessed(done, {movement: statistics.median(all_mm) for movement, all_mm in far.items()})
