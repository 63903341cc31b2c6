"""The report as a file: two pages whatever the log, readable by machines and printed in black and white."""

import re
import subprocess
import sys
import zlib
from datetime import date
from typing import Final

import pytest

from mirror.diary.reading import reading
from mirror.diary.report.pdf import html_of, pdf_of
from mirror.diary.report.sheet import sheet_of
from mirror.perception.face import Side
from mirror.plan_file import plan_of_the_day, plan_path
from mirror.problem import Problem
from mirror.therapy.stage import Stage
from tests.diary.long_logs import TODAY, book
from tests.diary.visits import STORIES, signed, twelve_weeks, written
from tests.pseudo_language import forgotten, pseudo, speaking
from tests.test_cli import mirror

FOOT: Final = "Mirror estimate, not a diagnosis."


def maker(db, data_dir, since=None):
    following = plan_of_the_day(plan_path(data_dir), TODAY, Side.LEFT)
    return lambda most: sheet_of(db, following, since, TODAY, "0.1.0", most)


def pdf(data_dir, since=None) -> bytes:
    with reading(data_dir) as db:
        return pdf_of(maker(db, data_dir, since), "en")


def unpacked(content: bytes) -> bytes:
    """The objects of a PDF, also those that are kept compressed."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue  # no compressed one
    return b"\n".join(found)


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", unpacked(content)))


@pytest.mark.needs("pango")
@pytest.mark.parametrize("story", STORIES)
def test_it_has_two_pages_whatever_the_log(tmp_path, story):
    """Nothing, a day, ten years, or nothing that could be read; of all the days there are."""
    assert pages(pdf(written(tmp_path, story), since=date(2000, 1, 1))) == 2


@pytest.mark.needs("pango")
def test_the_fullest_log_with_the_longest_words_has_two_pages(tmp_path):
    """Six movements, every list full, and names and sentences as long as they may be."""

    def fullest(log):
        twelve_weeks(log)
        day = TODAY
        for movement in ("snarl", "lower_lip"):
            session = log.session(day)
            for number in range(1, 9):
                log.repetition(day, session, movement, 2.0, 4.0, number=number)
        for place in range(60):
            log.row("answers", day, run_id=1, question=f"question_{place}" * 8, answer="Yes", urgency="doctor today")
            log.row("signs", day, run_id=1, sign="joined", detail="everything" * 30)
            log.row("locks", day, run_id=1, exercise="x" * 200, why=f"{'because ' * 20}{place}", sentence="No.")
            log.row("notes", day, run_id=1, who="caregiver", text="W" * 900)
            log.row("faults", day, run_id=1, kind=f"kind{place}" * 9, sentence="W" * 900)
            log.row(
                "exercises",
                day,
                session_id=1,
                exercise=f"{place}{'w' * 90}",
                outcome="skipped",
                repetitions=0,
                guided_rounds=0,
            )
            log.row(
                "sessions",
                day,
                run_id=1,
                planned="[]",
                camera="pi",
                model="m" * 90,
                app_version=f"{place}" * 40,
                duty="short practice",
                purpose="practice",
            )

    with book(tmp_path) as log:
        fullest(log)
    plan = signed(Stage.PARETIC, date(2026, 11, 11), "W" * 200)
    plan_path(tmp_path).write_text(plan, encoding="utf-8")
    assert pages(pdf(tmp_path)) == 2


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """The folder of the patient of twelve weeks."""
    return written(tmp_path_factory.mktemp("twelve"), "twelve_weeks")


@pytest.fixture(scope="module")
def printed(twelve) -> bytes:
    """Their report."""
    return pdf(twelve)


@pytest.mark.needs("pango")
def test_the_same_log_is_the_same_file(printed, twelve):
    """Byte by byte: whoever has two of them knows whether anything is new."""
    assert pdf(twelve) == printed


@pytest.mark.needs("pango")
def test_a_screen_reader_finds_its_way(printed):
    """It is tagged, has a language and a title, and its typefaces come with it."""
    objects = unpacked(printed)
    assert b"/StructTreeRoot" in objects
    assert re.search(rb"/Lang\s*\(en\)", objects)
    assert b"/Title" in objects
    assert b"/FontFile" in objects
    assert re.search(rb"/MediaBox\s*\[\s*0 0 595\.\d+ 841\.\d+", objects), "A4"


@pytest.mark.needs("pango")
def test_it_is_black_on_white(printed):
    """Whatever is painted is a grey: a printer without colours loses nothing."""
    painted = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b", unpacked(printed))
    assert painted
    assert {colour for colour in painted if len(set(colour)) > 1} == set()


@pytest.mark.needs("pango")
def test_a_system_without_typefaces_gets_one(twelve, tmp_path):
    """A mirror without a desktop has none: the letters are those that come with the charts, and nobody is warned."""
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    ended = mirror("report", "--to", tmp_path / "visit.pdf", data=twelve, FONTCONFIG_FILE=str(config))
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert b"Carried" in unpacked((tmp_path / "visit.pdf").read_bytes())


@pytest.mark.needs("pango", "poppler")
def test_what_is_on_the_pages_can_be_read_out(printed, tmp_path):
    """In each of them that it is an estimate; on the first what comes first, on the second the trends."""
    (tmp_path / "visit.pdf").write_bytes(printed)
    first, second = (
        subprocess.run(
            ["pdftotext", "-f", page, "-l", page, "visit.pdf", "-"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for page in "12"
    )
    assert FOOT in first
    assert FOOT in second
    assert first.index("To look at first") < first.index("Plan in force") < first.index("Standard assessments")
    assert "How far each side goes, day by day" in second
    for movement in ("Brow raise", "Eye closure", "Smile", "Pucker"):
        assert movement in second


@pytest.mark.needs("pango", "poppler")
def test_nothing_lies_beyond_the_edges(printed, tmp_path):
    """What is printed keeps to the margins, so that it also lies on a sheet of Letter."""
    (tmp_path / "visit.pdf").write_bytes(printed)
    subprocess.run(["pdftoppm", "-r", "50", "-gray", "visit.pdf", "page"], cwd=tmp_path, check=True)
    for page in sorted(tmp_path.glob("page-*.pgm")):
        header, picture = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", page.read_bytes()), page.read_bytes()
        width, height = int(header[1]), int(header[2])
        rows = [picture[header.end() + row * width :][:width] for row in range(height)]
        edge = round(9 / 25.4 * 50)  # of A4 what Letter cuts off above and below, when it is centred
        assert min(map(min, rows[:edge] + rows[-edge:])) == 255
        side = round(13 / 25.4 * 50)
        assert min(min(row[:side] + row[-side:]) for row in rows) == 255
        assert min(map(min, rows)) < 60, "an empty page"


@pytest.mark.needs("pango", "poppler")
def test_no_column_runs_into_its_neighbour(tmp_path):
    """Also where there is little to tell and the letters are large: of a report with the widest table of figures."""
    (tmp_path / "visit.pdf").write_bytes(pdf(written(tmp_path / "log", "synkinetic")))
    told = subprocess.run(
        ["pdftotext", "-f", "2", "-bbox", "visit.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    ((_, right),) = re.findall(r'xMin="([\d.]+)" [^>]*xMax="([\d.]+)" [^>]*>305<', told)
    assert float(right) <= (14 + 88) / 25.4 * 72 + 0.5


def test_a_movement_that_was_never_read_has_no_empty_chart(tmp_path):
    """A sentence says it, and nothing explains lines that are not there."""
    written(tmp_path, "unread")
    with reading(tmp_path) as db:
        sheet = maker(db, tmp_path)(9)
    assert [(chart.title, chart.svg) for chart in sheet.charts] == [("Smile", "")]
    assert sheet.trends.remark == ""
    assert "cannot be sure how far" in sheet.charts[0].sentence


def test_what_people_wrote_stays_what_they_wrote(tmp_path):
    """Signs of the page's own language in a note are text, not a page."""
    with book(tmp_path) as log:
        log.practice(TODAY, 0.4, 1.0)
        log.row("notes", TODAY, run_id=1, who="caregiver", text="<img src=https://example.org/x.png> & <b>more</b>")
    with reading(tmp_path) as db:
        html = html_of(maker(db, tmp_path)(9), "en")
    assert "&lt;img src=https://example.org/x.png&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in html


