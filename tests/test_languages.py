"""One catalogue holds every text that is shown: complete, current, and used on every screen and page."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from mirror import language
from mirror.clips.expression import Expression
from mirror.diary.page import AnswerLine, AssessmentLine, AttemptLine, Day, DutyLine, EyeLine, LockLine, SessionPage
from mirror.diary.today import as_text
from mirror.grammar import number
from mirror.language import LOCALE, languages, plural, speak, translate
from mirror.movement.estimate import estimate
from mirror.movement.estimate_text import as_text as estimate_as_text
from mirror.po import names_in, read_po, translations_of
from mirror.problem import Problem
from mirror.screen import phrases
from mirror.screen.balance import BalancePainter
from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Align, Block, Canvas
from mirror.screen.layout import Rect, layout
from mirror.screen.picture import Balance, Picture
from mirror.screen.scenes import picture
from mirror.screen.shot import NOW_S, Shot
from mirror.screen.shots import shots
from mirror.screen.shots_phones import PHONES
from mirror.screen.theme import Scale, Style
from mirror.screen.type import Type
from mirror.settings import Settings
from mirror.therapy.catalogue import entries
from mirror.therapy.plan_words import plan_as_text
from tests.catalogue_of_messages import ENGLISH, REPOSITORY, TEMPLATE, english, marked, messages, template
from tests.movement.faces import face
from tests.pseudo_language import bracketed, forgotten, outside_brackets, pseudo, speaking
from tests.screen.states import everything
from tests.screen.test_words_fit import WatchingPen, dejavu
from tests.therapy.plans import PLAN, STIMULATION, plan
from tests.unmarked_text import NOT_FOR_PATIENTS, NOT_FOR_PATIENTS_TEXTS, unmarked

__all__ = ["dejavu"]

#: A language that puts things otherwise, and has three plural forms.
POLISH: Final = """
msgid ""
msgstr "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "{count} small movement."
msgid_plural "{count} small movements."
msgstr[0] "Jeden mały ruch."
msgstr[1] "małe ruchy: {count}."
msgstr[2] "małych ruchów: {count}."

msgid "Closed smile"
msgstr "Uśmiech"

msgctxt "in a sentence"
msgid "closed smile"
msgstr "uśmiechu"

msgid "Your {name} reached {left} on the left and {right} on the right."
msgstr "Po prawej {right}, po lewej {left}: tyle było {name}."

#, fuzzy
msgid "Start"
msgstr "Stop"

