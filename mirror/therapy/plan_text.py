"""The plan that is safe for a stage, written out with remarks.

``mirror plan new`` hands it out, and the mirror itself follows it where there is no plan in force: one text, so that
what is read is what is done.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from mirror.perception.face import Side
from mirror.therapy.catalogue import catalogue, routines
from mirror.therapy.plan import Plan, Weekday
from mirror.therapy.stage import BOUNDS, DOSES, Stage
from mirror.written import read_written

#: No improvement after three to six weeks is a reason to see a specialist (digests of the AAO-HNS guideline), so a plan
#: that nobody has looked at for so long ends.
VALID: Final = timedelta(weeks=6)

#: In their order.
_EXERCISES: Final[dict[Stage, tuple[str, ...]]] = {
    Stage.FLACCID: (),
    Stage.PARETIC: ("brow_raise", "eye_closure", "smile", "pucker"),
    Stage.SYNKINETIC: ("smile", "pucker", "eye_closure"),
    Stage.AFTERCARE: ("brow_raise", "eye_closure", "smile", "pucker", "vowels", "expressions"),
}
_MASSAGE: Final = ("massage_forehead", "massage_temples", "massage_cheeks", "massage_chin", "massage_neck")
_ROUTINES: Final[dict[Stage, tuple[str, ...]]] = {
    Stage.FLACCID: (
        "mirrored_view",
        "imagery_smile",
        "imagery_eye_closure",
        "good_side_relaxation",
        *_MASSAGE,
        "facial_rest",
    ),
    Stage.PARETIC: ("imagery_smile", *_MASSAGE, "facial_rest"),
    # Where it is tight; with the releases and the movements all of it fits into one longer session.
    Stage.SYNKINETIC: (
        "facial_rest",
        "release_cheek",
        "release_eye",
        "release_neck",
        "massage_forehead",
        "massage_cheeks",
        "massage_neck",
    ),
    Stage.AFTERCARE: (*_MASSAGE, "facial_rest"),
}
_FOCUS: Final = {Stage.AFTERCARE: ("mouth", "eye", "brow")}
_CAN: Final = {
    Stage.FLACCID: "no movement yet: nothing active, whatever else stands here",
    Stage.PARETIC: "the first small movements",
    Stage.SYNKINETIC: "movements join in that were not meant: release first, no strengthening",
    Stage.AFTERCARE: "stable: what has come back is kept up",
}


def new_text(stage: Stage, side: Side, today: date, revision: int = 1) -> str:
    """``plan.toml`` with the safe plan of ``stage``, valid from ``today`` on."""
    return "\n".join(_text(stage, side, today, revision)) + "\n"


def safe_plan(stage: Stage, side: Side, today: date) -> Plan:
    """The same plan, as the mirror follows it."""
    return Plan.model_validate(read_written("plan.toml", new_text(stage, side, today).encode(), "line of a plan").data)


def _text(stage: Stage, side: Side, today: date, revision: int) -> Iterator[str]:
    yield "# A plan for the mirror.  A therapist looks it through, changes what the person needs and signs it."
    yield "# `mirror plan check FILE` names every fault with its line; docs/plan.md explains every key."
    yield ""
    yield f"revision = {revision}                 # one more with every change; the mirror keeps the old plans"
    yield f"written_on = {today}"
    yield f"valid_until = {today + VALID}     # then the mirror keeps to the stage's safe plan; three months at most"
    yield 'prescriber = ""              # the therapist\'s name; without it this plan unlocks nothing active'
    yield f'affected_side = "{side.value}"       # the person\'s own left or right; please check'
    yield "# onset = 2026-09-30         # when it began"
    yield f'stage = "{stage.value}"            # {_CAN[stage]}'
    if stage in BOUNDS:
        yield "effort_ceiling_percent = 30  # of the healthy side's full movement: small, slow and even on both sides"
    views = '"healthy half mirrored", "true mirror", "outline", "no face"'
    yield f"views = [{views}]  # the first is shown at first, a button changes it"
    yield ""
    yield "[short_practice]"
    yield "minutes = 5"
    yield f"days = [{_every_day()}]"
    yield 'times = ["08:30", "18:00"]'
    yield ""
    if stage in BOUNDS:
        yield "[long_practice]"
        yield "minutes = 20"
        yield 'days = ["tuesday", "friday"]  # three at most'
        yield 'time = "17:00"'
    else:
        yield "# [long_practice]            # for later stages: 20 minutes on two or three days a week"
    yield ""
    if stage in _FOCUS:
        yield "[focus]"
        yield _areas(stage)
        yield 'turns = "daily"'
        yield ""
    yield "[eye_care]"
    yield "every_min = 120              # by day"
    yield 'first = "08:00"'
    yield 'last = "20:30"'
    yield 'night = "21:30"'
    yield ""
    yield "[reminders]"
    yield 'quiet_from = "22:00"'
    yield 'quiet_until = "07:30"'
    yield "snooze_min = 20"
    yield from _exercises(stage)
    yield from _routines(stage)
    yield from _stimulation(stage, side, today)


def _exercises(stage: Stage) -> Iterator[str]:
    if stage not in BOUNDS:
        yield ""
        yield "# No [[exercise]]: before movement returns, active exercise can do harm.  Imagining is practice too."
        return
    bounds, dose = BOUNDS[stage], DOSES[stage]
    yield ""
    yield f"# In this stage: repetitions {bounds.repetitions}, hold_s {bounds.hold_s}, rest_s {bounds.rest_s}."
    for name in _EXERCISES[stage]:
        yield ""
        yield "[[exercise]]"
        yield f'id = "{name}"  # {catalogue()[name].name}'
        yield f"repetitions = {dose.repetitions}"
        yield f"hold_s = {dose.hold_s:g}"
        yield f"rest_s = {dose.rest_s:g}"


def _routines(stage: Stage) -> Iterator[str]:
    for name in _ROUTINES[stage]:
        routine = routines()[name]
        yield ""
        yield "[[routine]]"
        yield f'id = "{name}"  # {routine.name}'
        yield f"minutes = {routine.duration_s / 60:g}"


def _stimulation(stage: Stage, side: Side, today: date) -> Iterator[str]:
    """Off; what a clinician would write to prescribe it stands there as remarks."""
    yield ""
    yield "# There is no [stimulation]: it is off, and the evidence for it is disputed (docs/plan.md)."
    if stage not in BOUNDS:
        yield "# It accompanies holds only, and in this stage nothing is held."
        return
    yield "# A clinician who prescribes it signs under prescriber, takes off these marks and changes what is written:"
    yield "# [stimulation]"
    yield f'# side = "{side.value}"              # the affected one'
    yield '# zone = "cheek"             # where the electrodes lie: forehead, cheek, lip corner or chin'
    yield "# on_s = 3"
    yield "# off_s = 6                  # at least as long as on_s"
    yield "# minutes_per_session = 15   # 20 at most; or pulses_per_session in its place"
    yield "# sessions_per_week = 3      # 5 at most, one a day"
    yield "# total_weeks = 6            # 12 at most"
    yield f"# expires = {today + VALID}     # not after valid_until"
    if stage is Stage.SYNKINETIC:
        yield '# despite_stage = "synkinetic"  # it is locked in this stage: advised against, wanted nonetheless'


def _every_day() -> str:
    return ", ".join(f'"{day.value}"' for day in Weekday)


def _areas(stage: Stage) -> str:
    areas = ", ".join(f'"{area}"' for area in _FOCUS[stage])
    return f"areas = [{areas}]  # take turns; what is not in focus comes after it"
