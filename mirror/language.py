"""The language the mirror speaks: messages are marked where they stand, and looked up where they are shown.

English is the source: a text in the program is the message itself, and what has no translation is shown as it is.  The
language is chosen once per process, before anything is shown; that is why looking up needs no argument.  Decisions
never look at a translated text, and the log keeps the English ones.  docs/languages.md says how to add a language.
"""

import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mirror.po import translations_of
from mirror.problem import Problem

LOCALE: Final = Path(__file__).resolve().parent / "locale"
#: Of the names of exercises and routines, which may be written otherwise within a sentence.
IN_A_SENTENCE: Final = "in a sentence"
#: Where one sentence ends and the next one begins.
_BETWEEN: Final = re.compile(r"(?<=[.?]) (?=[A-Z])")


@dataclass(slots=True)
class _Voice:
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_VOICE: Final = _Voice()


def N_(text: str) -> str:
    """Marks a text as a message.  It is looked up where it is shown, so that constants stay constants."""
    return text


def languages() -> tuple[str, ...]:
    """Those the mirror has, by their codes."""
    return tuple(sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/mirror.po")))


def speak(language: str) -> None:
    """Everything that is shown from now on is in this language, one of :func:`languages`.

    Raises Problem for a language without a catalogue, and for a catalogue that cannot be read.
    """
    path = LOCALE / language / "LC_MESSAGES" / "mirror.po"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}): choose one of {', '.join(languages())}.") from error
    use(translations_of(str(path), text))


def use(translations: gettext.NullTranslations) -> gettext.NullTranslations:
    """Look messages up here from now on; returns where they were looked up before."""
    before, _VOICE.translations = _VOICE.translations, translations
    return before


def sentences(text: str) -> list[str]:
    """The sentences of a text.  They are the messages of the catalogue, so that texts may be put together of them."""
    return _BETWEEN.split(text)


def translate(text: str) -> str:
    """What is shown for a message, sentence by sentence; a text that is no message stays as it is."""
    look_up = _VOICE.translations.gettext
    return " ".join(look_up(one) if one else one for one in sentences(text))


def plural(one: str, many: str, count: int) -> str:
    """The form of a message that goes with this count."""
    return _VOICE.translations.ngettext(one, many, count)


def in_sentence(name: str) -> str:
    """What an exercise or routine is called within a sentence.

    Of a name what stands before its comma: a massage of two places is one massage in a sentence.
    """
    return _VOICE.translations.pgettext(IN_A_SENTENCE, said_in_sentence(name))


def said_in_sentence(name: str) -> str:
    """The message that :func:`in_sentence` looks up."""
    return name.partition(",")[0].lower()
