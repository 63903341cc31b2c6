"""What each page holds, as data for its template."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from werkzeug.exceptions import NotFound

from mirror.caregiver import inbox, looking, words
from mirror.caregiver.attention import Card, Weight, cards
from mirror.caregiver.charts import drawn
from mirror.caregiver.day_view import (
    Headline,
    SessionTable,
    cares,
    headline,
    lines,
    practised_sentence,
    put_off,
    session_table,
)
from mirror.caregiver.looking import Look, Power, State
from mirror.caregiver.outlook import Outlook, outlook
from mirror.caregiver.phones import Phone, phone_name
from mirror.caregiver.week import Cell, cell, month_sentence, week_sentence
from mirror.diary.chart import chart_of
from mirror.diary.page import Day, parse_day
from mirror.diary.stamp import Stamp, when_of
from mirror.diary.trend_words import TABLE_HEADS, band_sentence, chart_title, left_out_sentence, sentence, table
from mirror.diary.trends import trends as trends_of
from mirror.diary.wording import clock
from mirror.grammar import long_date, weekday, weekday_and_date
from mirror.grammar import month as month_name
from mirror.language import translate
from mirror.problem import Problem
from mirror.therapy.day import day_of
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


def today(home: Household, kept: str) -> Page:
    """The first page: is all well, and what is there to do."""
    stamp = home.clock()
    now = when_of(stamp, home.zone)
    day = day_of(now.wall)
    found = looking.look(home.places.data_dir, stamp.boot_id)
    shown: Page = {"date": weekday_and_date(day), "kept": kept, "wide": True, **_nothing()}
    if found.state is not State.READ:
        return {**shown, **_without_log(found), **_week(home, day)}
    view = outlook(home.follow(day), chart_of(home.places.data_dir, home.zone), now, home.side_known)
    kept_day, minutes = looking.day_of_log(home.places.data_dir, day)
    shown_cards = cards(kept_day, view) + _doubts(found, stamp)
    return {
        **shown,
        "headline": headline(kept_day, minutes, view),
        "asides": _asides(found, home),
        "cards": shown_cards,
        "lines": lines(kept_day),
        "cares": cares(kept_day, home.zone) + _waiting_cares(home, stamp),
        "put_off": put_off(kept_day, home.zone),
        "offer_care": _care_offered(shown_cards, view, now.wall),
        "trends": _trends(home, day, most=1),
        **_week(home, day),
    }


def days(home: Household, month: date | None) -> Page:
    """A month, one box per day."""
    now = day_of(when_of(home.clock(), home.zone).wall)
    first = now.replace(day=1) if month is None else month
    after = (first + timedelta(days=31)).replace(day=1)
    all_days = tuple(first + timedelta(days=one) for one in range((after - first).days))
    counts = looking.counts_of(home.places.data_dir, all_days[0], all_days[-1])
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
    found, minutes = looking.day_of_log(home.places.data_dir, when)
    practised = practised_sentence(found, minutes)
    return {
        "date": f"{weekday(when)} {long_date(when)}",
        "sentence": practised or translate(words.AHEAD if when > now else words.NO_PRACTICE_THAT_DAY),
        "cards": cards(found, None),
        "lines": lines(found),
        "sessions": _sessions(found, home),
        "cares": cares(found, home.zone),
        "put_off": put_off(found, home.zone),
        "notes": [{"when": _instant(one.at_utc, home), "text": one.text} for one in found.notes],
        "before": when - timedelta(days=1),
        "after": when + timedelta(days=1) if when < now else None,
        "month": f"{when:%Y-%m}",
    }


def trends(home: Household) -> Page:
    """Every movement that was measured, over the last twelve weeks."""
    now = day_of(when_of(home.clock(), home.zone).wall)
    return {"found": _trends(home, now)}


def notes(home: Household, kept: str = "", error: str = "", text: str = "") -> Page:
    """The notes, newest first, and the form for a new one."""
    return {
        "kept": kept,
        "error": error,
        "text": text,
        "most": translate("Up to {most} letters.").format(most=inbox.MOST_LETTERS),
        "most_letters": inbox.MOST_LETTERS,
        "found": _notes(home),
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
    """A note as it is kept: lines end alike, and what cannot be printed is left out."""
    rows = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(one for one in row if one.isprintable()).rstrip() for row in rows).strip()


def note_error(text: str) -> str:
    """Why a note cannot be kept; empty when it can."""
    if not text:
        return translate(words.NOTE_EMPTY)
    if len(text) > inbox.MOST_LETTERS:
        return translate(words.NOTE_LONG).format(most=inbox.MOST_LETTERS, count=len(text))
    return ""


def just_ticked(home: Household, duty: Duty, stamp: Stamp) -> bool:
    """Whether the same care was ticked a moment ago."""
    return any(
        entry.duty is duty
        and entry.stamp.boot_id == stamp.boot_id
        and 0 <= stamp.monotonic_s - entry.stamp.monotonic_s < _TWICE_S
        for entry in inbox.read(home.places.inbox)
    )


# Parts of pages -------------------------------------------------------------------------------------------------------


def _nothing() -> Page:
    """Of today's page what there is when there is nothing."""
    names = ("asides", "cards", "lines", "cares", "put_off", "trends")
    return {**dict.fromkeys(names, ()), "offer_care": None}


