"""What stimulation comes to in one session, by the guard's count and by what was refused in each hold."""

from collections import Counter
from dataclasses import dataclass, field, replace

from hardware.stimulator.protocol import Answer, Arming, State
from mirror.perception.face import Side
from mirror.therapy.effects import StimulationDone


@dataclass(slots=True)
class SessionAccount:
    """What a session with a prescription has come to so far."""

    session: bytes
    side: Side
    armed: bool = False
    trains: int = 0
    given_s: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)
    refused: str | None = None
    """Why the present hold goes without a train, as it is now."""
    over_s: float | None = None

    def hear(self, answer: Answer) -> Answer:
        """The guard counts, and what it said last counts.

        A train so short that it came and went between two instants of the mirror is on at this one.
        """
        if answer.session != self.session:
            return answer  # the guard has not heard of this one yet
        begun = answer.trains > self.trains
        self.armed = self.armed or answer.arming is Arming.ARMED or begun
        self.trains, self.given_s = answer.trains, answer.given_s
        return replace(answer, state=State.ON, reason=None) if begun else answer

    def hold(self, why: str | None) -> None:
        """One instant of a hold: why it has no train; None: it has one, or has had one."""
        self.refused = why

    def hold_over(self) -> None:
        """What was said last counts."""
        if self.refused is not None:
            self.refusals[self.refused] += 1
        self.refused = None

    @property
    def done(self) -> StimulationDone:
        refusals, number = dict(self.refusals), self.session.hex()
        return StimulationDone(self.side, self.armed, self.trains, round(self.given_s, 3), refusals, number)
