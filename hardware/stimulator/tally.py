"""What happens often is written down at once and then together: every refusal counts, none can fill the disk.  Pure."""

from collections import Counter
from typing import Final

#: At most one batch a second; and what goes on and on in the same words, once a minute.
NEW_S: Final = 1.0
SAME_S: Final = 60.0


class Tally:
    """Counts by what they are called."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._told: frozenset[str] = frozenset()
        self._told_s = float("-inf")

    def add(self, what: str) -> None:
        self._counts[what] += 1

    def due(self, now_s: float) -> dict[str, int]:
        """What is to be written now, and counted from zero again."""
        since_s = now_s - self._told_s
        new = not self._told.issuperset(self._counts)
        if not self._counts or since_s < (NEW_S if new else SAME_S):
            return {}
        counts, self._counts = dict(self._counts), Counter()
        self._told, self._told_s = frozenset(counts), now_s
        return counts

    def rest(self) -> dict[str, int]:
        """What has not been written yet, at the end."""
        counts, self._counts = dict(self._counts), Counter()
        return counts
