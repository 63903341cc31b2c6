"""``mirror report``: the therapist's two pages."""

from datetime import date
from pathlib import Path

import click

import mirror
from mirror.cli_options import PATH, data_option, say
from mirror.language import speak
from mirror.on_request import Kind, refuse_other_file, write_on_request
from mirror.settings import data_dir as place_of_data
from mirror.settings import language_of, refuse_own_file


@click.command("report")
@click.option("--to", type=PATH, metavar="FILE", required=True, help="The PDF to write.")
@click.option("--since", metavar="DATE", help="The first day it covers (YYYY-MM-DD).  [default: twelve weeks]")
@data_option
def report(to: Path, since: str | None, data: Path | None) -> None:
    """Two pages for the therapist: plan, practice, trends, assessments and what needs a look, as a PDF."""
    from mirror.cli_log import today
    from mirror.cli_plan import side_of
    from mirror.diary.page import parse_day
    from mirror.diary.reading import reading_what_is_there
    from mirror.diary.report.pdf import pdf_of
    from mirror.diary.report.sheet import sheet_of
    from mirror.plan_file import plan_of_the_day, plan_path

    place = place_of_data(data)
    refuse_own_file("--to", to, place)
    refuse_other_file("--to", to, Kind.REPORT)
    first, last = None if since is None else parse_day(since), date.fromisoformat(today())
    language = language_of(place)
    speak(language)
    following = plan_of_the_day(plan_path(place), last, side_of(place))
    with reading_what_is_there(place) as db:
        content = pdf_of(lambda most: sheet_of(db, following, first, last, mirror.__version__, most), language)
    write_on_request("--to", to, content)
    say(f"{to} is the report on the days up to {last}.")
