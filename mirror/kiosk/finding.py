"""What ``mirror check`` finds: one part of the mirror, how it is, and one sentence about it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from hardware.problem import DeviceProblem
from mirror.problem import Problem


class Verdict(Enum):
    """How a part of the mirror is."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, and one sentence about it."""

    what: str
    verdict: Verdict
    sentence: str


def finding(what: str, look: Callable[[], str | Finding]) -> Finding:
    """Good with what ``look`` says, unless it has judged itself; wrong with the Problem it raises."""
    try:
        said = look()
        return said if isinstance(said, Finding) else Finding(what, Verdict.GOOD, said)
    except (Problem, DeviceProblem) as problem:
        return Finding(what, Verdict.WRONG, str(problem))
    except OSError as error:
        return Finding(what, Verdict.WRONG, f"{error.filename} cannot be used ({error.strerror}): change its rights.")


def as_text(found: Sequence[Finding]) -> str:
    """A line for each, the verdict first."""
    return "\n".join(f"{one.verdict.value:<8} {one.what}: {one.sentence}" for one in found)


def as_line(found: Sequence[Finding]) -> str:
    """The same for programs: ``{"good": true, "findings": [{"what", "verdict", "sentence"}]}``."""
    good = all(one.verdict is not Verdict.WRONG for one in found)
    listed = [{"what": one.what, "verdict": one.verdict.value, "sentence": one.sentence} for one in found]
    return json.dumps({"good": good, "findings": listed}, ensure_ascii=False)
