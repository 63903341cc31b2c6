"""A movement drawn over the days: what is to be seen, and that a strict page takes it."""

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mirror.diary.reading import reading
from mirror.diary.svg import ON_PAGE
from mirror.diary.trend_chart import MOST_MARKED, PAGE, PAPER, trend_chart
from mirror.diary.trend_words import left_out_sentence, sentence, table
from mirror.diary.trends import Trend, trends
from tests.diary.long_logs import TODAY, book, days_before
from tests.pseudo_language import forgotten, pseudo, speaking

STYLE = Path(__file__).resolve().parents[2] / "mirror" / "caregiver" / "static" / "style.css"
SVG = "{http://www.w3.org/2000/svg}"


def weeks_of(data_dir, fill) -> Trend:
    with book(data_dir) as log:
        fill(log)
    with reading(data_dir) as db:
        return trends(db, date(2000, 1, 1), TODAY)[0]


def twelve_weeks(log):
    for place, day in enumerate(days_before(84)):
        if place % 2:
            log.practice(day, 0.3 + 0.45 * place / 83, 1.0)


@pytest.fixture
def returning(tmp_path) -> Trend:
    """The left side comes back within twelve weeks."""
    return weeks_of(tmp_path, twelve_weeks)


def words_in(svg: str) -> list[str]:
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def with_paint(svg: str, tag: str, paint: str, attribute: str = "stroke") -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [element for element in root.iter(f"{SVG}{tag}") if paint in element.get(attribute, "")]


def long(path: ElementTree.Element) -> bool:
    """A line through many days, and none of the band's edges or the grid's."""
    return path.get("d").count("L") > 5


@pytest.mark.parametrize("shape", [PAGE, PAPER], ids=["page", "paper"])
def test_a_strict_page_takes_it(returning, shape):
    """No style, no script, nothing from elsewhere: attributes alone say how it looks."""
    svg = trend_chart(returning, "trend-a", shape)
    root = ElementTree.fromstring(svg)
    assert not any("style" in element.attrib for element in root.iter())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "defs", "clipPath", "rect", "g", "path", "use", "text"),
    }
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]


def test_it_follows_light_and_dark(returning):
    """On a page nothing has a colour of its own but those that the page sets."""
    svg = trend_chart(returning, "trend-b")
    assert not re.search(r"#[0-9a-f]{6}\b", svg)
    assert {"currentColor", "var(--chart-left, currentColor)"} <= set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))


def test_the_ids_of_two_charts_are_their_own(returning):
    """Every id begins with the chart's name, and every reference leads to one."""
    for name in ("trend-c", "trend-d"):
        root = ElementTree.fromstring(trend_chart(returning, name))
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(set(ids)) == len(ids)
        assert all(one.startswith(f"{name}-") for one in ids)
        text = ElementTree.tostring(root, encoding="unicode")
        referred = {*re.findall(r"url\(#([^)]+)\)", text), *re.findall(r'href="#([^"]+)"', text)}
        assert referred <= set(ids)
        assert root.get("aria-labelledby").split() == [f"{name}-title", f"{name}-desc"]


def test_it_says_in_words_what_it_shows(returning):
    """For who does not see it: the title is the movement's name, the description the sentences beside the chart."""
    root = ElementTree.fromstring(trend_chart(returning, "trend-e"))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Smile"
    assert root.find(f"{SVG}desc").text.startswith(sentence(returning))


@pytest.mark.parametrize(("shape", "broken"), [(PAGE, False), (PAPER, True)], ids=["page", "paper"])
def test_the_sides_differ_by_line_and_by_mark(tmp_path, shape, broken):
    """Not by colour alone: each has its name at its end, the right side's marks are open, and its line is thinner, or
    broken on paper."""
    few = weeks_of(tmp_path, lambda log: [log.practice(day, 0.4, 1.0) for day in days_before(MOST_MARKED)])
    svg = trend_chart(few, "trend-f", shape)
    lines = {
        side: [path for path in with_paint(svg, "path", getattr(shape.palette, side)) if long(path)]
        for side in ("left", "right")
    }
    widths = {side: {float(path.get("stroke-width")) for path in found} for side, found in lines.items()}
    assert not any(path.get("stroke-dasharray") for path in lines["left"])
    assert {bool(path.get("stroke-dasharray")) for path in lines["right"]} == {broken}
    assert broken or max(widths["right"]) < max(widths["left"])
    assert len(with_paint(svg, "use", shape.palette.ground, "fill")) == MOST_MARKED
    assert {"left", "right", "mm"} <= set(words_in(svg))


def test_above_thirty_marks_the_line_says_it_alone(tmp_path):
    """Marks that touch each other are a scribble; one that no line goes through stays, as nothing else shows it."""
    many = weeks_of(
        tmp_path, lambda log: [log.practice(day, 0.4, 1.0) for place, day in enumerate(days_before(51)) if place != 1]
    )
    with_gap = weeks_of(
        tmp_path / "gap",
        lambda log: [log.practice(day, 0.4, 1.0) for place, day in enumerate(days_before(51)) if not 0 < place < 12],
    )
    for trend, marks in ((many, 0), (with_gap, 1)):
        svg = trend_chart(trend, "trend-m")
        assert len(with_paint(svg, "use", ON_PAGE.left)) == marks
        assert [path for path in with_paint(svg, "path", ON_PAGE.left) if long(path)]


