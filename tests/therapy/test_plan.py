"""Plans as people write them: in order, or out of order with every fault, its line and what is allowed."""

import re
import tomllib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.perception.face import Side
from mirror.therapy.plan import Plan, Weekday
from mirror.therapy.plan_reading import STAND_INS, Faulty, Read, out_of_date, out_of_date_besides, read_plan
from mirror.therapy.plan_rules import in_quiet
from mirror.therapy.plan_text import new_text, safe_plan
from mirror.therapy.stage import Stage
from mirror.written import read_written
from tests.therapy.plans import PLAN, STIMULATION, TODAY, changed, faults_of, plan

#: Words of the libraries underneath, which no person should have to read.
LIBRARY_WORDS = ("input should", "validat", "tuple", "frozenset", "Invalid statement", "BaseModel", "enum", "Traceback")

BROKEN = {
    "a key nobody knows": (
        ("minutes = 5", "minuts = 5"),
        12,
        "there is no key minuts in [short_practice]; allowed are",
    ),
    "a table nobody knows": (("[focus]", "[fokus]"), 21, "there is no key fokus; allowed are revision, written_on"),
    "not TOML": (('stage = "paretic"', "stage = paretic"), 7, "'stage = paretic' is not a line of a plan; allowed is"),
    "a key twice": (("revision = 3", "revision = 3\nrevision = 4"), 2, "'revision = 4' is not a line of a plan"),
    "a stage there is not": (
        ('"paretic"', '"better"'),
        7,
        'stage = "better" is not allowed; allowed is flaccid, paretic',
    ),
    "a missing key": (
        ('stage = "paretic"\n', ""),
        1,
        "the key stage is missing; allowed is flaccid, paretic, synkinetic",
    ),
    "a missing key of a table": (
        ('areas = ["mouth", "eye"]\n', ""),
        21,
        "the key areas is missing in [focus]; allowed",
    ),
    "a missing id": (('id = "eye_closure"\n', ""), 44, "the key id is missing in [exercise]; allowed is text"),
    "a number as text": (
        ("revision = 3", 'revision = "3"'),
        1,
        'revision = "3" is not allowed; allowed is a whole number',
    ),
    "a date in quotes": (
        ("valid_until = 2027-01-15", 'valid_until = "2027-01-15"'),
        3,
        'valid_until = "2027-01-15" is not allowed; allowed is a date like 2026-12-24, without quotes.',
    ),
    "no side": (('"left"', '"both"'), 5, 'affected_side = "both" is not allowed; allowed is left or right.'),
    "no time": (('"08:30"', '"8.30"'), 14, '"8.30" in times is not allowed; allowed is a list of 1 to 4 times like'),
    "no weekday": (
        ('"friday"', '"fryday"'),
        18,
        '"fryday" in days is not allowed; allowed is a list of 1 to 3 of monday',
    ),
    "too many long days": (
        ('days = ["tuesday", "friday"]', 'days = ["monday", "tuesday", "friday", "sunday"]'),
        18,
        'days = ["monday", "tuesday", "friday", "sunday"] is not allowed; allowed is a list of 1 to 3 of monday',
    ),
    "a practice too long": (
        ("minutes = 20", "minutes = 45"),
        17,
        "minutes = 45 is not allowed; allowed is a whole number from 10 to 20",
    ),
    "a band of one": (("[15, 30]", "[15]"), 41, "effort_percent = [15] is not allowed; allowed is two whole numbers"),
    "a hold too long": (
        ("hold_s = 3\n", "hold_s = 90\n"),
        39,
        "hold_s = 90 is more than this stage allows (paretic: 2 to 6 seconds).",
    ),
    "a rest too short": (
        ("rest_s = 6", "rest_s = 1"),
        40,
        "rest_s = 1 is less than this stage allows (paretic: 4 to 30 seconds)",
    ),
    "a negative dose": (
        ("repetitions = 5", "repetitions = -5"),
        38,
        "repetitions = -5 is less than this stage allows (paretic: 1 to 10).",
    ),
    "too much effort": (
        ("[15, 30]", "[15, 50]"),
        41,
        "effort_percent = [15, 50] does not fit; allowed are two rising numbers",
    ),
    "a ceiling too high": (
        ("effort_ceiling_percent = 30", "effort_ceiling_percent = 60"),
        8,
        "effort_ceiling_percent = 60 is more than this stage allows (paretic: 10 to 30 percent).",
    ),
    "an exercise nobody knows": (
        ('"smile"', '"yodel"'),
        37,
        'id = "yodel" is no exercise of the catalogue; allowed in the paretic',
    ),
    "a routine as an exercise": (('"smile"', '"warm_towel"'), 37, 'id = "warm_towel" is no exercise of the catalogue'),
    "an exercise of another stage": (
        ('"smile"', '"wink"'),
        37,
        'id = "wink" is locked in this stage; allowed in the paretic',
    ),
    "an exercise twice": (
        ("hold_s = 2.5", '\n[[exercise]]\nid = "smile"'),
        48,
        'id = "smile" is planned twice; allowed is once, with its days.',
    ),
    "valid for too long": (
        ("2027-01-15", "2027-11-20"),
        3,
        "does not fit written_on = 2026-11-20; allowed is a later day, up to 2027-02-20",
    ),
    "over before it begins": (("2027-01-15", "2026-11-20"), 3, "valid_until = 2026-11-20 does not fit written_on"),
    "an onset to come": (("onset = 2026-08-01", "onset = 2026-12-01"), 6, "onset = 2026-12-01 is after written_on"),
    "a focus without anything": (
        ('["mouth", "eye"]', '["mouth", "chin"]'),
        22,
        '"chin" in areas has nothing planned for it; allowed are eye, cheek, mouth.',
    ),
    "a practice in quiet hours": (
        ('"18:00"', '"22:30"'),
        14,
        "times = 22:30 lies in the quiet hours; allowed is 07:30 to 22:00.",
    ),
    "a long practice in quiet hours": (('"17:00"', '"06:00"'), 19, "time = 06:00 lies in the quiet hours"),
    "night care in quiet hours": (('"21:30"', '"23:00"'), 29, "night = 23:00 lies in the quiet hours"),
    "a time twice": (('"18:00"', '"08:30"'), 14, "a time in times stands there twice"),
    "eye care that ends first": (
        ('last = "20:30"', 'last = "07:45"'),
        28,
        "last = 07:45 is not after first; allowed is a time after 08:00.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plan_is_one_sentence_with_its_line(name):
    """File, line, what is wrong and what is allowed, and nothing else."""
    change, line, said = BROKEN[name]
    text = changed(change)
    sentences = faults_of(text)
    assert len(sentences) == 1, sentences
    assert sentences[0].startswith(f"plan.toml, line {line}: "), sentences[0]
    assert said in sentences[0], sentences[0]
    assert "allow" in sentences[0]
    assert [word for word in LIBRARY_WORDS if word in sentences[0]] == []


BROKEN_STIMULATION = {
    "the healthy side": (
        ('side = "left"\nzone', 'side = "right"\nzone'),
        53,
        'side = "right" is not the affected one; allowed is left.',
    ),
    "over the eye": (
        ('"cheek"', '"eye"'),
        54,
        'zone = "eye" is not allowed; allowed is forehead, cheek, lip corner or chin.',
    ),
    "too little pause": (
        ("off_s = 6", "off_s = 2"),
        56,
        "off_s = 2 is shorter than on_s; allowed is 3 seconds or more.",
    ),
    "no limit": (("minutes_per_session = 15\n", ""), 52, "needs one limit; allowed is either"),
    "two limits": (("on_s = 3", "on_s = 3\npulses_per_session = 50"), 52, "needs one limit; allowed is either"),
    "too long": (
        ("minutes_per_session = 15", "minutes_per_session = 45"),
        57,
        "minutes_per_session = 45 is not allowed; allowed is a whole number from 1 to 20.",
    ),
    "too often": (
        ("sessions_per_week = 3", "sessions_per_week = 7"),
        58,
        "sessions_per_week = 7 is not allowed; allowed is a whole number from 1 to 5.",
    ),
    "longer than the plan": (
        ("expires = 2027-01-01", "expires = 2027-03-01"),
        60,
        "expires = 2027-03-01 is outside the plan; allowed is 2026-11-20 to",
    ),
    "longer than its weeks": (
        ("total_weeks = 6", "total_weeks = 2"),
        60,
        "expires = 2027-01-01 is past total_weeks = 2; allowed is 2026-12-04 or before.",
    ),
    "an unused override": (
        ("on_s = 3", 'on_s = 3\ndespite_stage = "flaccid"'),
        56,
        'despite_stage = "flaccid" has no use in the paretic stage',
    ),
    "nobody who prescribes": (('"A. Therapist"', '" "'), 52, "[stimulation] needs a prescriber; allowed is"),
    "a tender stage": (
        ('"paretic"', '"synkinetic"'),
        52,
        "is locked in the synkinetic stage; allowed is leaving it out, or despite_stage",
    ),
}


@pytest.mark.parametrize("name", BROKEN_STIMULATION)
def test_a_broken_prescription_of_stimulation_is_one_sentence_with_its_line(name):
    """It exists only as a clinician's prescription, and every limit of it is held."""
    change, line, said = BROKEN_STIMULATION[name]
    (sentence,) = [one for one in faults_of(changed(change, text=PLAN + STIMULATION))][:1]
    assert sentence.startswith(f"plan.toml, line {line}: "), sentence
    assert said in sentence


def test_a_prescriber_may_want_stimulation_in_a_tender_stage_and_must_say_so():
    """By naming the stage."""
    text = changed(
        ('"paretic"', '"synkinetic"'), ("on_s = 3", 'on_s = 3\ndespite_stage = "synkinetic"'), text=PLAN + STIMULATION
    )
    asked = plan(text).stimulation
    assert asked is not None
    assert asked.despite_stage is Stage.SYNKINETIC
    assert plan(PLAN).stimulation is None


@pytest.mark.parametrize(
    ("stage", "name"), [("paretic", "open_smile"), ("paretic", "resist_smile"), ("aftercare", "resist_brow")]
)
def test_strengthening_and_late_movement_need_a_prescriber(stage, name):
    """Without one it is a fault; with one it may stand there, and the gate has the last word."""
    text = changed(
        ('"paretic"', f'"{stage}"'), ('"smile"', f'"{name}"'), ('areas = ["mouth", "eye"]', 'areas = ["eye"]')
    )
    assert plan(text).prescribed
    (sentence,) = faults_of(text.replace("A. Therapist", ""))
    assert sentence.startswith(f'plan.toml, line 37: id = "{name}" needs a therapist; allowed is')


def test_the_neck_needs_a_prescriber_too():
    """Strengthening as a routine."""
    text = changed(('"massage_cheeks"', '"neck_foundation"'), ("A. Therapist", ""))
    (sentence,) = faults_of(text)
    assert 'id = "neck_foundation" needs a therapist' in sentence


def test_what_is_unknown_is_told_once_also_without_a_prescriber():
    """Nobody has to sign for what there is not."""
    (sentence,) = faults_of(changed(('"smile"', '"yodel"'), ("A. Therapist", "")))
    assert 'id = "yodel" is no exercise' in sentence


def test_nothing_active_can_be_planned_in_the_flaccid_stage():
    """Each exercise is named with its line, and what is allowed instead."""
    text = changed(('"paretic"', '"flaccid"'), ("effort_ceiling_percent = 30\n", ""))
    sentences = faults_of(text)
    assert [re.search(r"line (\d+)", one)[1] for one in sentences] == ["36", "44"]
    assert all("is locked in this stage; allowed in the flaccid stage: no exercise." in one for one in sentences)


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    """What the shape of the file hides does not wait for the next check."""
    sentences = faults_of(changed(("minutes = 5", "minuts = 5"), ("hold_s = 3\n", "hold_s = 90\n"), ('"08:30"', '"8"')))
    assert [int(re.search(r"line (\d+)", one)[1]) for one in sentences] == [12, 14, 39]


def test_a_plan_with_nothing_in_it_says_what_to_add():
    """At the top of the file."""
    text = PLAN.partition("[focus]")[0]
    assert faults_of(text) == (
        "plan.toml, line 1: nothing is planned; allowed is one [[exercise]] or [[routine]] or more.",
    )


def test_a_file_in_another_encoding_is_named_with_its_line():
    """As in the settings."""
    (sentence,) = faults_of(PLAN.replace("A. Therapist", "Größe").encode("latin-1"))
    assert sentence == "plan.toml, line 4: this is not UTF-8 text; save the file as UTF-8."


def test_a_plan_out_of_date_names_the_line_of_the_date():
    """Before its first and after its last day."""
    read = read_plan("plan.toml", PLAN.encode())
    assert isinstance(read, Read)
    assert out_of_date(read, TODAY) is None
    assert out_of_date(read, date(2027, 1, 15)) is None
    late, early = out_of_date(read, date(2027, 1, 16)), out_of_date(read, date(2026, 11, 19))
    assert late is not None
    assert late.startswith("plan.toml, line 3: valid_until = 2027-01-15 has passed; allowed is")
    assert early is not None
    assert early.startswith("plan.toml, line 2: written_on = 2026-11-20 is still to come; allowed is")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("side", Side)
def test_the_safe_plan_of_every_stage_is_in_order(stage, side):
    """What `mirror plan new` writes is accepted, and unlocks nothing by itself."""
    text = new_text(stage, side, TODAY, revision=7)
    found = plan(text)
    assert (found.stage, found.affected_side, found.revision) == (stage, side, 7)
    assert not found.prescribed
    assert found.stimulation is None
    assert found == safe_plan(stage, side, TODAY).model_copy(update={"revision": 7})
    assert (found.exercise == ()) == (stage is Stage.FLACCID)


def test_a_safe_plan_has_a_remark_at_every_key_that_needs_one():
    """A therapist reads it without the manual."""
    head = new_text(Stage.PARETIC, Side.LEFT, TODAY).partition("[short_practice]")[0]
    lines = [line for line in head.splitlines() if " = " in line and not line.startswith(("#", "written_on"))]
    assert [line for line in lines if "#" not in line] == []


def test_a_time_may_be_written_as_toml_has_it():
    """08:30:00 without quotes is a time too."""
    found = plan(changed(('time = "17:00"', "time = 17:00:30")))
    assert found.long_practice is not None
    assert found.long_practice.time == time(17, 0)


def test_a_file_from_windows_is_read_with_the_same_lines():
    """A byte order mark and two characters at every line's end."""
    text = "\ufeff" + changed(("hold_s = 3\n", "hold_s = 90\n")).replace("\n", "\r\n")
    assert [re.search(r"line (\d+)", one)[1] for one in faults_of(text)] == ["39"]


def test_quiet_hours_may_pass_midnight_or_not():
    """Both ways round."""
    over = plan().reminders
    within = over.model_copy(update={"quiet_from": time(12, 0), "quiet_until": time(14, 0)})
    assert [in_quiet(time(hour), over) for hour in (3, 7, 8, 22, 23)] == [True, True, False, True, True]
    assert [in_quiet(time(hour), within) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def test_a_plan_without_focus_and_eye_care_is_in_order():
    """What is left out is left out."""
    text = PLAN.replace(PLAN[PLAN.index("[focus]") : PLAN.index("[reminders]")], "").replace("[15, 30]", "[15, 20]")
    found = plan(text.replace(PLAN[PLAN.index("[long_practice]") : PLAN.index("[focus]")], ""))
    assert (found.focus, found.eye_care, found.long_practice) == (None, None, None)
    night = plan(PLAN.replace('night = "21:30"\n', "")).eye_care
    assert night is not None
    assert night.night is None


def told_of(text: str) -> tuple[str, bool]:
    """What is said of a plan that is out of order, and whether that is all there is to say."""
    read = read_plan("plan.toml", text.encode())
    assert isinstance(read, Faulty)
    return "\n".join(read.sentences), read.all_told


DEEP = PLAN.replace("hold_s = 3\n", "hold_s = 90\n")


@pytest.mark.parametrize(
    ("before", "after", "all_told"),
    [
        ("revision = 3", "revision = -3", True),
        ("revision = 3\n", "", True),
        ("written_on = 2026-11-20", 'written_on = "today"', False),
        ('affected_side = "left"', 'affected_side = "both"', True),
        ('id = "smile"', "id = 5", True),
    ],
    ids=["revision", "no revision", "date", "side", "id"],
)
def test_what_every_plan_must_have_hides_no_other_fault(before, after, all_told):
    """The hold is too long whatever else cannot be read; only what could not be judged may come after it."""
    assert before in DEEP
    told, whole = told_of(DEEP.replace(before, after))
    assert "hold_s = 90 is more than this stage allows" in told
    assert len(told.splitlines()) == 2
    assert whole is all_told


def test_without_a_stage_no_dose_is_judged_and_that_is_said():
    """What stands in for the stage decides nothing."""
    told, whole = told_of(DEEP.replace('stage = "paretic"', 'stage = "better"'))
    assert "hold_s" not in told
    assert not whole


def test_there_is_a_stand_in_for_whatever_a_plan_must_have():
    """A key that every plan must have and that has none would hide all other faults again."""
    assert {key for key, field in Plan.model_fields.items() if field.is_required()} == set(STAND_INS)


def test_a_stand_in_that_does_not_fit_any_more_hides_no_fault_of_its_own_place(monkeypatch):
    """What was found stays found; what stands beside it is not judged, and that is said."""
    monkeypatch.setitem(STAND_INS, "revision", "none")
    told, whole = told_of(DEEP.replace("revision = 3", "revision = -3"))
    assert "revision = -3" in told
    assert len(told.splitlines()) == 1
    assert not whole


@pytest.mark.parametrize(
    ("text", "today", "told"),
    [
        (DEEP, date(2027, 1, 15), False),
        (DEEP, date(2027, 1, 16), True),
        (DEEP.replace("valid_until = 2027-01-15", "valid_until = 2020-01-01"), date(2027, 1, 16), False),
        (DEEP.replace("valid_until = 2027-01-15", 'valid_until = "soon"'), date(2027, 1, 16), False),
        ("revision = [", date(2027, 1, 16), False),
    ],
    ids=["in date", "ended", "told already", "no date", "no TOML"],
)
def test_that_a_faulty_plan_has_ended_besides_is_told_once(text, today, told):
    """Where its last day can be read, and is no fault already."""
    read = read_plan("plan.toml", text.encode())
    assert isinstance(read, Faulty)
    said = out_of_date_besides(read, today)
    assert (said is not None) is told
    assert said is None or said.startswith("plan.toml, line 3: valid_until = 2027-01-15 has passed; allowed is")


@given(st.text(max_size=80))
def test_no_text_brings_a_library_s_words_out(text):
    """Whatever stands in the file, it is sentences of one kind."""
    read = read_plan("plan.toml", text.encode("utf-8", "surrogatepass"))
    assert isinstance(read, Faulty)
    for sentence in read.sentences:
        assert re.match(r"plan\.toml, line [1-9]\d*: ", sentence)
        assert "\n" not in sentence
        assert [word for word in LIBRARY_WORDS if word in sentence and word not in text] == []


KEYS = re.findall(r"^(\w+) = ", PLAN, re.M)
VALUES = (
    "true",
    "-1",
    "0",
    "999999",
    "nan",
    "inf",
    '""',
    '"x"',
    "[]",
    "[1]",
    '["x"]',
    "{ a = 1 }",
    "1979-05-27",
    "07:32:00",
    "[[[]]]",
)


@given(st.sampled_from(sorted(set(KEYS))), st.sampled_from(VALUES), st.integers(0, 3))
def test_any_value_of_any_key_is_taken_or_told_with_the_line_of_that_key(key, value, which):
    """No exception, and never another line than one that the change concerns."""
    rows = PLAN.splitlines()
    places = [number for number, row in enumerate(rows) if row.startswith(f"{key} = ")]
    place = places[which % len(places)]
    rows[place] = f"{key} = {value}"
    read = read_plan("plan.toml", "\n".join(rows).encode())
    if isinstance(read, Faulty):
        lines = [int(re.match(r"plan\.toml, line (\d+)", one)[1]) for one in read.sentences]
        cross = {
            "stage",
            "written_on",
            "quiet_from",
            "quiet_until",
            "id",
            "prescriber",
            "effort_ceiling_percent",
            "first",
        }
        assert lines == [place + 1] or key in cross


def test_the_lines_of_keys_are_found_in_every_way_of_writing_them():
    """Tables, lists of tables, dotted and quoted keys, long lists, long texts, brackets in texts and remarks."""
    text = '''a = 1 # [not]
"b c" = """
[x]
d = 2
"""
e = [
  "]", # ]
  { f = 1 },
]
[g.h]
i.j = \'k = 1\'
[[l]]
m = 1
[[l]]
m = [[1], [2]]
[l.n]
o = 1
'''
    written = read_written("x", text.encode(), "line")
    assert tomllib.loads(text) == written.data
    wanted = {
        ("a",): 1,
        ("b c",): 2,
        ("e",): 6,
        ("g", "h"): 10,
        ("g", "h", "i", "j"): 11,
        ("l", 0, "m"): 13,
        ("l", 1): 14,
        ("l", 1, "m"): 15,
        ("l", 1, "n", "o"): 17,
    }
    assert {keys: written.line_of(keys) for keys in wanted} == wanted
    assert written.line_of(("e", 1, "f")) == 6
    assert written.line_of(("nowhere",)) == 0
    assert ("d",) not in written.lines


def test_a_plan_names_the_days_as_people_do():
    """Monday is the first."""
    assert Weekday.of(date(2026, 11, 21)) is Weekday.SATURDAY
    assert Plan.model_validate(tomllib.loads(PLAN)) == plan()


@pytest.mark.parametrize(
    "lines",
    [
        'times = ["8:30", "6:00"]',
        'times = ["08+01", "09:00"]',
        'times = ["0830Z", "09:00"]',
        "times = [[1], [2]]",
        "days = [{a = 1}]",
        f"times = {'[' * 3000}{']' * 3000}",
        f"minutes = {'9' * 5000}",
    ],
)
def test_whatever_stands_in_a_plan_is_a_sentence_and_never_a_crash(lines):
    """A mirror on a wall reads it again and again: it must go on with its safe plan."""
    key = lines.partition(" = ")[0]
    text = re.sub(rf"(?m)^{key} = .*$", lines, new_text(Stage.PARETIC, Side.LEFT, date(2026, 11, 21)), count=1)
    read = read_plan("plan.toml", text.encode())
    assert isinstance(read, Faulty)
    assert all(sentence.startswith("plan.toml") for sentence in read.sentences)


def test_a_plan_far_beyond_a_lifetime_is_refused():
    """Every day of a plan can be reckoned with."""
    text = new_text(Stage.PARETIC, Side.LEFT, date(2026, 11, 21)).replace("2026-11-21", "9999-12-01")
    assert isinstance(read_plan("plan.toml", text.encode()), Faulty)
