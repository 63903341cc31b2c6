"""What each page holds, as data for its template."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from werkzeug.exceptions import NotFound

from mirror.caregiver import inbox, looking, words
from mirror.caregiver.attention import Card, Weight, faults, needs_then, needs_today
from mirror.caregiver.charts import drawn
from mirror.caregiver.day_view import (
    Headline,
    cares,
    headline,
    lines,
    practised_sentence,
    put_off,
    session_table,
)
from mirror.caregiver.looking import Power, Running
from mirror.caregiver.outlook import Outlook, outlook
from mirror.caregiver.phones import Phone, phone_name
from mirror.caregiver.week import Cell, cell, month_sentence, week_sentence
from mirror.diary.advice import open_advice
from mirror.diary.chart import chart_in
from mirror.diary.page import Day, parse_day
from mirror.diary.stamp import Stamp, when_of
from mirror.diary.trend_words import TABLE_HEADS, band_sentence, chart_title, left_out_sentence, sentence, table
from mirror.diary.trends import trends as trends_of
from mirror.diary.wording import clock
from mirror.grammar import long_date, weekday, weekday_and_date
from mirror.grammar import month as month_name
from mirror.language import translate
from mirror.problem import Problem
from mirror.therapy.chart import Chart
from mirror.therapy.day import day_of
from mirror.therapy.effects import DutyDone, Who
from mirror.therapy.timetable import Duty

if TYPE_CHECKING:
    from mirror.caregiver.app import Household

Page = dict[str, Any]
#: Twelve weeks: what a course of therapy takes, and what a chart shows well on a phone.
_TREND_DAYS: Final = 84
#: Two ticks of the same care within so long are one that was tapped twice.
_TWICE_S: Final = 120.0
#: From this hour on eye care is that of the night.
_EVENING: Final = 19
_MORNING: Final = 4
#: Of today's page what there is while there is nothing.
_NOTHING: Final[Page] = {
    **dict.fromkeys(("asides", "cards", "technical", "lines", "cares", "put_off", "trends", "week"), ()),
    "week_sentence": "",
    "call": None,
    "noted": {},
    "offer_care": None,
}
#: Seen only by what they do to their neighbours: letters of some scripts, and pictures of several people.
_JOINERS: Final = "\u200c\u200d"
_log: Final = logging.getLogger("mirror.caregiver")


def today(home: Household, kept: str) -> Page:
    """The first page: is all well, and what is there to do."""
    stamp = home.clock()
    now = when_of(stamp, home.zone)
    day = day_of(now.wall)
    entries = _inbox(home)
    shown: Page = {**_NOTHING, "date": weekday_and_date(day), "kept": kept, "wide": True}
    try:
        with looking.log_of(home.places.data_dir) as db:
            if db is None:
                return {**shown, "headline": Headline(translate(words.NO_LOG), translate(words.NO_LOG_MORE))}
            chart = _with_ticks(chart_in(db, home.places.data_dir, home.zone), _waiting(entries, db), home)
            view = outlook(home.follow(day), chart, now, home.side_known)
            return {**shown, **_today(home, db, view, stamp, entries)}
    except Problem as problem:
        _log.error("%s", problem)
        said, way_out = translate(words.UNREADABLE), translate(words.UNREADABLE_MORE)
        card = Card(Weight.NOTICE, translate(words.UNREADABLE_DETAIL), details=(str(problem),))
        return {**shown, "headline": Headline(said, way_out), "technical": (card,)}


def _today(
    home: Household, db: sqlite3.Connection, view: Outlook, stamp: Stamp, entries: tuple[inbox.Entry, ...]
) -> Page:
    """The parts of today's page that the log has."""
    found, minutes = looking.day_of_log(db, view.day)
    running = looking.running(db, stamp.boot_id)
    week = looking.week_of(view.day)
    counts = looking.counts_of(db, week[0], week[-1])
    needs = needs_today(found, open_advice(db, view.day.isoformat()), view)
    shown = needs.cards + _doubts(running, stamp)
    return {
        "headline": headline(found, minutes, view, looking.last_practice(db, view.day)),
        "asides": _asides(running, home),
        "call": needs.call,
        "cards": shown,
        "technical": tuple(faults(found.faults)),
        "lines": lines(found),
        "cares": cares(found, home.zone) + _waiting_cares(home, _waiting(entries, db), stamp),
        "put_off": put_off(found, home.zone),
        "offer_care": _care_offered(shown, view, stamp, home),
        "noted": _noted(_just_ticked(entries, stamp), view, home),
        "week": [cell(one, view.day, counts) for one in week],
        "week_sentence": week_sentence(week, view.day, counts),
        "trends": _trends(db, view.day, most=1),
    }


