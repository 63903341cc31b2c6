"""What the idle screen tells, one short card a day."""

from datetime import date
from functools import cache
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mirror.therapy.shipped import bytes_of, problem_at, read_shipped, refuse
from mirror.therapy.stage import Stage
from mirror.written import Allowed

FILE: Final = "cards.toml"
#: Two sentences that are read at arm's length.
LONGEST_LETTERS: Final = 170
LONGEST_HEADLINE_LETTERS: Final = 50


class Card(BaseModel):
    """One thing worth knowing.  Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+$")
    headline: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_HEADLINE_LETTERS),
        Allowed(f"text in double quotes, {LONGEST_HEADLINE_LETTERS} letters at most"),
    ]
    text: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_LETTERS),
        Allowed(f"text in double quotes, {LONGEST_LETTERS} letters at most"),
    ]
    """Two sentences."""
    stages: frozenset[Stage] = Field(min_length=1)
    """For whom it is true."""
    source: str = Field(min_length=1)
    """Where it comes from, in the literature."""

    @model_validator(mode="after")
    def _fits(self) -> "Card":
        refuse(not self.headline.endswith("."), "headline", "must end with a full stop")
        sentences = self.text.count(". ") + 1
        refuse(sentences != 2 or not self.text.endswith("."), "text", "must be two sentences")
        refuse("!" in self.headline + self.text, "text", "must not shout")
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    card: tuple[Card, ...]


def parse_cards(content: bytes) -> tuple[Card, ...]:
    """The cards in the order of the file.  Raises Problem naming line, card and key of the first fault."""
    written, file = read_shipped(FILE, content, "line of the cards", _File)
    for stage in Stage:
        if not any(stage in one.stages for one in file.card):
            raise problem_at(written, ("card",), f"there is no card for the {stage.value} stage; write at least one.")
    return file.card


@cache
def cards() -> tuple[Card, ...]:
    """Every card, in the order of the file."""
    return parse_cards(bytes_of(FILE))


def card_of(day: date, stage: Stage) -> Card:
    """The card of a day: those of the stage take turns, each as often as the others."""
    known = [one for one in cards() if stage in one.stages]
    return known[day.toordinal() % len(known)]
