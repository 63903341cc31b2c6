"""Photographs of the drawn patient, who moves by known amounts."""

import numpy as np

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.perception.refined.both_ways import BothWays, RestBothWays

#: The head of the second photograph is somewhere else, nearer and tilted.
ELSEWHERE = HeadPose(x=0.02, y=-0.01, scale=1.03, roll_deg=3.0)


class Sitting:
    """Photographs of the drawn patient, and what is read from them."""

    def __init__(self, tracker, portrait, change=lambda image: image):
        self.tracker, self.portrait, self.change = tracker, portrait, change
        self.rest = RestBothWays.of(self.photograph(Expression()))

    def photograph(self, expression):
        return BothWays.find(np.ascontiguousarray(self.change(self.portrait.draw(expression))), self.tracker)

    def read(self, movement, left, right, pose=ELSEWHERE):
        expression = moving(movement, left, right)
        return self.rest.read(self.photograph(expression.posed(pose)), movement)


def moving(movement, left, right):
    return Expression(left=Half(**{movement.value: left}), right=Half(**{movement.value: right}))
