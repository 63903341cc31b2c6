"""What a trend says in words: before its chart, for who does not see it, and in the table below it."""

from dataclasses import dataclass
from statistics import fmean
from typing import Final

from mirror.diary.trend_spans import Span, Step, spans, step_of
from mirror.diary.trends import Trend, method_of
from mirror.diary.wording import counted, length, tenths
from mirror.grammar import day_and_short_month, sentence_case, short_date
from mirror.language import N_, plural, translate
from mirror.movement.change import Change
from mirror.perception.excursion import HARDLY_MM, Movement
from mirror.perception.face import Side

NO_CHANGE: Final = N_("No change yet that the mirror can be sure of, which is normal.")
TOO_FEW: Final = N_("Too few days yet to tell a change from the differences between days.")
UNREAD: Final = N_("It was practised; the mirror cannot be sure how far.")
_BOTH: Final = {
    Change.MORE: N_("Both sides move more than in the first days; that may also be more effort."),
    Change.LESS: N_("Both sides move less than in the first days; that may also be less effort."),
}
_ONE: Final = {
    Change.MORE: N_("The {side} side moves more than in the first days: {first} mm then, {now} mm now."),
    Change.LESS: N_("The {side} side moves less than in the first days: {first} mm then, {now} mm now."),
}
#: Marks of a chart side by side that can still be told apart on the smallest page.
MOST_MARKS: Final = 60
#: The most rows of a table: more are not read.
MOST_ROWS: Final = 31
TABLE_HEADS: Final = (N_("When"), N_("Left mm"), N_("Right mm"), N_("Times"), N_("How sure"))


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A row of the table, as it is shown."""

    when: str
    left_mm: str
    right_mm: str
    repetitions: str
    confidence: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of ``TABLE_HEADS``."""
        return (self.when, self.left_mm, self.right_mm, self.repetitions, self.confidence)


def chart_title(movement: Movement) -> str:
    return sentence_case(translate(movement.value.replace("_", " ")))


def sentence(trend: Trend) -> str:
    """How far each side goes now, and what may be said of it."""
    if trend.left is None or trend.right is None:
        return translate(UNREAD)
    return f"{about_sentence(trend)} {change_sentence(trend)}"


def about_sentence(trend: Trend) -> str:
    """How far each side goes now."""
    if trend.left is None or trend.right is None:
        return translate(UNREAD)
    form = translate("About {left} mm on the left and {right} mm on the right.")
    return form.format(left=_about(trend.left.last), right=_about(trend.right.last))


def changed(trend: Trend) -> bool:
    """Whether a side differs from its first days for certain."""
    return any(along.change in (Change.MORE, Change.LESS) for side in Side if (along := trend.course(side)) is not None)


def change_sentence(trend: Trend) -> str:
    """What is known of a change since the first days; nothing is called one within the mirror's own noise."""
    if trend.left is None or trend.right is None:
        return translate(UNREAD)
    changes = {Side.LEFT: trend.left.change, Side.RIGHT: trend.right.change}
    if Change.NOT_KNOWN in changes.values():
        return translate(TOO_FEW)
    if changes[Side.LEFT] is changes[Side.RIGHT] and changes[Side.LEFT] in _BOTH:
        return f"{translate(_BOTH[changes[Side.LEFT]])} {balance_sentence(trend)}"
    said = [_one(trend, side, found) for side, found in changes.items() if found in _ONE]
    return " ".join(said) if said else translate(NO_CHANGE)


def balance_sentence(trend: Trend) -> str:
    """How the weaker side compares with the other, which more effort does not change; empty where nothing was read."""
    along = trend.symmetry
    if along is None:
        return ""
    first, last = (f"{100 * part:.0f}" for part in (along.first, along.last))
    match along.change:
        case Change.MORE | Change.LESS:
            form = translate("The weaker side does {last} % of the other, {first} % in the first days.")
            return form.format(first=first, last=last)
        case Change.NOT_SURE:
            form = translate("The weaker side does {last} % of the other, which is no change to be sure of.")
            return form.format(last=last)
        case _:
            return translate("The weaker side does {last} % of the other.").format(last=last)


def _one(trend: Trend, side: Side, found: Change) -> str:
    along = trend.course(side)
    assert along is not None, side
    form = translate(_ONE[found])
    return form.format(side=translate(side.value), first=length(along.first), now=length(along.last))


def band_sentence(trend: Trend) -> str:
    """What the band of the chart is, and how wide; empty without one."""
    margins = {side: along.margin for side in Side if (along := trend.course(side)) is not None}
    left, right = margins.get(Side.LEFT), margins.get(Side.RIGHT)
    if left is None or right is None:
        return ""
    form = translate(
        "The band around the first days is what differs from day to day without a change: "
        "{left} mm on the left, {right} mm on the right, either way."
    )
    return form.format(left=tenths(left), right=tenths(right))


def margin_words(trend: Trend) -> str:
    """The same where the chart's band has been explained already; empty without one."""
    if trend.left is None or trend.right is None or trend.left.margin is None or trend.right.margin is None:
        return ""
    form = translate("Band: {left} mm left, {right} mm right, either way.")
    return form.format(left=tenths(trend.left.margin), right=tenths(trend.right.margin))


def confidence_words(trend: Trend) -> str:
    """How far the mirror trusts the figures that it compares; empty without any."""
    known = [day.confidence for day in trend.compared if day.confidence is not None]
    if not known:
        return ""
    return translate("Confidence {confidence}.").format(confidence=f"{fmean(known):.2f}")


def left_out_sentence(trend: Trend) -> str:
    """What is shown and not compared, or not shown; empty when everything was read in one way."""
    other = sum(method_of(day) not in (None, trend.method) for day in trend.days)
    unread = sum(method_of(day) is None for day in trend.days)
    said = []
    if other:
        form = plural(
            "{count} day was read in another way, so it is shown smaller and not compared.",
            "{count} days were read in another way, so they are shown smaller and not compared.",
            other,
        )
        said.append(sentence_case(counted(form, other)))
    if unread:
        form = plural("{count} day could not be read.", "{count} days could not be read.", unread)
        said.append(sentence_case(counted(form, unread)))
    if trend.method is not None and any(one.left_mm is None for one in spans(trend, step_of(trend, MOST_MARKS))):
        said.append(translate("Crosses at the foot are where nothing could be read."))
    return " ".join(said)


def table(trend: Trend, most: int = MOST_ROWS) -> tuple[TrendRow, ...]:
    """The same as the chart in rows, the newest first: of days, or of the weeks or months they fall into."""
    step = step_of(trend, most)
    found = spans(trend, step)
    several_years = found[0].first.year != found[-1].last.year if found else False
    return tuple(_row(one, step, several_years) for one in reversed(found))


def _row(one: Span, step: Step, several_years: bool) -> TrendRow:
    last = _together(short_date(one.last) if several_years else day_and_short_month(one.last))
    if step is Step.DAY or one.first == one.last:
        when = last
    else:
        when = translate("{first} to {last}").format(first=_together(day_and_short_month(one.first)), last=last)
    return TrendRow(
        when=when,
        left_mm=length(one.left_mm),
        right_mm=length(one.right_mm),
        repetitions=str(one.repetitions),
        confidence="-" if one.confidence is None else f"{one.confidence:.2f}",
    )


def _together(date: str) -> str:
    """A date that no line breaks: in a column it would."""
    return date.replace(" ", "\u00a0")


def _about(mm: float) -> str:
    """In half millimetres, which is finer than a face repeats itself; under one millimetre it hardly moves."""
    return translate("less than 1") if mm < HARDLY_MM else f"{round(2 * mm) / 2:g}"
