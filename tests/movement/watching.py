"""All watchers of a session beside its follower, as whoever guides it feeds them."""

from dataclasses import dataclass, field

from mirror.movement.asked import AskedFollower
from mirror.movement.blinks import BlinkWatch
from mirror.movement.effort import EffortWatch
from mirror.movement.quiet_watch import QuietWatch
from mirror.movement.repetition import Onset, Phase, Released
from mirror.movement.rest_drift import RestWatch, tightness


@dataclass
class Watched:
    """What was said in a session."""

    repetitions: list = field(default_factory=list)
    joined: list = field(default_factory=list)
    efforts: list = field(default_factory=list)
    rests: list = field(default_factory=list)
    tight: list = field(default_factory=list)
    blinks: list = field(default_factory=list)


def watch(observations, movement, affected, band=None):
    """A session's observations, watched from the first in which the movement is read."""
    said, follower, resting, blinks, at_rest = Watched(), None, RestWatch(), BlinkWatch(), {}
    for observation in observations:
        if movement not in observation.excursions:
            continue
        follower = follower or AskedFollower(movement, observation.noise_mm[movement])
        keep(said.blinks, blinks.step(observation))
        was = follower.phase
        event = follower.step(observation)
        if isinstance(event, Onset):
            quiet, effort = QuietWatch(movement, affected, at_rest), EffortWatch(movement, band, affected)
        if follower.phase is Phase.MOVING:
            keep(said.joined, quiet.step(observation))
            keep(said.efforts, effort.step(observation))
            continue
        if was is Phase.MOVING:
            resting = RestWatch()
        if isinstance(event, Released):
            said.repetitions.append(event.repetition)
        drift = resting.step(observation)
        if drift is not None:
            said.rests.append(drift)
            at_rest = drift.regions
            keep(said.tight, tightness(said.rests, affected))
    return said


def keep(kept, one):
    if one is not None:
        kept.append(one)
