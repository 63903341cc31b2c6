"""A plan in order, to be broken or changed by tests."""

from datetime import date

from mirror.therapy.plan_reading import Faulty, Read, read_plan

TODAY = date(2026, 11, 21)
#: Numbered by line in the tests: the first line is 1.
PLAN = """\
revision = 3
written_on = 2026-11-20
valid_until = 2027-01-15
prescriber = "A. Therapist"
affected_side = "left"
onset = 2026-08-01
stage = "paretic"
effort_ceiling_percent = 30
views = ["outline", "true mirror"]

[short_practice]
minutes = 5
days = ["monday", "wednesday", "saturday"]
times = ["08:30", "18:00"]

[long_practice]
minutes = 20
days = ["tuesday", "friday"]
time = "17:00"

[focus]
areas = ["mouth", "eye"]
turns = "daily"

[eye_care]
every_min = 120
first = "08:00"
last = "20:30"
night = "21:30"

[reminders]
quiet_from = "22:00"
quiet_until = "07:30"
snooze_min = 20

[[exercise]]
id = "smile"
repetitions = 5
hold_s = 3
rest_s = 6
effort_percent = [15, 30]
days = ["saturday"]

[[exercise]]
id = "eye_closure"
hold_s = 2.5

[[routine]]
id = "massage_cheeks"
minutes = 3
"""
STIMULATION = """
[stimulation]
side = "left"
zone = "cheek"
on_s = 3
off_s = 6
minutes_per_session = 15
sessions_per_week = 3
total_weeks = 6
expires = 2027-01-01
"""


def plan(text=PLAN):
    """The plan in a text that is in order."""
    read = read_plan("plan.toml", text.encode())
    assert isinstance(read, Read), read
    return read.plan


def changed(*changes, text=PLAN):
    """The text with pieces replaced."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def faults_of(text):
    """What is said about a text that is out of order."""
    read = read_plan("plan.toml", text if isinstance(text, bytes) else text.encode())
    assert isinstance(read, Faulty), read
    return read.sentences
