"""The log as an HL7 FHIR R4 Bundle (hl7.org/fhir/R4B): for records of a clinic that take it.

What was measured has no code of its own in LOINC or SNOMED, so concepts are told in words (CodeableConcept.text) and
none is invented; units are UCUM's.  Everything is a mirror estimate and says so.  R4B is R4 with corrections; nothing
here uses what they changed.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from mirror.diary.assessments import ITEMS
from mirror.diary.reading import reading_what_is_there
from mirror.extras import Extra, missing

Resource = dict[str, Any]

METHOD: Final = "Mirror estimate, not a diagnosis"
UCUM: Final = "http://unitsofmeasure.org"


def export_fhir(data_dir: Path) -> str:
    """A Bundle as JSON, validated by fhir.resources.

    Raises Problem where that package is missing, and where there is no log.
    """
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ImportError as error:
        raise missing("--format fhir", "fhir.resources", Extra.FHIR) from error
    with reading_what_is_there(data_dir) as db:
        owner = _owner(db)
        resources = [{"_name": _patient(owner), "resourceType": "Patient"}, *_resources(db, owner)]
    entries = [{"fullUrl": one.pop("_name"), "resource": one} for one in resources]
    bundle = Bundle.model_validate({"resourceType": "Bundle", "type": "collection", "entry": entries})
    return str(bundle.model_dump_json(indent=1)) + "\n"


def _owner(db: sqlite3.Connection) -> UUID:
    """Whose log it is: the random name that it was given when it was begun, and that no other log has.

    What is in it is named below that by the boot of the machine and its steady seconds, which are never set right and
    do not begin again, as numbers of rows might.
    """
    return UUID(db.execute("SELECT namespace FROM identity").fetchone()[0])


def _patient(owner: UUID) -> str:
    return f"urn:uuid:{uuid5(owner, 'patient')}"


def _resources(db: sqlite3.Connection, owner: UUID) -> Iterator[Resource]:
    for row in db.execute("SELECT DISTINCT app_version, model FROM sessions ORDER BY app_version, model"):
        yield _device(owner, row["app_version"], row["model"])
    for row in db.execute(
        """SELECT daily_summary.*, sessions.at_utc, sessions.ended_utc, sessions.clock_synced, sessions.app_version,
                  sessions.model, sessions.purpose, sessions.boot_id, sessions.monotonic_s
             FROM daily_summary JOIN sessions ON sessions.id = session_id
            WHERE daily_summary.repetitions > 0 ORDER BY session_id, first_monotonic_s"""
    ):
        yield _exercise(owner, row)
    for row in db.execute(
        """SELECT assessments.*, runs.app_version, runs.model AS device_model
             FROM assessments JOIN runs ON runs.id = run_id ORDER BY assessments.id"""
    ):
        yield _assessment(db, owner, row)


def _device(owner: UUID, app_version: str, model: str) -> Resource:
    return {
        "_name": _device_name(owner, app_version, model),
        "resourceType": "Device",
        "deviceName": [{"name": "Mirror (rehab-mirror)", "type": "user-friendly-name"}],
        "type": {"text": "Smart mirror that guides and measures facial exercises; not a medical device"},
        "version": [
            {"type": {"text": "program"}, "value": app_version},
            {"type": {"text": "landmark model"}, "value": model},
        ],
    }


def _exercise(owner: UUID, row: sqlite3.Row) -> Resource:
    """One exercise of one session: means over its repetitions."""
    movement = row["movement"].replace("_", " ")
    sides = [
        _component("Left side, movement from rest", _quantity(row["left_mm"], "mm")),
        _component("Right side, movement from rest", _quantity(row["right_mm"], "mm")),
        _component("Symmetry: weaker over stronger side", _quantity(row["symmetry"], "1")),
    ]
    return _observation(
        owner,
        f"exercise {row['boot_id']} {row['monotonic_s']} {row['exercise']}",
        f"Facial movement, {row['purpose']}: {movement}",
        row,
        [
            *sides,
            _component("Repetitions", _quantity(row["repetitions"], "1")),
            _component("Hold, mean", _quantity(row["hold_s"], "s")),
            _component("Confidence, 0 to 1", _quantity(row["confidence"], "1")),
        ],
        effectivePeriod={"start": row["at_utc"], **({"end": row["ended_utc"]} if row["ended_utc"] else {})},
        device={"reference": _device_name(owner, row["app_version"], row["model"])},
    )


def _assessment(db: sqlite3.Connection, owner: UUID, row: sqlite3.Row) -> Resource:
    """The estimate on the Sunnybrook scale: the composite, and every item of it."""
    items = [
        _component(
            f"{item['part']}: {item['item'].replace('_', ' ')}", _quantity(item["points"], "1"), item["abstained"]
        )
        for item in db.execute(f"SELECT * FROM {ITEMS} WHERE assessment_id = ? ORDER BY id", (row["id"],))
    ]
    return _observation(
        owner,
        f"assessment {row['boot_id']} {row['monotonic_s']}",
        "Estimate on the Sunnybrook facial grading scale, composite",
        row,
        items,
        **_value(_quantity(row["composite"], "1"), row["abstained"]),
        effectiveDateTime=row["at_utc"],
        device={"reference": _device_name(owner, row["app_version"], row["device_model"])},
    )


def _observation(
    owner: UUID, name: str, text: str, row: sqlite3.Row, components: list[Resource], **more: Any
) -> Resource:
    doubt = [] if row["clock_synced"] else [{"text": "The mirror's clock was not known to be right on that day."}]
    return {
        "_name": f"urn:uuid:{uuid5(owner, name)}",
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": text},
        "subject": {"reference": _patient(owner)},
        "method": {"text": METHOD},
        **({"note": doubt} if doubt else {}),
        **({"component": components} if components else {}),
        **more,
    }


def _component(text: str, quantity: Resource | None, why: str | None = None) -> Resource:
    return {"code": {"text": text}, **_value(quantity, why)}


def _value(quantity: Resource | None, why: str | None) -> Resource:
    if quantity is None:
        return {"dataAbsentReason": {"text": why or "The mirror could not be sure"}}
    return {"valueQuantity": quantity}


def _quantity(value: float | None, unit: str) -> Resource | None:
    if value is None:
        return None
    return {"value": round(value, 3), "system": UCUM, "code": unit, **({"unit": unit} if unit != "1" else {})}


def _device_name(owner: UUID, app_version: str, model: str) -> str:
    return f"urn:uuid:{uuid5(owner, f'device {app_version} {model}')}"
