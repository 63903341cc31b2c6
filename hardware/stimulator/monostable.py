"""What stands between the line and the stimulator: a retriggerable monostable, as a function and as a process.

``python -m hardware.stimulator.monostable FILE`` reads edges from standard input (``EDGE``: the instant of each, on the
monotonic clock, and its level) and writes each change of its output to FILE, one JSON object per line:
``{"t": monotonic seconds, "output": "on"}``.  It is a process of its own so that it goes on when the guard is killed or
stopped, as the real one does.  Edges carry their instant because a busy computer may wake this process late, which no
circuit is.
"""

import json
import os
import select
import struct
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from hardware.stimulator.timing import HOLD_S

#: Monotonic seconds, and 1 for a rising or 0 for a falling edge.  Small enough for a pipe to keep whole.
EDGE: Final = struct.Struct(">dB")
_MANY: Final = 256 * EDGE.size


class Output(Enum):
    """Of the monostable: the stimulator's enable input."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Interval:
    """The output was on from here to there, monotonic seconds."""

    on_s: float
    off_s: float

    @property
    def lasted_s(self) -> float:
        return self.off_s - self.on_s


class Monostable:
    """On at a rising edge, off ``hold_s`` after the last one.  A level that stays high does nothing more."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._high = False
        self.ends_s: float | None = None
        """When the output falls unless another edge comes; None while it is off."""

    def edge(self, t_s: float, high: bool) -> Iterator[tuple[float, Output]]:
        """The changes of the output up to and with this edge."""
        yield from self.passed(t_s)
        if high and not self._high:
            if self.ends_s is None:
                yield t_s, Output.ON
            self.ends_s = t_s + self._hold_s
        self._high = high

    def passed(self, now_s: float) -> Iterator[tuple[float, Output]]:
        """The change of the output, if it has fallen by ``now_s``."""
        if self.ends_s is not None and now_s >= self.ends_s:
            yield self.ends_s, Output.OFF
            self.ends_s = None


def output_of(edges: Iterable[tuple[float, bool]], hold_s: float = HOLD_S) -> list[Interval]:
    """When the output is on for these edges, in the order of time, as ``RecordedLine`` keeps them."""
    monostable = Monostable(hold_s)
    changes = [change for t_s, high in edges for change in monostable.edge(t_s, high)]
    return _intervals([*changes, *monostable.passed(float("inf"))])


def intervals_in(path: Path) -> list[Interval]:
    """What the process has written so far; an interval that is not over ends at infinity."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return _intervals([(float(line["t"]), Output(line["output"])) for line in lines])


def _intervals(changes: list[tuple[float, Output]]) -> list[Interval]:
    starts = [t_s for t_s, output in changes if output is Output.ON]
    ends = [t_s for t_s, output in changes if output is Output.OFF]
    return [Interval(on_s, off_s) for on_s, off_s in zip(starts, [*ends, float("inf")], strict=False)]


def behave(edges: int, out: Path) -> None:
    """Until ``edges``, a file descriptor, has ended and the output is off."""
    monostable = Monostable()
    with out.open("a", encoding="utf-8", buffering=1) as file:

        def tell(changes: Iterable[tuple[float, Output]]) -> None:
            for t_s, output in changes:
                file.write(json.dumps({"t": round(t_s, 6), "output": output.value}) + "\n")

        ended = False
        while not ended or monostable.ends_s is not None:
            wait_s = None if monostable.ends_s is None else max(monostable.ends_s - time.monotonic(), 0.0)
            if ended and wait_s is not None:
                time.sleep(wait_s)
            elif select.select([edges], [], [], wait_s)[0]:
                # All that came before now, in order: only then is it known whether the output has fallen.
                came = os.read(edges, _MANY)
                ended = not came
                for t_s, level in EDGE.iter_unpack(came):
                    tell(monostable.edge(t_s, level == 1))
                continue
            tell(monostable.passed(time.monotonic()))


if __name__ == "__main__":
    behave(sys.stdin.fileno(), Path(sys.argv[1]))
