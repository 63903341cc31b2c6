"""What was answered at the mirror, what locked, what had to wait, and what people have noted."""

import sqlite3
from collections import defaultdict
from datetime import date

from mirror.diary.beside import ASKED_ABOUT, FELT_THEN, SAID, SEEN, WAITS, sign_at
from mirror.diary.report.parts import Part, cut, first_of
from mirror.diary.report.period import Period, on_days, some_of
from mirror.diary.wording import name_of
from mirror.grammar import sentence_case
from mirror.language import N_, translate
from mirror.therapy.red_flags import Urgency

#: What an answer asked for.
_ASKED_FOR = {
    Urgency.EMERGENCY.value: N_("an answer asked for the emergency number"),
    Urgency.DOCTOR_TODAY.value: N_("an answer asked for a doctor on the same day"),
    Urgency.DOCTOR_SOON.value: N_("an answer asked for a doctor soon"),
}


def red_flags(db: sqlite3.Connection, period: Period) -> list[str]:
    """Answers after which somebody had to look, the most urgent first."""
    ranks = {urgency.value: urgency.rank for urgency in Urgency}
    days: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for row in period.rows(db, "local_day, question, urgency", "answers", "AND urgency <> 'none' ORDER BY id"):
        days[row["urgency"], row["question"]].append(date.fromisoformat(row["local_day"]))
    order = sorted(days, key=lambda key: (-ranks.get(key[0], len(ranks)), -max(days[key]).toordinal()))
    form = translate("{about}: {urgency}, {when}.")
    return [
        form.format(
            urgency=translate(_ASKED_FOR.get(urgency, urgency)),
            about=translate(ASKED_ABOUT.get(question, question)),
            when=on_days(period, days[urgency, question]),
        )
        for urgency, question in order
    ]


def signs(db: sqlite3.Connection, period: Period) -> list[str]:
    """What locked for the rest of a day: said by the person, or seen by the mirror."""
    said: defaultdict[str, list[date]] = defaultdict(list)
    for row in period.rows(db, "local_day, sign", "answers", "AND sign IS NOT NULL ORDER BY id"):
        what = translate(FELT_THEN.get(row["sign"], row["sign"]))
        said[what].append(date.fromisoformat(row["local_day"]))
    details: defaultdict[str, list[str]] = defaultdict(list)
    seen: defaultdict[str, list[date]] = defaultdict(list)
    for row in period.rows(db, "local_day, sign, detail", "signs", "ORDER BY id DESC"):
        what = translate(SEEN.get(row["sign"], row["sign"]))
        seen[what].append(date.fromisoformat(row["local_day"]))
        details[what].append(row["detail"])
    lines = [f"{what} {on_days(period, days)}." for what, days in said.items()]
    return lines + [f"{what}{_detail(details[what])} {on_days(period, days)}." for what, days in seen.items()]


def _detail(details: list[str]) -> str:
    """In which exercises, and what joined in there."""
    named = [sign_at(detail) for detail in details if detail]
    return f" ({some_of(named)})" if named else ""


def words_part(db: sqlite3.Connection, period: Period, most: int) -> Part:
    """What the mirror was told: how the face felt, the stage somebody has confirmed, a doctor's look."""
    lines = _words(db, period)
    said = [] if lines else [translate("Nobody has confirmed a stage or a doctor's look.")]
    if felt := _felt(db, period):
        said.insert(0, felt)
    return Part(translate("Said at the mirror"), tuple(said), first_of(lines, most))


def _felt(db: sqlite3.Connection, period: Period) -> str:
    """How often the face felt how after a session, most often first; empty where it was never asked."""
    rows = period.rows(
        db, "answer, count(*) AS n", "answers", "AND question = 'comfort' GROUP BY answer ORDER BY n DESC, answer"
    )
    counts = [f"{translate(row['answer'])} {row['n']}" for row in rows]
    if not counts:
        return ""
    return translate("How the face felt after a session: {answers}.").format(answers=", ".join(counts))


def _words(db: sqlite3.Connection, period: Period) -> list[str]:
    found = period.rows(
        db,
        "local_day, told, stage, confirmed_by",
        "answers",
        "AND (told IS NOT NULL OR stage IS NOT NULL) ORDER BY local_day DESC, id DESC",
    )
    lines = []
    for row in found:
        if row["told"] is not None:
            what = translate(SAID.get(row["told"], row["told"]))
        else:
            form = translate("A {confirmer} has confirmed that the stage is {stage}.")
            what = form.format(confirmer=translate(row["confirmed_by"]), stage=translate(row["stage"]))
        lines.append(f"{period.on(date.fromisoformat(row['local_day']))}: {what}")
    return lines


def locks_part(db: sqlite3.Connection, period: Period, most: int) -> Part:
    """What the plan asks for and was not to be done, by its reason; the reason of most days first."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for row in period.rows(db, "DISTINCT local_day, exercise, why", "locks", "ORDER BY local_day DESC"):
        days[row["why"]].add(date.fromisoformat(row["local_day"]))
        names[row["why"]].append(name_of(row["exercise"]))
    form = translate("{why}, {when}: {names}.")
    lines = [
        form.format(
            why=sentence_case(translate(WAITS.get(why, why))),
            when=on_days(period, days[why]),
            names=some_of(names[why]),
        )
        for why in sorted(days, key=lambda why: -len(days[why]))
    ]
    nothing = () if lines else (translate("Nothing of the plan had to wait."),)
    return Part(translate("What had to wait"), nothing, first_of(lines, most))


def notes_part(db: sqlite3.Connection, period: Period, most: int) -> Part:
    """What caregivers have written, the newest first."""
    found = period.rows(db, "local_day, who, text", "notes", "ORDER BY local_day DESC, id DESC")
    lines = [
        f"{period.on(date.fromisoformat(row['local_day']))}, {translate(row['who'])}: {cut(row['text'])}"
        for row in found
    ]
    nothing = () if lines else (translate("None."),)
    return Part(translate("Notes"), nothing, first_of(lines, most))
