"""The cookie of a paired phone, and the word that every form carries: both signed with a key that stays here."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, Signer

from mirror.problem import Problem

#: The name; no __Host- prefix, which browsers take over https only.
NAME: Final = "mirror"
#: How long a browser keeps it, in seconds: a year from the last time a page was opened.
MAX_AGE_S: Final = 365 * 24 * 3600
_KEY_BYTES: Final = 32


def key_in(path: Path) -> bytes:
    """The key of this page, made when it is first asked for.

    Raises Problem where it cannot be read or made.  Removing the file disconnects every phone.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            key = path.read_bytes()
        else:
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(handle, "wb") as file:
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise Problem(
            f"The key of the page's cookies {path} cannot be used ({error.strerror}): let this user read and write it."
        ) from error
    if len(key) != _KEY_BYTES:
        raise Problem(f"{path} is not a whole key: remove it, and connect the phones again.")
    return key


class Signing:
    """What only this page can have written."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cookies = Signer(key, salt="mirror phone", digest_method=hashlib.sha256, key_derivation="hmac")

    def cookie(self, phone_id: str) -> str:
        return self._cookies.sign(phone_id.encode()).decode()

    def phone_id(self, cookie: str) -> str | None:
        """The phone of a cookie; None when nobody here has signed it."""
        try:
            return self._cookies.unsign(cookie.encode("utf-8", "replace")).decode()
        except (BadSignature, UnicodeDecodeError):
            return None

    def form_word(self, phone_id: str) -> str:
        """What a form of this phone's page carries, so that a page of somebody else cannot post it."""
        return hmac.new(self._key, b"form " + phone_id.encode(), hashlib.sha256).hexdigest()

    def form_fits(self, phone_id: str, word: str) -> bool:
        return hmac.compare_digest(self.form_word(phone_id), word.encode("ascii", "replace").decode())