def _without_log(found: Look) -> Page:
    """No log yet, or none that can be read: a sentence in the day's place."""
    if found.state is State.NONE_YET:
        return {"headline": Headline(translate(words.NO_LOG), translate(words.NO_LOG_MORE))}
    said, way_out = translate(words.UNREADABLE), translate(words.UNREADABLE_MORE)
    card = Card(Weight.NOTICE, said, (way_out,), details=(found.problem,))
    return {"headline": Headline(translate(words.NO_LOG)), "cards": (card,)}


def _asides(found: Look, home: Household) -> tuple[str, ...]:
    """Whether the mirror is off: then a day without practice is nobody's doing."""
    if found.running is None or found.running.power is Power.ON:
        return ()
    since = datetime.fromisoformat(found.running.last_utc).astimezone(home.zone)
    form = words.MIRROR_OFF if found.running.power is Power.OFF else words.MIRROR_NOT_STARTED
    return (translate(form).format(date=f"{weekday_and_date(since.date())}, {since:%H:%M}"),)


def _doubts(found: Look, stamp: Stamp) -> tuple[Card, ...]:
    """A clock that may be wrong now, or was when the mirror began."""
    if stamp.clock_synced and (found.running is None or found.running.synced):
        return ()
    return (Card(Weight.NOTICE, translate(words.CLOCK), (translate(words.CLOCK_MORE),)),)


def _week(home: Household, day: date) -> Page:
    week = looking.week_of(day)
    try:
        counts = looking.counts_of(home.places.data_dir, week[0], week[-1])
    except Problem:
        counts = {}  # the page has said already that the log cannot be read
    return {
        "week": [cell(one, day, counts) for one in week],
        "week_sentence": week_sentence(week, day, counts),
    }


def _care_offered(shown: tuple[Card, ...], view: Outlook, wall: datetime) -> Duty | None:
    """Which eye care may be ticked without being asked for; a card with the button is enough."""
    if any(card.care is not None for card in shown) or not view.eye_care_planned:
        return None
    return Duty.EYE_NIGHT if wall.hour >= _EVENING or wall.hour < 4 else Duty.EYE_DAY


def _waiting_cares(home: Household, stamp: Stamp) -> tuple[str, ...]:
    """What was ticked today and is not in the log yet."""
    form = translate("{care}: {time}, ticked on a phone; the mirror will note it")
    return tuple(
        form.format(care=translate(words.CARE[entry.duty]), time=clock(entry.stamp.at_utc, home.zone))
        for entry in _waiting(home)
        if entry.duty is not None and entry.stamp.local_day == stamp.local_day
    )


def _waiting(home: Household) -> tuple[inbox.Entry, ...]:
    """What is in the inbox and not in the log."""
    entries = inbox.read(home.places.inbox)
    if not entries:
        return ()
    known = inbox.taken(home.places.data_dir)
    return tuple(entry for entry in entries if entry.id not in known)


def _notes(home: Household) -> list[Page]:
    """Those that wait first, then those in the log; each newest first."""
    waits = [
        {"when": _instant(entry.stamp.at_utc, home), "text": entry.text, "in_log": False}
        for entry in reversed(_waiting(home))
        if entry.kind is inbox.Kind.NOTE
    ]
    kept = looking.notes_of(home.places.data_dir)
    return waits + [{"when": _instant(one.at_utc, home), "text": one.text, "in_log": True} for one in kept]


def _instant(at_utc: str, home: Household) -> str:
    """``Saturday 21 November, 08:12``."""
    at = datetime.fromisoformat(at_utc).astimezone(home.zone)
    return translate("{date}, {time}").format(date=weekday_and_date(at.date()), time=f"{at:%H:%M}")


def _month(first: date) -> str:
    return f"{month_name(first)} {first.year}"


def _sessions(found: Day, home: Household) -> list[SessionTable]:
    """Each practice of a day with its figures."""
    return [session_table(one, home.zone) for one in found.sessions]


def _trends(home: Household, day: date, most: int | None = None) -> list[Page]:
    """Sentence, chart and table of each movement over the last twelve weeks; of ``most``, those made on most days."""
    with looking.log_of(home.places.data_dir) as db:
        found = () if db is None else trends_of(db, day - timedelta(days=_TREND_DAYS - 1), day)
    if most is not None:
        found = tuple(sorted(found, key=lambda trend: -len(trend.days))[:most])
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