def test_every_word_is_in_the_mirrors_language(twelve):
    """What is no name, no model and nobody's own words is a message."""
    with speaking(pseudo()), reading(twelve) as db:
        html = html_of(maker(db, twelve)(99), "en")
    told = re.sub(r"<svg.*?</svg>|<th scope=.row.>\S{2}</th>", "", html, flags=re.DOTALL).partition("<body>")[2]
    texts = [text.strip() for text in re.findall(r">([^<]+)<", told)]
    kept = ("M. Lund", "attention-1a2b", "Back from the hospital", "She drank", "The camera gave no picture", "camera")
    loose = [text for text in texts if forgotten(text) and not any(own in text for own in kept)]
    assert loose == []


@pytest.mark.parametrize("name", ["weasyprint", "jinja2", "matplotlib"])
def test_without_its_libraries_it_says_what_to_install(twelve, monkeypatch, name):
    """One sentence; the rest of the mirror does without them."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        Problem, match=rf"needs {name}, which is not installed: .* -m pip install jinja2 matplotlib weasyprint"
    ):
        pdf(twelve)


def test_without_pango_it_says_how_to_get_it(twelve, monkeypatch):
    """WeasyPrint is there and the system's library is not."""

    class Refusing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])
    with pytest.raises(Problem, match=re.escape("sudo apt install libpango-1.0-0 libpangoft2-1.0-0")):
        pdf(twelve)


