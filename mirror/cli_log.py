"""``mirror log``: the daily log on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from mirror.cli_options import PATH, data_option
from mirror.language import speak, translate
from mirror.on_request import Kind, refuse_other_file, write_on_request
from mirror.problem import Problem
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of, refuse_own_file

#: What has to be written out before anything is deleted.
_FORGET: Final = "forget"
_KINDS: Final = {"json": Kind.JSON, "csv": Kind.CSV, "fhir": Kind.FHIR}


@click.group()
def log() -> None:
    """The daily log."""


@log.command("today")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def log_today(as_json: bool, data: Path | None) -> None:
    """What was done today."""
    _print_day(data, today(), as_json)


@log.command("day")
@click.argument("date")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def log_day(date: str, as_json: bool, data: Path | None) -> None:
    """What was done on DATE (YYYY-MM-DD)."""
    from mirror.diary.page import parse_day

    _print_day(data, parse_day(date).isoformat(), as_json)


@log.command("week")
@data_option
def log_week(data: Path | None) -> None:
    """The last seven days."""
    from mirror.diary.today import week_text

    place = place_of_data(data)
    speak(language_of(place))
    click.echo(week_text(place, today()), nl=False)


@log.command("export")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "json", "fhir"]),
    default="json",
    show_default=True,
    help="json: one object with a list per table.  csv: the repetitions only, one line each.  fhir: an R4 Bundle.",
)
@click.option("--to", type=PATH, metavar="FILE", help="A file instead of standard output.")
@data_option
def log_export(format_: str, to: Path | None, data: Path | None) -> None:
    """The log for other programs: all of it as JSON, the repetitions as a table for a spreadsheet, or FHIR."""
    from mirror.diary.export import export_csv, export_json

    place = place_of_data(data)
    if to is not None:
        refuse_own_file("--to", to, place)
        refuse_other_file("--to", to, _KINDS[format_])
    if format_ == "csv":
        text = export_csv(place)
    elif format_ == "fhir":
        from mirror.diary.fhir import export_fhir

        text = export_fhir(place)
    else:
        text = json.dumps(export_json(place), ensure_ascii=False, indent=1) + "\n"
    if to is None:
        click.echo(text, nl=False)
        return
    # The mark tells spreadsheets that it is UTF-8.
    content = text.encode("utf-8-sig" if format_ == "csv" else "utf-8")
    write_on_request("--to", to, content)


@log.command("backup")
@click.option("--to", type=PATH, metavar="DIR", help="Another folder, as that of a USB stick.")
@data_option
def log_backup(to: Path | None, data: Path | None) -> None:
    """A whole, checked copy of the log; the mirror makes one a day by itself."""
    from mirror.diary.backup import back_up_of_day, back_up_to
    from mirror.diary.page import parse_day

    place, day = place_of_data(data), parse_day(today())
    speak(language_of(place))
    copy = back_up_of_day(place, day) if to is None else back_up_to(place, to, day)
    click.echo(translate("The log has been copied to {file}, and the copy is whole.").format(file=copy))


@log.command("forget")
@click.option("--before", metavar="DATE", help="Only the days before DATE (YYYY-MM-DD).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
def log_forget(before: str | None, yes: bool, data: Path | None) -> None:
    """Delete the log for good, with its copies and the films of your own half, or only the days before DATE."""
    from mirror.caregiver import inbox
    from mirror.caregiver.places import Places
    from mirror.clips.library import Library
    from mirror.diary.forget import check_forgetting, forget, to_be_forgotten, traces
    from mirror.diary.page import parse_day

    place, day = place_of_data(data), None if before is None else parse_day(before)
    speak(language_of(place))
    found = [one for one in (traces(place / apart, day) for apart in ("", "films", "demo")) if one.any]
    library = Library(place)
    films = library.own_halves() if day is None else ()
    written, phones = Places(place).inbox, Places(place).phones
    if not (found or films or written.exists()):
        click.echo(translate("There is nothing to forget in {folder}.").format(folder=place))
        return
    for one in found:
        check_forgetting(one.folder, day)
    if not yes:
        click.echo(to_be_forgotten(found, len(films)))
        asked = translate('Write "{word}" to go on').format(word=_FORGET)
        if _answer(asked) != _FORGET:
            raise Problem(f'Nothing was forgotten: the word is "{_FORGET}".')
    inbox.forget(written, day)
    for one in found:
        forget(one.folder, day)
    if day is None:
        library.forget_own_halves()
    click.echo(translate("It is forgotten. The plan, the settings and the drawn demonstrations are as they were."))
    click.echo(translate("Copies on a stick or in another folder are not touched."))
    if phones.exists():
        form = translate("The names of the phones stay in {file}; without that file no phone is connected any more.")
        click.echo(form.format(file=phones))


def _answer(asked: str) -> str:
    """What somebody writes.  Raises Problem where nobody is there to write it."""
    try:
        return str(click.prompt(asked, default="", show_default=False))
    except click.Abort as ended:
        if not isinstance(ended.__context__, EOFError):
            raise
        click.echo()  # the question has no line's end
        raise Problem("Nothing was forgotten: nobody answered. A script that is sure says --yes.") from ended


def today() -> str:
    from mirror.diary.stamp import local_day

    return local_day(datetime.now(UTC))


def _print_day(data: Path | None, day: str, as_json: bool) -> None:
    from mirror.diary.page import day_page
    from mirror.diary.reading import reading_what_is_there
    from mirror.diary.today import as_json as day_as_json
    from mirror.diary.today import day_text, today_text

    place = place_of_data(data)
    speak(language_of(place))
    if as_json:
        with reading_what_is_there(place) as db:
            page = day_page(db, day)
        click.echo(json.dumps(day_as_json(page), ensure_ascii=False))
    else:
        click.echo(today_text(place, day) if day == today() else day_text(place, day), nl=False)
