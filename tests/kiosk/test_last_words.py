"""Why a mirror ended is left for the safe screen."""

import pytest

from mirror.kiosk.last_words import last_sentence, last_words
from mirror.problem import Problem


def test_the_sentence_of_a_problem_is_left(tmp_path):
    """And goes on its way to the command line all the same."""
    environ = {"MIRROR_LAST_WORDS": str(tmp_path / "last-words")}
    with pytest.raises(Problem, match="The model is gone"), last_words(environ):
        raise Problem("The model is gone.\nBuild it.")
    assert last_sentence(environ) == "The model is gone. Build it."


def test_what_an_earlier_mirror_has_left_is_taken_away(tmp_path):
    """A mirror that is killed leaves nothing, and must not speak with another's words."""
    environ = {"MIRROR_LAST_WORDS": str(tmp_path / "last-words")}
    (tmp_path / "last-words").write_text("Of yesterday.")
    with last_words(environ):
        assert last_sentence(environ) == ""


@pytest.mark.parametrize("environ", [{}, {"MIRROR_LAST_WORDS": "/nowhere/at/all"}])
def test_where_nothing_can_be_left_the_problem_itself_is_what_counts(environ):
    """Neither a desk nor a full disk changes how the mirror ends."""
    with pytest.raises(Problem, match="The model"), last_words(environ):
        raise Problem("The model is gone.")
    assert last_sentence(environ) == ""