# The command --------------------------------------------------------------------------------------------------------


@pytest.mark.needs("pango")
def test_the_command_writes_the_report(tmp_path, twelve):
    """Into a file, over an earlier one; nothing on standard output, one sentence beside it."""
    to = tmp_path / "visit.pdf"
    for _ in range(2):
        ended = mirror("report", "--to", to, "--since", "2020-01-01", data=twelve)
        assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    assert pages(to.read_bytes()) == 2
    assert ended.stderr.startswith(f"{to} is the report on the days up to ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "visit.pdf", "--since", "yesterday"], "'yesterday' is not a day. Write it as YYYY-MM-DD"),
        (["--to", "visit.pdf", "--since", "2199-01-01"], "--since 2199-01-01 is after today"),
        ([], "Missing option '--to'"),
        (["--to", ""], "it is empty"),
        (["--to", "{data}/mirror.db"], "would overwrite what is kept there"),
        (["--to", "{data}/plan.toml"], "would overwrite what is kept there"),
        (["--to", "{data}/settings.toml"], "would overwrite what is kept there"),
    ],
)
def test_wrong_options_are_one_sentence(tmp_path, twelve, words, said):
    """Status 2, and nothing is written."""
    before = sorted(path.name for path in twelve.iterdir())
    ended = mirror("report", *(word.format(data=twelve) for word in words), data=twelve)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert sorted(path.name for path in twelve.iterdir()) == before


def test_without_a_log_there_is_nothing_to_report(tmp_path):
    """A sentence, and no file."""
    ended = mirror("report", "--to", tmp_path / "visit.pdf", data=tmp_path)
    assert ended.returncode == 2
    assert "There is no log in" in ended.stderr
    assert not (tmp_path / "visit.pdf").exists()


@pytest.mark.needs("pango")
def test_a_place_that_refuses_is_named(tmp_path, twelve):
    """A folder that is not there is not made: it may be a stick that is not in."""
    ended = mirror("report", "--to", tmp_path / "stick" / "visit.pdf", data=twelve)
    assert ended.returncode == 2
    assert "stick/visit.pdf cannot be written" in ended.stderr
