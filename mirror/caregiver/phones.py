"""Phones that are connected: the page writes who was paired, the mirror writes who was disconnected."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from mirror.caregiver.kept import has_texts, read_json, write_json
from mirror.caregiver.places import Places
from mirror.language import translate

#: More than a household has; when it is reached, one has to be disconnected first.
MOST_PHONES: Final = 12
#: Of a person's name.
MOST_LETTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Phone:
    """One paired phone."""

    id: str
    """In its cookie; 128 random bits."""
    name: str
    """Whose it is, as typed when it was paired; empty where nobody did."""
    kind: str
    """What it is, from what its browser says."""
    paired_utc: str
    offer: str
    """The offer it took: one phone each."""


def paired(path: Path) -> tuple[Phone, ...]:
    """Every phone in the page's file, those that were disconnected too."""
    found = read_json(path)
    entries = found if isinstance(found, list) else []
    names = ("id", "name", "kind", "paired_utc", "offer")
    return tuple(Phone(**{name: one[name] for name in names}) for one in entries if has_texts(one, *names))


def revoked(path: Path) -> frozenset[str]:
    """Ids in the mirror's file."""
    found = read_json(path)
    return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()


def connected(places: Places) -> tuple[Phone, ...]:
    """Phones that may look at the page, in the order in which they were paired."""
    gone = revoked(places.revoked)
    return tuple(phone for phone in paired(places.phones) if phone.id not in gone)


def write_phones(path: Path, phones: Iterable[Phone]) -> None:
    """The page's file.  Raises OSError where the disk refuses."""
    write_json(path, [asdict(phone) for phone in phones])


def revoke(places: Places, ids: Iterable[str]) -> None:
    """Disconnect these phones, at the mirror.  Raises OSError where the disk refuses.

    Ids that the page's file does not have any more are dropped: a cookie of them opens nothing either.
    """
    known = {phone.id for phone in paired(places.phones)}
    write_json(places.revoked, sorted((revoked(places.revoked) | set(ids)) & known))


def phone_name(phone: Phone) -> str:
    """Whose it is and what it is, as far as either is known."""
    if phone.name and phone.kind:
        return f"{phone.name} ({phone.kind})"
    return phone.name or phone.kind or translate("A phone")


def name_of_person(typed: str) -> str:
    """A typed name on one line, without what cannot be printed, and not too long."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())[:MOST_LETTERS].strip()


#: What a browser says it runs on, the first that is found; from its User-Agent.
_KINDS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def kind_of(user_agent: str) -> str:
    """A word for the device; empty where its browser does not say."""
    return next((kind for mark, kind in _KINDS if mark in user_agent), "")
