"""What the tests of the installer share."""

import pytest

from tests.install.wall import Wall, make_wall


@pytest.fixture
def wall(tmp_path) -> Wall:
    """A machine that has no mirror yet."""
    return make_wall(tmp_path)
