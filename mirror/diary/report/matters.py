"""What a therapist should look at first: what needs somebody, and what has changed."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from mirror.diary.adherence import AdherenceDay
from mirror.diary.report.assessed import Estimated, composite_sentence
from mirror.diary.report.face import OPEN_MM, Eye, Quiet, grown_sentences, open_sentence
from mirror.diary.report.parts import Part, first_of
from mirror.diary.report.period import Period
from mirror.diary.report.practice import LONG_PAUSE_DAYS, days_since_practice, little_sentences
from mirror.diary.report.told import red_flags, signs
from mirror.diary.trend_words import change_sentence, changed, chart_title
from mirror.diary.trends import Trend
from mirror.grammar import listed
from mirror.language import N_, plural, translate
from mirror.movement.change import Change
from mirror.movement.estimate_text import because
from mirror.therapy.following import Following, Standing

#: The part of the repetitions that may go unread without a word.
MANY_UNREAD: Final = 0.25
_STANDING: Final = {
    Standing.MISSING: N_("There is no plan: the mirror keeps to its safe plan."),
    Standing.FAULTY: N_("The plan has a fault, so the mirror keeps to its safe plan."),
    Standing.EXPIRED: N_("The plan has run out: the mirror keeps to its safe plan."),
    Standing.TO_COME: N_("The plan is dated after today: the mirror keeps to its safe plan."),
}
#: Without a change: what may be said instead.
_STILL: Final = {
    Change.NOT_SURE: N_("No change that the mirror can be sure of: {movements}."),
    Change.NOT_KNOWN: N_("Too few days to tell a change: {movements}."),
}


def first_part(
    db: sqlite3.Connection,
    period: Period,
    following: Following,
    days: Sequence[AdherenceDay],
    eye: Eye,
    joined: Sequence[Quiet],
    most: int,
) -> Part:
    """Answers, what joins in more, signs, the plan, the eye, the practice: the most urgent first."""
    lines = [*red_flags(db, period), *grown_sentences(joined), *signs(db, period)]
    if following.standing is not Standing.IN_FORCE:
        lines.append(translate(_STANDING[following.standing]))
    elif not following.plan.prescribed:
        lines.append(translate("No therapist has signed the plan."))
    if eye.gap is not None and eye.gap.last >= OPEN_MM:
        lines.append(open_sentence(eye))
    lines += unread_sentence(db, period)
    idle = days_since_practice(days)
    if LONG_PAUSE_DAYS <= idle < len(days):
        form = plural(
            "Nothing was practised in the last {count} day.", "Nothing was practised in the last {count} days.", idle
        )
        lines.append(form.format(count=idle))
    lines += little_sentences(days, period)
    nothing = () if lines else (translate("Nothing needs a look."),)
    return Part(translate("To look at first"), nothing, first_of(lines, most))


def unread_sentence(db: sqlite3.Connection, period: Period) -> list[str]:
    """That many repetitions could not be read, and mostly why; nothing where it were few."""
    reasons = {
        row["abstained"]: row["n"]
        for row in period.rows(db, "abstained, count(*) AS n", "repetitions", "GROUP BY abstained")
    }
    unread = {why: count for why, count in reasons.items() if why is not None}
    if sum(unread.values()) <= MANY_UNREAD * sum(reasons.values()):
        return []
    form = translate("The mirror could not read {count} of {all} repetitions, mostly because: {why}.")
    why = because(max(unread, key=unread.__getitem__))
    return [form.format(count=sum(unread.values()), all=sum(reasons.values()), why=why)]


def changes_part(trends: Sequence[Trend], assessments: Sequence[Estimated], period: Period, most: int) -> Part:
    """The estimate of the whole face, then each movement; or that nothing has changed for certain."""
    composite = composite_sentence(assessments, period)
    lines = [composite] if composite else []
    lines += [f"{chart_title(one.movement)}: {change_sentence(one)}" for one in trends if changed(one)]
    for found, form in _STILL.items():
        if names := [
            chart_title(one.movement).lower()
            for one in trends
            if one.left and one.left.change is found and not changed(one)
        ]:
            lines.append(translate(form).format(movements=listed(names)))
    if names := [chart_title(one.movement).lower() for one in trends if one.left is None]:
        lines.append(translate("Practised, but could not be measured: {movements}.").format(movements=listed(names)))
    nothing = () if lines else (translate("No movement was measured in this time."),)
    return Part(translate("What has changed"), nothing, first_of(lines, most))
