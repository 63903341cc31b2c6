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
        raise missing("--format fhir", "fhir.resources", Extra.FHIR) from error
    with reading_what_is_there(data_dir) as db:
        owner = _owner(db)
        resources = [{"_name": _patient(owner), "resourceType": "Patient"}, *_resources(db, owner)]