msgid "Stop there."
msgstr "Zatrzymaj "
"się."
"""


# The catalogue --------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_what_the_program_says():
    """Template and English catalogue are as the script makes them now: nothing is missing, nothing is left over."""
    found = messages()
    assert TEMPLATE.read_text(encoding="utf-8") == template(found), "run: python -m tests.catalogue_of_messages"
    assert ENGLISH.read_text(encoding="utf-8") == english(found), "run: python -m tests.catalogue_of_messages"


def test_every_shipped_text_is_in_the_catalogue():
    """Names, instructions, warnings and cards, sentence by sentence."""
    known = {one.message.text for one in messages()}
    shipped = REPOSITORY / "mirror" / "therapy"
    files = [tomllib.loads((shipped / name).read_text(encoding="utf-8")) for name in ("exercises.toml", "cards.toml")]
    texts = [
        entry[key]
        for file in files
        for entry in (one for table in file.values() for one in table)
        for key in ("name", "instruction", "warning", "headline", "text")
        if entry.get(key)
    ]
    assert len(texts) > 100
    assert [text for text in texts for one in language.sentences(text) if one not in known] == []


@pytest.mark.parametrize("code", languages())
def test_a_language_is_complete_and_keeps_what_is_filled_in(code):
    """Every message has its translation; a name in brackets may be left out in a plural, and nowhere else."""
    path = LOCALE / code / "LC_MESSAGES" / "mirror.po"
    known = [one for one in read_po(str(path), path.read_text(encoding="utf-8")) if one.message]
    keys = {(one.context or "", one.message, one.many) for one in known}
    assert keys == {(one.message.context, one.message.text, one.message.many) for one in messages()}
    forms = re.search(r"nplurals=(\d)", path.read_text(encoding="utf-8"))
    assert forms is not None
    for entry in known:
        assert len(entry.forms) == (int(forms[1]) if entry.many else 1), entry.message
        assert all(entry.forms.values()), entry.message
        assert entry.many or names_in(entry.forms[0]) == names_in(entry.message), entry.message


def test_a_message_that_is_put_together_cannot_be_marked():
    """Nothing could look it up, so that the script refuses it."""
    with pytest.raises(ValueError, match="one text"):
        list(marked(ast.parse('translate(f"{count} left")')))


# Text outside it ------------------------------------------------------------------------------------------------------


def test_no_text_for_people_stands_outside_the_catalogue():
    """Screens, therapy, log pages and the estimate: each literal with words in it is marked, or is named with why."""
    assert unmarked(REPOSITORY) == []


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("mirror/screen/a.py", 'HEAD = "Look here."', ["Look here."]),
        ("mirror/screen/a.py", 'def a(count):\n    return f"{count} more to go"', [" more to go"]),
        ("mirror/therapy/a.py", 'NAMES = {1: "Warm-up"}', ["Warm-up"]),
        ("mirror/diary/today.py", 'def a():\n    return wrapped("no practice yet")', ["no practice yet"]),
        ("mirror/screen/a.py", 'HEAD = N_("Look here.")', []),
        ("mirror/screen/a.py", 'def a():\n    "Two words."\n    raise Problem("Two words.")', []),
        ("mirror/screen/a.py", 'class Word(Enum):\n    A = "two words"', []),
        ("mirror/screen/gallery.py", 'HELP = "Two words."', []),
        ("mirror/therapy/a.py", 'KEY = "smile"\nPLACE = "{name}: {text}"', []),
    ],
)
def test_a_planted_text_is_found_and_what_is_none_is_not(file, text, found, tmp_path):
    """The search above can find something."""
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    assert [line.split(": ", 1)[1] for line in unmarked(tmp_path)] == found


def test_what_is_left_out_of_the_search_is_there():
    """A module that has gone is not left out for ever, and neither is a text."""
    assert [path for path in NOT_FOR_PATIENTS if not (REPOSITORY / path).is_file()] == []
    for path, text in NOT_FOR_PATIENTS_TEXTS:
        assert text in (REPOSITORY / path).read_text(encoding="utf-8")


# What is shown --------------------------------------------------------------------------------------------------------


def texts_of(shown: Picture) -> Iterator[str]:
    """Everything that can be read on a screen."""
    yield from (shown.title, shown.note, shown.headline, shown.sentence, shown.detail)
    yield from (shown.clock, shown.date, shown.caution, shown.at_once, shown.notice)
    yield from (label.text for label in shown.buttons)
    if shown.panels is not None:
        yield from (shown.panels.live, shown.panels.demo)
    if shown.ring is not None:
        yield from (shown.ring.numeral, shown.ring.word, shown.ring.label)
    if shown.table is not None:
        yield from (cell for row in (shown.table.head, *shown.table.rows) for cell in (row.name, row.left, row.right))
    if shown.chart is not None:
        yield shown.chart.name


def all_shots() -> list[Shot]:
    return [*shots(), *(Shot(name, session, own=Expression()) for name, session in everything())]


def test_every_word_on_every_screen_is_a_message():
    """In a language in which each message is in brackets, no screen shows a letter without them."""
    with speaking(pseudo()):
        found = {
            (shot.name, text)
            for shot in all_shots()
            for text in texts_of(picture(shot.session, shot.surroundings, NOW_S))
            if forgotten(text)
        }
    assert found == set()


def test_a_forgotten_word_would_be_seen():
    """Brackets within brackets count; a word beside them is found."""
    assert not forgotten("[About [five] minutes]: 18:42, 2:05.")
    assert forgotten("[About] five [minutes].")
    shot = next(shots())
    untranslated = replace(shot.surroundings, notice="Look here.")
    with speaking(pseudo()):
        assert any(map(forgotten, texts_of(picture(shot.session, untranslated, NOW_S))))


class ListeningPen(WatchingPen):
    """A pen that remembers what it wrote."""

    def __init__(self, type_: Type, scale: Scale) -> None:
        super().__init__(type_, scale)
        self.wrote: list[str] = []

    def line(self, canvas: Canvas, text: str, style: Style, rect: Rect, align: Align) -> None:
        self.wrote.append(text)

    def write(self, canvas: Canvas, block: Block, style: Style, rect: Rect, align: Align) -> None:
        self.wrote.append(" ".join(block.lines))


@pytest.mark.parametrize("size", [(1080, 1920), (800, 480)])
def test_every_word_that_is_painted_is_a_message(dejavu, size):
    """Also those that are no part of a picture: the ends of the balance and of a chart, a count without dots.

    A name that is shortened to what stands before its comma loses its last bracket.
    """
    pen = ListeningPen(dejavu, Scale(*size))
    with speaking(pseudo()):
        for shot in all_shots():
            draw_chrome(picture(shot.session, shot.surroundings, NOW_S), layout(*size), pen)
        BalancePainter(Rect(0, 0, 900, 120), pen).draw(Balance(0.2, 0.3), 1.0, 0.0)
    assert {"[left]", "[right]", "[together]"} <= set(pen.wrote)
    assert {text for text in pen.wrote if forgotten(text) and not forgotten(f"{text}]")} <= {
        f"[{name.partition(',')[0]}" for name in (entry.name for entry in entries().values()) if "," in name
    }
    people = {phone.name for phone in PHONES}  # as they call themselves
    assert {text for text in pen.wrote if forgotten(text) and forgotten(f"{text}]")} <= people


def test_a_longer_language_fits_the_screen(dejavu):
    """With two more letters in every message each screen still has room for all its words."""
    size = (1080, 1920)
    pen = WatchingPen(dejavu, Scale(*size))
    with speaking(pseudo()):
        for shot in shots():
            draw_chrome(picture(shot.session, shot.surroundings, NOW_S), layout(*size), pen)
            assert not pen.too_long, (shot.name, pen.too_long)
    assert min(pen.sizes) >= 32


def test_every_word_of_a_day_in_the_log_is_a_message():
    """The page of a day with everything in it; a fault's own sentence is for makers."""
    at = "2026-11-21T08:12:03.250Z"
    day = Day(
        "2026-11-21",
        sessions=(SessionPage(1, at, "short practice", "practice", "tight", False, ()),),
        answers=(
            AnswerLine(at, "stroke", "Yes", "emergency", None, None, None, None),
            AnswerLine(at, "comfort", "Tight", None, "tight", None, None, None),
            AnswerLine(at, "first_look", "Yes", None, None, "doctor looked", None, None),
            AnswerLine(at, "confirm", "Confirm", None, None, None, "paretic", "caregiver"),
        ),
        locks=(LockLine("smile", "no movement yet", ""),),
        attempts=(AttemptLine(at, "smile", 1, 0.1, 4.2, 0.9, 0.2),),
        eyes=(EyeLine(at, 2.1, None, 0, "open"),),
        duties=(DutyLine(at, "eye care", "done"), DutyLine(at, "short practice", "put off")),
        assessments=(
            AssessmentLine(at, None, "left", 0.8, "smile: too dark; rest: an eye is shut in the picture at rest"),
        ),
    )
    with speaking(pseudo()):
        page = as_text(day, "", None)
    assert not forgotten(page), outside_brackets(page)
    assert "[Closed smile]: [waits until movement comes back by itself]" in page