def test_its_letters_are_those_of_the_page():
    """As wide as the text of the smallest phone, and never wider: 18 px there, and 18 px on the largest screen."""
    (widest,) = re.findall(r"^\.chart svg \{[^}]*max-width: ([\d.]+)rem", STYLE.read_text("utf-8"), re.MULTILINE)
    assert (PAGE.width, PAGE.text) == (float(widest) * 16, 18)
    assert PAGE.width <= 360 - 2 * 16


def test_the_same_trend_is_the_same_picture(returning):
    """Bytes and all, so that a report of the same data is the same report."""
    before = trend_chart(returning, "trend-g")
    trend_chart.cache_clear()
    assert trend_chart(returning, "trend-g") == before


def test_nothing_is_drawn_across_a_gap(tmp_path):
    """Two weeks without practice leave two lines for each side."""
    trend = weeks_of(
        tmp_path,
        lambda log: [log.practice(day, 0.4, 1.0) for place, day in enumerate(days_before(40)) if not 10 <= place < 24],
    )
    long_paths = [
        path for path in with_paint(trend_chart(trend, "trend-h"), "path", "chart-left") if path.get("d").count("L") > 5
    ]
    assert len(long_paths) == 2


def test_a_day_that_could_not_be_read_is_a_cross(tmp_path):
    """Not a zero, and the words beside the chart say what the cross is."""

    def fill(log):
        for place, day in enumerate(days_before(10)):
            if place == 4:
                log.repetition(day, log.session(day), "smile", None, None)
            else:
                log.practice(day, 0.4, 1.0)

    trend = weeks_of(tmp_path, fill)
    assert left_out_sentence(trend) == "One day could not be read. Crosses at the foot are where nothing could be read."
    assert table(trend)[5].cells[1:3] == ("-", "-")
    trend_chart(trend, "trend-i")


@pytest.mark.parametrize("count", [1, 2, 5, 3000])
def test_any_number_of_days_gives_a_chart(tmp_path, count):
    """One mark, or ten years of months; never more than can be told apart, or rows that nobody reads."""
    trend = weeks_of(tmp_path, lambda log: [log.practice(day, 0.4, 1.0, repetitions=1) for day in days_before(count)])
    svg = trend_chart(trend, "trend-j")
    assert len(with_paint(svg, "use", "chart-left")) <= 120
    assert len(svg) < 60_000
    assert 0 < len(table(trend)) <= 120


def test_a_movement_that_was_never_read_has_an_empty_chart(tmp_path):
    """Crosses, no line, and a sentence that says so."""
    trend = weeks_of(tmp_path, lambda log: log.repetition(TODAY, log.session(TODAY), "smile", None, None))
    assert sentence(trend) == "It was practised; the mirror cannot be sure how far."
    assert with_paint(trend_chart(trend, "trend-k"), "path", "chart-left") == []


def test_the_words_on_it_are_of_the_mirrors_language(returning):
    """Sides, unit, dates and what is said for who does not see it are messages."""
    trend_chart.cache_clear()  # a mirror speaks one language as long as it runs
    with speaking(pseudo()):
        root = ElementTree.fromstring(trend_chart(returning, "trend-l"))
        told = [element.text for tag in ("text", "title", "desc") for element in root.iter(f"{SVG}{tag}")]
    trend_chart.cache_clear()
    assert not [text for text in told if forgotten(text)]


def test_reading_a_trend_does_not_load_what_draws_it():
    """matplotlib costs a third of a second and fifty megabytes: only a chart needs it."""
    code = "import mirror.diary.trend_chart, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_change_is_normal(tmp_path):
    """The sentence of most weeks."""
    trend = weeks_of(tmp_path, lambda log: [log.practice(day, 0.43, 1.0) for day in days_before(21)])
    assert sentence(trend) == (
        "About 3 mm on the left and 7 mm on the right. No change yet that the mirror can be sure of, which is normal."
    )


def test_a_change_of_both_sides_may_be_effort(tmp_path):
    """A larger movement on both sides is no return."""

    def fill(log):
        for place, day in enumerate(days_before(40)):
            log.practice(day, 0.3 + place / 80, 0.7 + place / 60)

    assert "Both sides move more than in the first days; that may also be more effort." in sentence(
        weeks_of(tmp_path, fill)
    )


def test_a_few_days_are_too_few(tmp_path):
    """And there is no band in the chart then."""
    trend = weeks_of(tmp_path, lambda log: [log.practice(TODAY - timedelta(days=back), 0.4, 1.0) for back in range(3)])
    assert sentence(trend).endswith("Too few days yet to tell a change from the differences between days.")
    assert "fill-opacity" not in trend_chart(trend, "trend-m")


def test_a_date_of_the_table_is_short_and_stays_together(tmp_path):
    """At 360 px there is room for all its columns then, and no day stands in one line and its month in the next."""
    days = weeks_of(tmp_path, lambda log: [log.practice(day, 0.4, 1.0) for day in days_before(3)])
    assert [row.when for row in table(days)] == ["21\u00a0Nov", "20\u00a0Nov", "19\u00a0Nov"]
    weeks = weeks_of(tmp_path / "weeks", lambda log: [log.practice(day, 0.4, 1.0) for day in days_before(400)])
    assert table(weeks)[0].when == "1\u00a0Nov to 21\u00a0Nov\u00a02026"