def days(home: Household, month: date | None) -> Page:
    """A month, one box per day."""
    now = day_of(when_of(home.clock(), home.zone).wall)
    first = now.replace(day=1) if month is None else month
    after = (first + timedelta(days=31)).replace(day=1)
    all_days = tuple(first + timedelta(days=one) for one in range((after - first).days))
    with looking.log_of(home.places.data_dir) as db:
        counts = {} if db is None else looking.counts_of(db, all_days[0], all_days[-1])
    cells: list[Cell | None] = [None] * first.weekday()
    cells += [cell(one, now, counts, short=str(one.day)) for one in all_days]
    cells += [None] * (-len(cells) % 7)
    before = (first - timedelta(days=1)).replace(day=1)
    return {
        "name": _month(first),
        "sentence": month_sentence(all_days, now, counts),
        "letters": [(name[:2], name) for name in map(weekday, looking.week_of(now))],
        "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
        "before": (f"{before:%Y-%m}", _month(before)),
        "after": (f"{after:%Y-%m}", _month(after)) if after <= now else None,
    }


def day(home: Household, when: date) -> Page:
    """One day in full."""
    now = day_of(when_of(home.clock(), home.zone).wall)
    with looking.log_of(home.places.data_dir) as db:
        found, minutes = (Day(when.isoformat()), 0.0) if db is None else looking.day_of_log(db, when)
    practised = practised_sentence(found, minutes)
    return {
        "date": f"{weekday(when)} {long_date(when)}",
        "sentence": practised or translate(words.AHEAD if when > now else words.NO_PRACTICE_THAT_DAY),
        "cards": needs_then(found),
        "technical": tuple(faults(found.faults)),
        "lines": lines(found),
        "sessions": [session_table(one, home.zone) for one in found.sessions],
        "cares": cares(found, home.zone),
        "put_off": put_off(found, home.zone),
        "notes": [{"when": _instant(one.at_utc, home), "text": one.text} for one in found.notes],
        "before": when - timedelta(days=1),
        "after": when + timedelta(days=1) if when < now else None,
        "month": f"{when:%Y-%m}",
        "wide": True,
    }


def trends(home: Household) -> Page:
    """Every movement that was measured, over the last twelve weeks."""
    now = day_of(when_of(home.clock(), home.zone).wall)
    with looking.log_of(home.places.data_dir) as db:
        return {"found": [] if db is None else _trends(db, now), "wide": True}


def notes(home: Household, kept: str = "", error: str = "", text: str = "") -> Page:
    """The notes, newest first, and the form for a new one."""
    entries = _inbox(home)
    with looking.log_of(home.places.data_dir) as db:
        in_log = () if db is None else looking.notes_of(db)
        waiting = [one for one in reversed(_waiting(entries, db)) if one.kind is inbox.Kind.NOTE]
    return {
        "kept": kept,
        "error": error,
        "text": text,
        "most": translate("Up to {most} letters.").format(most=inbox.MOST_LETTERS),
        "most_letters": inbox.MOST_LETTERS,
        "found": [
            *({"when": _instant(one.stamp.at_utc, home), "text": one.text, "in_log": False} for one in waiting),
            *({"when": _instant(one.at_utc, home), "text": one.text, "in_log": True} for one in in_log),
        ],
    }


def phones(home: Household, connected: tuple[Phone, ...], own: Phone) -> Page:
    """Which phones may look at these pages."""
    return {
        "found": [{"name": phone_name(one), "since": _since(one, home), "own": one.id == own.id} for one in connected]
    }


def _since(phone: Phone, home: Household) -> str:
    at = datetime.fromisoformat(phone.paired_utc).astimezone(home.zone)
    return translate("since {date}").format(date=long_date(at.date()))


# What was asked for ---------------------------------------------------------------------------------------------------


def month_asked(text: str | None) -> date | None:
    """The first day of ``YYYY-MM``; None where nothing was asked.  Raises NotFound for anything else."""
    return None if text is None else day_asked(f"{text}-01")


def day_asked(text: str) -> date:
    """A day as the addresses have it.  Raises NotFound for anything else, and for one that no calendar page has."""
    try:
        found = parse_day(text)
    except Problem as problem:
        raise NotFound from problem
    if not 1970 <= found.year <= 2200:
        raise NotFound
    return found


def note_text(typed: str) -> str:
    """A note as it is kept: lines end alike, every kind of gap is a space, and what cannot be printed is left out."""
    rows = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_printed, row)).rstrip() for row in rows).strip()


