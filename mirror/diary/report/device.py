"""What was stimulated, and what is known of the mirror itself: faults, doubts about the date, versions."""

import json
import sqlite3
from collections import Counter, defaultdict
from datetime import date

from mirror.diary.report.parts import Part, cut, first_of
from mirror.diary.report.period import Period, on_days, some_of
from mirror.language import plural, translate
from mirror.therapy.plan import Stimulation
from mirror.therapy.plan_words import stimulation_words


def stimulation_part(db: sqlite3.Connection, period: Period, asked: Stimulation | None) -> Part:
    """What the plan in force allows, and the totals of the guard's own account."""
    heading = translate("Stimulation")
    rows = list(period.rows(db, "*", "stimulations", "ORDER BY id"))
    given = [row for row in rows if row["trains"] > 0]
    refused: Counter[str] = Counter()
    for row in rows:
        refused.update(json.loads(row["refusals"]))
    sentences = [stimulation_words(asked)]
    for side in sorted({row["side"] for row in given}):
        of_side = [row for row in given if row["side"] == side]
        form = plural(
            "{side} side: in {count} session, {trains} trains, {minutes} minutes in all, {when}.",
            "{side} side: in {count} sessions, {trains} trains, {minutes} minutes in all, {when}.",
            len(of_side),
        )
        sentences.append(
            form.format(
                side=translate(side).capitalize(),
                count=len(of_side),
                trains=sum(row["trains"] for row in of_side),
                minutes=f"{sum(row['given_s'] for row in of_side) / 60:.1f}",
                when=on_days(period, [date.fromisoformat(row["local_day"]) for row in of_side]),
            )
        )
    if not given and (rows or asked):
        sentences.append(translate("None was given in this time."))
    if refused:
        reasons = some_of(f"{why} ({count})" for why, count in refused.most_common())
        sentences.append(translate("Refused by the guard: {reasons}.").format(reasons=reasons))
    return Part(heading, tuple(filter(None, sentences)))


def clock_doubts(db: sqlite3.Connection, period: Period) -> list[str]:
    """Days whose date nobody vouches for, and rows that lie outside of every day so far."""
    unsure = [
        date.fromisoformat(row["local_day"])
        for row in period.rows(db, "DISTINCT local_day", "sessions", "AND NOT clock_synced")
    ]
    lines = []
    if unsure:
        form = translate("The clock was not known to be right {when}: those dates are not certain.")
        lines.append(form.format(when=on_days(period, unsure)))
    later = db.execute("SELECT count(*) FROM sessions WHERE local_day > ?", (period.until.isoformat(),)).fetchone()[0]
    if later:
        form = plural(
            "{count} session bears a date after today and is left out.",
            "{count} sessions bear a date after today and are left out.",
            later,
        )
        lines.append(form.format(count=later))
    return lines


def mirror_part(db: sqlite3.Connection, period: Period, app_version: str, most: int) -> Part:
    """Faults by their kind, pulled plugs, doubts about the date; and by what the figures were made."""
    days: defaultdict[str, list[date]] = defaultdict(list)
    said: dict[str, str] = {}
    for row in period.rows(db, "local_day, kind, sentence", "faults", "ORDER BY id"):
        days[row["kind"]].append(date.fromisoformat(row["local_day"]))
        said[row["kind"]] = row["sentence"]
    lines = clock_doubts(db, period)
    # Where the next run is of the same boot the program fell, which is a fault of its own, and nobody pulled a plug.
    unplugged = period.rows(
        db,
        "local_day",
        "runs",
        "AND closed_incorrect AND boot_id IS NOT "
        "(SELECT later.boot_id FROM runs AS later WHERE later.id > runs.id ORDER BY later.id LIMIT 1)",
    )
    cut_off = [date.fromisoformat(row["local_day"]) for row in unplugged]
    if cut_off:
        lines.append(translate("Switched off without its end {when}.").format(when=on_days(period, cut_off)))
    lines += [
        translate("Fault, {kind}, {when}: {sentence}").format(
            kind=kind, when=on_days(period, days[kind]), sentence=cut(said[kind])
        )
        for kind in sorted(days, key=lambda kind: -len(days[kind]))
    ]
    versions = translate("Made by version {version} of the mirror.").format(version=app_version)
    read = list(
        period.rows(
            db,
            "reading, model, count(*) AS n",
            "repetitions",
            "AND abstained IS NULL GROUP BY reading, model ORDER BY n DESC",
        )
    )
    if read:
        wrote = [row[0] for row in period.rows(db, "DISTINCT app_version", "sessions", "ORDER BY 1 DESC")]
        models = some_of((f"{row['model']} ({translate(row['reading'])}, {row['n']})" for row in read), 3)
        form = translate("Measured by version {versions}; landmark model, way of reading and repetitions: {models}.")
        versions = f"{versions} {form.format(versions=some_of(wrote, 3), models=models)}"
    nothing = () if lines else (translate("No fault, and no doubt about the date."),)
    return Part(translate("The mirror itself"), nothing, first_of(lines, most), remark=versions)
