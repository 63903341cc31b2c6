"""The day's card: what the cards hold to, how they take turns, and how their faults are said."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.problem import Problem
from mirror.therapy.cards import card_of, cards, parse_cards
from mirror.therapy.stage import Stage

CARD = """
[[card]]
id = "rest"
headline = "Rest is half of it."
text = "Let the face hang. That is all."
stages = ["flaccid", "paretic", "synkinetic", "aftercare"]
source = "a leaflet"
"""
UNKIND = ("!", "bad side", "paralys", "fail", "wrong", "normal again", "guarantee", "will recover", "cure")
DRUGS = ("inject", "botul", "botox", "steroid", "cortis", "aspirin", "tablet", "ointment", "pill")
dates = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_there_are_twelve_to_sixteen_cards_and_a_fortnight_s_worth_for_every_stage():
    """A card does not come back within ten days."""
    assert 12 <= len(cards()) <= 16
    for stage in Stage:
        assert sum(stage in one.stages for one in cards()) >= 10


@pytest.mark.parametrize("card", cards(), ids=lambda one: one.id)
def test_a_card_is_kind_and_promises_nothing(card):
    """No drugs, no injections, no promises, no unkind words; two sentences."""
    said = f"{card.headline} {card.text}".lower()
    assert not [word for word in (*UNKIND, *DRUGS) if word in said]
    assert len(re.findall(r"\.(?: |$)", card.text)) == 2


def test_what_belongs_to_later_stages_is_not_told_in_the_flaccid_one():
    """Nobody is asked to move before movement has returned."""
    told = {one.id for one in cards() if Stage.FLACCID in one.stages}
    assert told.isdisjoint({"why_small", "why_slow", "joined_movements", "tightness"})
    assert "why_wait" in told


@pytest.mark.parametrize("stage", Stage)
def test_the_eye_and_the_doctor_are_told_in_every_stage(stage):
    """What cannot wait is for everybody."""
    told = {one.id for one in cards() if stage in one.stages}
    assert {"eyelid_care", "see_a_doctor", "caregiver", "mood"} <= told


@given(dates, st.sampled_from(Stage))
def test_every_card_of_a_stage_has_its_turn_and_none_comes_twice_before(day, stage):
    """In any stretch of as many days as there are cards."""
    own = [one for one in cards() if stage in one.stages]
    shown = [card_of(day + timedelta(days=later), stage) for later in range(len(own))]
    assert sorted(one.id for one in shown) == sorted(one.id for one in own)


@given(dates, st.sampled_from(Stage))
def test_a_day_has_one_card(day, stage):
    """It does not change while the day lasts."""
    assert card_of(day, stage) is card_of(day, stage)
    assert stage in card_of(day, stage).stages


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('id = "rest"', 'id = "Rest!"', 'line 2: card "Rest!": id = "Rest!" is not allowed'),
        ("Rest is half of it.", "Rest", 'line 3: card "rest": headline must end with a full stop'),
        ("Rest is half of it.", "Rest! is half.", 'line 4: card "rest": text must not shout'),
        (" That is all.", "", 'line 4: card "rest": text must be two sentences'),
        (" That is all.", " That is all", 'line 4: card "rest": text must be two sentences'),
        ("That is all", "That is all" * 20, "allowed is text in double quotes, 170 letters at most"),
        ('source = "a leaflet"', "", 'line 1: card "rest": the key source is missing'),
        ('source = "a leaflet"', 'source = "x"\nsauce = 1', 'line 7: card "rest": there is no key sauce'),
        ('"flaccid", ', "", "line 1: there is no card for the flaccid stage; write at least one."),
        ("[[card]]", "[[cart]]", "the key card is missing"),
        ('source = "a leaflet"', f'source = "a leaflet"\n{CARD}', 'card "rest": this id is taken'),
        ("[[card]]", "[[card]", "is not a line of the cards"),
    ],
)
def test_a_fault_names_line_card_and_key(before, after, sentence):
    """Whoever adds a card is told what to mend."""
    assert parse_cards(CARD.strip().encode())
    with pytest.raises(Problem) as problem:
        parse_cards(CARD.strip().replace(before, after, 1).encode())
    assert str(problem.value).startswith("cards.toml, line ")
    assert sentence in str(problem.value)
