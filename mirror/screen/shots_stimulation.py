"""A prescribed stimulator on the screen: how it is armed, whether it is on, and every reason why it rests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from mirror.clips.expression import Expression
from mirror.perception.face import Side
from mirror.screen import words
from mirror.screen.shot import BRIEF, NOW_S, SMILING, WORLD, Shot
from mirror.therapy.plan import Zone
from mirror.therapy.scene import PauseReason, Scene
from mirror.therapy.session import Session
from mirror.therapy.stage import Stage
from mirror.therapy.stimulator import Offer, Power, Prescribed, Rests, Screening, Stimulator

#: At the cheek on the left, and nothing speaks against it today.
PRESCRIBED: Final = Prescribed(Side.LEFT, Zone.CHEEK, Stage.PARETIC, Screening.CLEAR, date(2026, 11, 21))
_UNSAVED: Final = replace(WORLD, notice=words.NOT_SAVED)


def stimulated(stimulator: Stimulator) -> Session:
    """In the middle of an exercise that may be accompanied, with this word of the guard."""
    session = Session.of(replace(BRIEF, stimulation=PRESCRIBED))
    return replace(session, index=2, counted=2, offer=Offer.MADE, stimulator=stimulator)


def stimulation_shots() -> Iterator[Shot]:
    """All of them."""
    for rests in Rests:
        name = rests.name.lower()
        yield Shot(f"stimulation-arm-{name}", stimulated(Stimulator(rests=rests)).to(Scene.ARM, NOW_S))
        power = Power.ARMED if rests is Rests.PRESS else Power.OFF
        hold = stimulated(Stimulator(power, rests)).to(Scene.HOLD, NOW_S - 1.25, held_s=1.25)
        yield Shot(f"stimulation-hold-{name}", hold, own=SMILING)
    for power in Power:
        session = stimulated(Stimulator(power))
        name = power.name.lower()
        for scene in (Scene.SHOW, Scene.MOVE, Scene.HOLD, Scene.BREATHE):
            own = Expression() if scene in (Scene.SHOW, Scene.BREATHE) else SMILING
            yield Shot(f"stimulation-{name}-{scene.value}", session.to(scene, NOW_S - 1.25, held_s=1.25), own=own)
        hold = session.to(Scene.HOLD, NOW_S - 1.25, held_s=1.25)
        yield Shot(f"stimulation-{name}-hold-notice", hold, _UNSAVED, SMILING)
    paused = stimulated(Stimulator(Power.ARMED)).to(Scene.PAUSED, NOW_S, resume=Scene.HOLD, pause=PauseReason.ASKED)
    yield Shot("stimulation-armed-paused", paused)