def test_every_word_of_a_plan_and_of_an_estimate_is_a_message():
    """But for the therapist's name and the units of the figures."""
    with speaking(pseudo()):
        texts = [plan_as_text(plan(PLAN + STIMULATION)), estimate_as_text(estimate(face(), None), face(), told=False)]
    assert [line for text in texts for line in text.splitlines() if forgotten(line)] == []


def test_another_language_has_its_own_order_forms_and_names():
    """Plurals by the language's own rule, figures in its own order, a name within a sentence in its own form."""
    with speaking(translations_of("pl.po", POLISH)):
        counted = [phrases.counted(count, together=False) for count in (1, 3, 5)]
        assert counted == ["Jeden mały ruch.", "Małe ruchy: three.", "Małych ruchów: five."]
        assert phrases.reached("Closed smile", 3.0, 7.0) == "Po prawej 7 mm, po lewej 3 mm: tyle było uśmiechu."
        assert translate("Closed smile") == "Uśmiech"
        assert translate("Stop there. Your eye wants to join in.") == "Zatrzymaj się. Your eye wants to join in."
        assert translate("Start") == "Start"
    assert translate("Closed smile") == "Closed smile"


def test_english_says_itself():
    """With its own catalogue every message is what stands in the program."""
    before = language.use(translations_of("empty.po", 'msgid ""\nmsgstr ""\n'))
    try:
        speak("en")
        for one in (found.message for found in messages()):
            if one.many:
                assert [plural(one.text, one.many, count) for count in (1, 2)] == [one.text, one.many]
            elif not one.context:
                assert translate(one.text) == one.text
        assert number(48) == "forty-eight"
    finally:
        language.use(before)


# Errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('msgid "a"\nmsgstr a', "line 2"),
        ('"a"', "line 1"),
        ('msgstr "a"', "line 1: msgstr stands before its msgid"),
        ('msgid "{count} left"\nmsgstr "{cuont}"', "line 1: its translation has {cuont}"),
        ('msgid "{count} left"\nmsgstr "{count"', "line 1: a curly bracket"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2"', "Plural-Forms"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=often;\\n"', "Plural-Forms"),
    ],
)
def test_a_catalogue_out_of_order_is_one_sentence(text, sentence):
    """File and line, for who translates; never a traceback on the mirror."""
    with pytest.raises(Problem, match=re.escape(sentence)):
        translations_of("xx.po", text)


def test_a_language_the_mirror_does_not_have_is_refused():
    """By the settings, and by who would speak it."""
    with pytest.raises(Problem, match="choose one of en"):
        speak("xx")
    with pytest.raises(ValueError, match="no catalogue"):
        Settings(language="xx")


def test_the_page_on_languages_says_what_to_run_and_what_stays_english():
    """Who translates knows what to do, and where not to look."""
    page = (REPOSITORY / "docs" / "languages.md").read_text(encoding="utf-8")
    assert "python -m tests.catalogue_of_messages" in page
    assert "tests/test_languages.py" in page
    assert "`language`" in page
    for path, why in NOT_FOR_PATIENTS.items():
        assert f"| `{path}` | {why} |" in page


def test_the_wheel_carries_the_catalogues():
    """An installed mirror reads the written form, so it has to be there."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert "locale/**/*.po" in project["tool"]["setuptools"]["package-data"]["mirror"]


def test_brackets_stand_before_the_full_stop():
    """So that a screen that shortens to the first sentence finds it in the made-up language too."""
    assert bracketed("Look here.") == "[Look here]."
