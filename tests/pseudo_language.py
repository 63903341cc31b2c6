"""A language in which every message is itself in brackets: what is shown without them has been forgotten."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

from mirror import language
from mirror.po import translations_of
from tests.catalogue_of_messages import Message, messages, written

_PAIR = re.compile(r"\[[^\[\]]*\]")


def bracketed(text: str) -> str:
    """The brackets stand before the mark that ends a sentence, as its words do."""
    body, mark = (text[:-1], text[-1]) if text[-1] in ".?:" else (text, "")
    return f"[{body}]{mark}"


def pseudo() -> gettext.NullTranslations:
    """The whole catalogue in brackets, through a file of its own."""

    def say(message: Message, form: int) -> str:
        return bracketed(message.many if form else message.text)

    return translations_of("pseudo.po", written(messages(), say))


@contextmanager
def speaking(translations: gettext.NullTranslations) -> Iterator[None]:
    """Everything is looked up here for a while."""
    before = language.use(translations)
    try:
        yield
    finally:
        language.use(before)


def outside_brackets(text: str) -> str:
    """What is left of a text without everything in brackets, also in brackets within brackets."""
    while (shorter := _PAIR.sub("", text)) != text:
        text = shorter
    return text


def forgotten(text: str) -> bool:
    """Whether any word of it is no message; figures and clocks have no letters."""
    return any(letter.isalpha() for letter in outside_brackets(text))
