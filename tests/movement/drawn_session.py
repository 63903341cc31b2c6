"""A session of the drawn patient through the real perception: repetitions, blinks, and regions that join in."""

import math
from dataclasses import dataclass, replace
from random import Random

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.observation import Attention
from mirror.perception.perceiver import Perceiver

#: How far the healthy side of the drawing goes.
SIZE = {
    Movement.BROW_RAISE: 0.75,
    Movement.EYE_CLOSURE: 1.0,
    Movement.SMILE: 0.65,
    Movement.SNARL: 0.85,
    Movement.PUCKER: 0.85,
    Movement.LOWER_LIP: 0.8,
}
#: What each movement is called in the drawing, where that is not its own name.
DRAWN_AS = {Movement.LOWER_LIP: "eee"}
#: How far the healthy eye narrows with it (lary.23778 has 22 % in a full smile).
NARROWS = {Movement.SMILE: 0.15, Movement.SNARL: 0.15, Movement.PUCKER: 0.03, Movement.LOWER_LIP: 0.03}
#: Movements whose quiet region is the mouth's corner.
PULLS_CORNER = (Movement.BROW_RAISE, Movement.EYE_CLOSURE)
BASELINE_S = 2.6
MOVE_S, HOLD_S, BACK_S, REST_S = 1.2, 2.0, 1.0, 2.8
REPETITION_S = MOVE_S + HOLD_S + BACK_S + REST_S
BLINK_S = 0.22


@dataclass(frozen=True)
class Script:
    """What the patient does; parts are 0..1."""

    movement: Movement
    affected: Side = Side.LEFT
    repetitions: int = 3
    joining: float = 0.0
    """How far the affected side's quiet region joins in: part of the eye, or of a full smile for the corner."""
    tight: float = 0.0
    """By how much the affected eye stays narrower after the first repetition."""
    severity: float = 0.5
    seed: int = 3


def observations(script, tracker, hz, start_s):
    """Every observation of the session.  ``start_s`` lies after all that this tracker has seen."""
    perceiver, portrait = Perceiver(tracker), Portrait(480, 640, PATIENT)
    blinks = list(blink_times(script))
    seen = []
    for number in range(round((BASELINE_S + script.repetitions * REPETITION_S) * hz)):
        t_s = number / hz
        lid = max((math.sin(math.pi * (t_s - b) / BLINK_S) for b in blinks if 0.0 < t_s - b < BLINK_S), default=0.0)
        effort = effort_at(t_s)
        picture = portrait.draw(posed(script, effort, lid, t_s))
        attention = Attention(1, t_s < BASELINE_S, script.movement, t_s > BASELINE_S and effort == 0.0)
        seen.append(replace(perceiver.see(picture, start_s + t_s, attention), moment=None))
    return seen


def blink_times(script):
    random, t_s = Random(script.seed), 1.5
    while t_s < BASELINE_S + script.repetitions * REPETITION_S:
        yield t_s
        t_s += random.uniform(1.5, 3.0)


def effort_at(t_s):
    """0 at rest, 1 in the hold, eased in between."""
    into_s = (t_s - BASELINE_S) % REPETITION_S if t_s >= BASELINE_S else REPETITION_S
    up, down = into_s / MOVE_S, (into_s - MOVE_S - HOLD_S) / BACK_S
    along = min(max(up, 0.0), 1.0) * (1.0 - min(max(down, 0.0), 1.0))
    return along * along * (3.0 - 2.0 * along)


def posed(script, effort, lid, t_s):
    size = SIZE[script.movement] * effort
    name = DRAWN_AS.get(script.movement, script.movement.value)
    strong, weak = {name: size}, {name: size * (1.0 - script.severity), "droop": 0.35 * script.severity}
    narrowed = NARROWS.get(script.movement, 0.0) * effort
    joined = script.joining * effort
    if script.movement in PULLS_CORNER:
        weak["smile"] = joined
        joined = 0.0
    tight = script.tight if t_s > BASELINE_S + MOVE_S + HOLD_S + BACK_S else 0.0
    weak["eye_closure"] = max(
        weak.get("eye_closure", 0.0), 0.6 * narrowed + tight, joined + tight, lid * (1.0 - script.severity)
    )
    strong["eye_closure"] = max(strong.get("eye_closure", 0.0), narrowed, lid)
    sides = {script.affected: Half(**weak), script.affected.other: Half(**strong)}
    sway = HeadPose(
        x=0.006 * math.sin(t_s / 2.3),
        y=0.004 * math.sin(t_s / 1.7 + 1.0),
        scale=1.0 + 0.006 * math.sin(t_s / 3.1),
        roll_deg=0.8 * math.sin(t_s / 2.9 + 0.5),
    )
    teeth = 0.6 * effort if script.movement is Movement.LOWER_LIP else 0.0
    return Expression(sides[Side.LEFT], sides[Side.RIGHT], teeth=teeth, pose=sway)