def _printed(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter.isprintable() or letter in _JOINERS else ""


def note_error(text: str) -> str:
    """Why a note cannot be kept; empty when it can."""
    if not text:
        return translate(words.NOTE_EMPTY)
    if len(text) > inbox.MOST_LETTERS:
        return translate(words.NOTE_LONG).format(most=inbox.MOST_LETTERS, count=len(text))
    return ""


def just_ticked(home: Household, duty: Duty, stamp: Stamp) -> bool:
    """Whether the same care was ticked a moment ago."""
    return duty in _just_ticked(_inbox(home), stamp)


def _just_ticked(entries: tuple[inbox.Entry, ...], stamp: Stamp) -> dict[Duty, inbox.Entry]:
    return {
        entry.duty: entry
        for entry in entries
        if entry.duty is not None
        and entry.stamp.boot_id == stamp.boot_id
        and 0 <= stamp.monotonic_s - entry.stamp.monotonic_s < _TWICE_S
    }


# Parts of pages -------------------------------------------------------------------------------------------------------


def _asides(running: Running | None, home: Household) -> tuple[str, ...]:
    """Whether the mirror is off: then a day without practice is nobody's doing."""
    if running is None or running.power is Power.ON:
        return ()
    form = words.MIRROR_OFF if running.power is Power.OFF else words.MIRROR_NOT_STARTED
    return (translate(form).format(date=_instant(running.last_utc, home)),)


def _doubts(running: Running | None, stamp: Stamp) -> tuple[Card, ...]:
    """A clock that may be wrong now, or was when the mirror began."""
    if stamp.clock_synced and (running is None or running.synced):
        return ()
    return (Card(Weight.NOTICE, translate(words.CLOCK), (translate(words.CLOCK_MORE),)),)


def _care_offered(shown: tuple[Card, ...], view: Outlook, stamp: Stamp, home: Household) -> Duty | None:
    """Which eye care may be ticked without being asked for; a card with the button is enough."""
    if any(card.care is not None for card in shown) or not view.eye_care_planned:
        return None
    hour = when_of(stamp, home.zone).wall.hour
    return Duty.EYE_NIGHT if hour >= _EVENING or hour < _MORNING else Duty.EYE_DAY


def _noted(ticked: dict[Duty, inbox.Entry], view: Outlook, home: Household) -> dict[Duty, str]:
    """What stands in place of the button of a care that was ticked a moment ago, and of any while none is due."""
    form = translate("Eye care noted at {time}.")
    said = {duty: form.format(time=clock(one.stamp.at_utc, home.zone)) for duty, one in ticked.items()}
    return dict.fromkeys(inbox.CARES, *list(said.values())[-1:]) if said and not view.brief.today.eye_care else said


def _with_ticks(chart: Chart, waiting: tuple[inbox.Entry, ...], home: Household) -> Chart:
    """As the mirror will see it: what was ticked is not asked for again, also while the mirror is off."""
    for entry in waiting:
        if entry.duty is not None:
            chart = chart.after(DutyDone(entry.duty, Who.CAREGIVER, entry.id), when_of(entry.stamp, home.zone))
    return chart


def _waiting_cares(home: Household, waiting: tuple[inbox.Entry, ...], stamp: Stamp) -> tuple[str, ...]:
    """What was ticked today and is not in the log yet."""
    form = translate("{care}: {time}, ticked on a phone; the mirror will note it")
    return tuple(
        form.format(care=translate(words.CARE[entry.duty]), time=clock(entry.stamp.at_utc, home.zone))
        for entry in waiting
        if entry.duty is not None and entry.stamp.local_day == stamp.local_day
    )


def _inbox(home: Household) -> tuple[inbox.Entry, ...]:
    """Everything in the inbox; one that cannot be read shows nothing, and takes nothing either."""
    try:
        return inbox.read(home.places.inbox)
    except OSError as error:
        _log.error("the inbox cannot be read: %s", error)
        return ()


def _waiting(entries: tuple[inbox.Entry, ...], db: sqlite3.Connection | None) -> tuple[inbox.Entry, ...]:
    """What is not in the log yet."""
    known = inbox.taken(db) if entries and db is not None else frozenset()
    return tuple(entry for entry in entries if entry.id not in known)


def _instant(at_utc: str, home: Household) -> str:
    """``Saturday 21 November, 08:12``."""
    at = datetime.fromisoformat(at_utc).astimezone(home.zone)
    return translate("{date}, {time}").format(date=weekday_and_date(at.date()), time=f"{at:%H:%M}")


def _month(first: date) -> str:
    return f"{month_name(first)} {first.year}"


def _trends(db: sqlite3.Connection, day: date, most: int | None = None) -> list[Page]:
    """Sentence, chart and table of each movement; of ``most``, those that were made most often."""
    found = trends_of(db, day - timedelta(days=_TREND_DAYS - 1), day)
    if most is not None:
        found = tuple(sorted(found, key=lambda trend: -sum(one.repetitions for one in trend.days))[:most])
    return [
        {
            "name": chart_title(trend.movement),
            "sentence": sentence(trend),
            "chart": Markup(drawn(trend, f"trend-{number}")),
            "band": band_sentence(trend),
            "left_out": left_out_sentence(trend),
            "heads": [translate(head) for head in TABLE_HEADS],
            "rows": [row.cells for row in table(trend)],
        }
        for number, trend in enumerate(found, 1)
    ]
