"""Keeping what is ticked and written on a phone, in an inbox that stays short while the page runs for months."""

import logging

from mirror.caregiver.inbox import Entry, append, is_long, taken, tidy
from mirror.caregiver.looking import log_of
from mirror.caregiver.places import Places
from mirror.problem import Problem

_log = logging.getLogger("mirror.caregiver")


def keep(places: Places, entry: Entry) -> None:
    """When this returns, the entry is on the disk.  Raises OSError where that refuses, and Full."""
    if is_long(places.inbox):
        try:
            let_go(places)
        except (Problem, OSError) as refused:
            _log.warning("what the log has already stays in the inbox for now: %s", refused)
    append(places.inbox, entry)


def let_go(places: Places) -> None:
    """Take out of the inbox what the log has.  Raises Problem and OSError; then it is as it was."""
    with log_of(places.data_dir) as db:
        known = frozenset() if db is None else taken(db)
    tidy(places.inbox, known)
