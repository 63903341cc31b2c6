"""The mirror's offer to be connected to a phone: a secret in a QR code, or six digits, for five minutes, once.

Only hashes are written down.  The token has 128 bits, so a plain hash keeps it; of six digits there are a million, so
theirs is made slow (PBKDF2, RFC 8018): for whoever copies the file, trying them all takes many hours of a processor,
and the offer ends after five minutes.  At the page itself it is the five tries that protect.
"""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from mirror.caregiver.kept import has_texts, read_json, write_json

#: 128 bits, as issue and OWASP (session identifiers) ask for.
TOKEN_BYTES: Final = 16
CODE_DIGITS: Final = 6
#: How long an offer stands, and how often its code may be tried.
VALID_S: Final = 5 * 60.0
TRIES: Final = 5
#: Rounds of SHA-256: some 70 ms on a desktop, a few times that on a Pi.  It needs no memory: scrypt, which does, left
#: 16 MB in each thread that had judged a code, because the C library gives such a piece of a thread's heap not back.
_ROUNDS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a person gets to see of an offer, and nobody writes down."""

    token: str
    """For the QR code: 32 hexadecimal digits."""
    code: str
    """To be typed: six digits."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as it is written down."""

    id: str
    token_hash: str
    code_hash: str
    salt: str
    boot_id: str
    """The boot on whose steady clock it ends."""
    until_s: float
    """Steady seconds of that boot at which it ends."""

    def stands(self, boot_id: str, now_s: float) -> bool:
        """Whether it may be taken now.  One of another boot, or from the future, never may."""
        return boot_id == self.boot_id and self.until_s - VALID_S <= now_s < self.until_s

    def token_fits(self, token: str) -> bool:
        return hmac.compare_digest(self.token_hash, _token_hash(token))

    def code_fits(self, code: str) -> bool:
        return hmac.compare_digest(self.code_hash, _code_hash(code, self.salt))


def make_offer(boot_id: str, now_s: float) -> tuple[Offer, Secrets]:
    """A new offer from now on, and what to show of it."""
    shown = Secrets(secrets.token_hex(TOKEN_BYTES), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}")
    salt = secrets.token_hex(16)
    kept = Offer(
        id=secrets.token_hex(8),
        token_hash=_token_hash(shown.token),
        code_hash=_code_hash(shown.code, salt),
        salt=salt,
        boot_id=boot_id,
        until_s=now_s + VALID_S,
    )
    return kept, shown


def write_offer(path: Path, offer: Offer) -> None:
    """Raises OSError where the disk refuses."""
    write_json(path, asdict(offer))


def read_offer(path: Path) -> Offer | None:
    """The offer in a file; None when there is none, or none that could be taken."""
    found = read_json(path)
    if not has_texts(found, "id", "token_hash", "code_hash", "salt", "boot_id"):
        return None
    until_s = found.get("until_s")
    if isinstance(until_s, bool) or not isinstance(until_s, int | float):
        return None
    return Offer(found["id"], found["token_hash"], found["code_hash"], found["salt"], found["boot_id"], float(until_s))


@dataclass(frozen=True, slots=True)
class Tried:
    """How often the code of an offer was tried."""

    offer: str = ""
    times: int = 0

    def of(self, offer: Offer) -> Self:
        """The same for this offer: none yet, when it is another one."""
        return self if self.offer == offer.id else type(self)(offer.id)

    @property
    def left(self) -> int:
        return max(0, TRIES - self.times)


def read_tried(path: Path) -> Tried:
    """What was counted; nothing when there is no such file."""
    found = read_json(path)
    if not has_texts(found, "offer") or not isinstance(found.get("times"), int):
        return Tried()
    return Tried(found["offer"], int(found["times"]))


def write_tried(path: Path, tried: Tried) -> None:
    """Raises OSError where the disk refuses: then the try does not count as made, and must not be judged."""
    write_json(path, asdict(tried))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _code_hash(code: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", code.encode("utf-8", "replace"), salt.encode(), _ROUNDS).hex()
