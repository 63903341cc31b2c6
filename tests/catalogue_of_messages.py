"""The catalogue of messages, made from the program: ``python -m tests.catalogue_of_messages`` writes it anew.

Writes ``mirror/locale/mirror.pot``, the template that a language begins with, and the English catalogue.  Messages are
what is marked in the program (``N_``, ``translate``, ``plural``), the texts of the shipped TOML files, and the words of
the log and of the plan that are shown as they are kept.
"""

import ast
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from jinja2 import Environment

from mirror.language import IN_A_SENTENCE, LOCALE, said_in_sentence, sentences
from mirror.movement.sunnybrook import RestingPart
from mirror.perception.excursion import Movement
from mirror.perception.face import Doubt, Side, Unseen
from mirror.perception.resting import RestingItem
from mirror.therapy.cards import cards
from mirror.therapy.catalogue import Region, entries
from mirror.therapy.evidence import Confirmer
from mirror.therapy.plan import Zone
from mirror.therapy.red_flags import Urgency
from mirror.therapy.stage import Stage
from mirror.therapy.timetable import Duty
from mirror.therapy.view import View

REPOSITORY: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = LOCALE / "mirror.pot"
ENGLISH: Final = LOCALE / "en" / "LC_MESSAGES" / "mirror.po"
#: Which arguments of these are messages.
MARKS: Final = {"N_": 1, "translate": 1, "plural": 2}
#: Words that are kept in the log or written in a plan, and shown in the language of the mirror.
SHOWN: Final[tuple[type[Enum], ...]] = (
    *(Side, Movement, RestingPart, RestingItem, Unseen, Doubt),
    *(Stage, View, Region, Zone, Duty, Confirmer, Urgency),
)
#: More of them, which are no enumeration: how often a focus changes, and what an estimate lacks.
SHOWN_WORDS: Final = ("daily", "weekly", "rest")

_HEADER: Final = (
    "Project-Id-Version: rehab-mirror\n",
    "MIME-Version: 1.0\n",
    "Content-Type: text/plain; charset=UTF-8\n",
    "Content-Transfer-Encoding: 8bit\n",
)
_TWO_FORMS: Final = "Plural-Forms: nplurals=2; plural=(n != 1);\n"


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate; a plural has a second form, and a context tells apart what is written alike."""

    text: str
    many: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A message, and the file it stands in."""

    message: Message
    where: str


def marked(tree: ast.Module) -> Iterator[Message]:
    """The messages that are marked in a module, in their order.

    Raises ValueError for a mark on something that is put together: what is looked up has to be a whole text.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKS:
            continue
        texts = [text for argument in node.args[: MARKS[node.func.id]] for text in _texts(argument)]
        if node.func.id == "plural" and len(texts) == 2:
            yield Message(*texts)
        else:
            yield from (Message(one) for text in texts for one in sentences(text))


def _texts(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.JoinedStr() | ast.BinOp():
            raise ValueError(f"line {argument.lineno}: a message must be one text, and is filled in when looked up")


def messages() -> list[Found]:
    """Every message once, with the first place it stands in."""
    found: dict[Message, Found] = {}
    for one in (*_of_program(), *_of_templates(), *_of_shipped(), *_of_words()):
        if one.message.text:
            found.setdefault(one.message, one)
    return list(found.values())


def _of_program() -> Iterator[Found]:
    for path in sorted((REPOSITORY / "mirror").rglob("*.py")):
        where = path.relative_to(REPOSITORY).as_posix()
        for message in marked(ast.parse(path.read_text(encoding="utf-8"))):
            yield Found(message, where)


def _of_templates() -> Iterator[Found]:
    """What the pages mark with ``_("...")``."""
    jinja = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted((REPOSITORY / "mirror").rglob("templates/*.html")):
        where = path.relative_to(REPOSITORY).as_posix()
        for _line, _function, text in jinja.extract_translations(path.read_text(encoding="utf-8"), ("_",)):
            assert isinstance(text, str), f"{where}: a message must be one text"
            yield from (Found(Message(one), where) for one in sentences(text))


def _of_shipped() -> Iterator[Found]:
    """Names twice: by themselves, and as they are called within a sentence."""
    for entry in entries().values():
        where = "mirror/therapy/exercises.toml"
        yield Found(Message(entry.name), where)
        yield Found(Message(said_in_sentence(entry.name), context=IN_A_SENTENCE), where)
        for text in (entry.instruction, entry.warning, entry.caution):
            yield from (Found(Message(one), where) for one in sentences(text))
    for card in cards():
        for text in (card.headline, card.text):
            yield from (Found(Message(one), "mirror/therapy/cards.toml") for one in sentences(text))


def _of_words() -> Iterator[Found]:
    for kind in SHOWN:
        where = f"{kind.__module__.replace('.', '/')}.py"
        yield from (Found(Message(one.value.replace("_", " ")), where) for one in kind)
    yield from (Found(Message(word), "mirror/therapy/plan.py") for word in SHOWN_WORDS)


def template(found: Iterable[Found]) -> str:
    """The template: every message with nothing beside it."""
    return _file(found, _HEADER, lambda _message, _form: "")


def english(found: Iterable[Found]) -> str:
    """The English catalogue: every message says itself."""
    return written(found, lambda message, form: message.many if form else message.text, "en")


def written(found: Iterable[Found], say: Callable[[Message, int], str], code: str = "") -> str:
    """A catalogue with two plural forms, in which ``say(message, form)`` stands for a message."""
    return _file(found, (*_HEADER, f"Language: {code}\n", _TWO_FORMS), say)


def _file(found: Iterable[Found], header: Iterable[str], say: Callable[[Message, int], str]) -> str:
    blocks = ['msgid ""\nmsgstr ""\n' + "".join(f"{_quoted(line)}\n" for line in header)]
    for one in found:
        lines = [f"#: {one.where}"]
        if "{" in one.message.text:
            lines.append("#, python-brace-format")
        if one.message.context:
            lines.append(f"msgctxt {_quoted(one.message.context)}")
        lines.append(f"msgid {_quoted(one.message.text)}")
        if one.message.many:
            lines.append(f"msgid_plural {_quoted(one.message.many)}")
            lines += [f"msgstr[{form}] {_quoted(say(one.message, form))}" for form in (0, 1)]
        else:
            lines.append(f"msgstr {_quoted(say(one.message, 0))}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    """As C and Python both read it."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    known = messages()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(template(known), encoding="utf-8")
    ENGLISH.write_text(english(known), encoding="utf-8")
    print(f"{len(known)} messages")
