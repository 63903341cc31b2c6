"""One tracker for stills and one drawn patient for every test here."""

import pytest

from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.perception.tracker import Input, open_tracker

from .sitting import Sitting


@pytest.fixture(scope="package")
def stills(bundle):
    with open_tracker(bundle, Input.STILL) as tracker:
        yield tracker


@pytest.fixture(scope="package")
def portrait():
    return Portrait(480, 640, PATIENT)


@pytest.fixture(scope="package")
def sitting(stills, portrait):
    return Sitting(stills, portrait)
