"""How the own face may be shown."""

from enum import Enum


class View(Enum):
    """How the person's own face is shown.  What is measured is always the real face."""

    TRUE = "true mirror"
    HEALTHY_HALF = "healthy half mirrored"
    OUTLINE = "outline"
    NONE = "no face"

    def following(self, among: tuple["View", ...]) -> "View":
        """The next one of those that may be shown; the first of them where this one may not."""
        if self not in among:
            return among[0]
        return among[(among.index(self) + 1) % len(among)]
