"""The guard's side of the socket: who may speak, one at a time, and what is believed."""

import os
import secrets
import socket
import struct
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Final, Protocol

from hardware.problem import DeviceProblem
from hardware.stimulator.protocol import (
    MOST_BYTES,
    NONCE_BYTES,
    Answer,
    Malformed,
    answer_bytes,
    hello,
    report_in,
)
from hardware.stimulator.report import Report
from hardware.stimulator.timing import AHEAD_S, RENEWAL_S

#: ``struct ucred``: pid, uid, gid; unix(7).
_CREDENTIALS: Final = struct.Struct("3i")
_CREDENTIALS_BYTES: Final = socket.CMSG_SPACE(_CREDENTIALS.size)
#: Messages and callers that are looked at in one go: whoever floods the guard is not let hold it up.
_AT_ONCE: Final = 64
_CALLERS_AT_ONCE: Final = 4
#: sockaddr_un has room for 108 bytes, the last one zero; unix(7).
_MOST_ADDRESS_BYTES: Final = 107


class Listening(Protocol):
    """Where the guard hears the kiosk, whatever it is made of."""

    refused: Counter[str]
    """Messages and callers that were turned away, by what was amiss; whoever writes them down clears it."""

    @property
    def sequence(self) -> int:
        """Of the newest report that was believed; 0 before the first."""

    def poll(self, now_s: float) -> Report | None:
        """The newest report of the kiosk that is connected at ``now_s``; None when there is none."""

    def answer(self, answer: Answer) -> None:
        """Tell the kiosk, if it is there and listens; nothing waits for it."""


class Door:
    """The socket.  Listens; ``poll`` gives the newest report that can be believed."""

    def __init__(self, path: Path, users: Collection[int]) -> None:
        """``users`` are the numeric ids of those who may speak.

        Raises DeviceProblem when the socket cannot be made.
        """
        self.refused: Counter[str] = Counter()
        self._users = frozenset(users)
        self._path = path
        self._kiosk: socket.socket | None = None
        self._nonce = b""
        self._sequence = 0
        self._report: Report | None = None
        if len(os.fsencode(path)) > _MOST_ADDRESS_BYTES:
            raise DeviceProblem(f"{path} is too long for a socket, which takes {_MOST_ADDRESS_BYTES} letters.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)  # of a guard that was killed; the ledger's lock says that none is running
            self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._listening.bind(str(path))
            path.chmod(0o666)  # who may speak is decided by who it is, below
            self._listening.listen(_CALLERS_AT_ONCE)
            self._listening.setblocking(False)
        except OSError as error:
            raise DeviceProblem(f"The guard cannot listen at {path} ({error.strerror}): name another place.") from error

    def poll(self, now_s: float) -> Report | None:
        """See Listening."""
        self._listen(now_s)
        self._let_in()
        return self._report

    def answer(self, answer: Answer) -> None:
        """See Listening."""
        if self._kiosk is None:
            return
        try:
            self._kiosk.send(answer_bytes(answer), socket.MSG_NOSIGNAL)
        except BlockingIOError:
            self.refused["an answer that nobody reads"] += 1
        except OSError:
            self._hang_up()

    @property
    def sequence(self) -> int:
        """See Listening."""
        return self._sequence

    def close(self) -> None:
        """Nobody can speak any more."""
        self._hang_up()
        self._listening.close()
        self._path.unlink(missing_ok=True)

    def _listen(self, now_s: float) -> None:
        for _ in range(_AT_ONCE):
            if self._kiosk is None:
                return
            try:
                data, credentials, _flags, _address = self._kiosk.recvmsg(MOST_BYTES, _CREDENTIALS_BYTES)
            except BlockingIOError:
                return
            except OSError as error:
                self._turn_away(error.strerror or "connection lost")
                return
            if not credentials:  # they come with every message, an empty one too, and not with the end
                self._hang_up()
                return
            self._hear(data, now_s)

    def _let_in(self) -> None:
        for _ in range(_CALLERS_AT_ONCE):
            try:
                caller, _address = self._listening.accept()
            except BlockingIOError:
                return
            _pid, user, _group = _CREDENTIALS.unpack(
                caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            )
            if user not in self._users:
                self.refused["a caller who may not speak"] += 1
                caller.close()
            elif self._kiosk is not None:
                self.refused["a second caller"] += 1
                caller.close()
            else:
                self._welcome(caller)

    def _welcome(self, caller: socket.socket) -> None:
        caller.setblocking(False)
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._kiosk, self._nonce, self._sequence, self._report = caller, secrets.token_bytes(NONCE_BYTES), 0, None
        try:
            caller.send(hello(self._nonce), socket.MSG_NOSIGNAL)
        except OSError:
            self._hang_up()

    def _hear(self, data: bytes, now_s: float) -> None:
        """Believe a message, or turn away who said it: one that is out of order makes all of them doubtful."""
        try:
            sequence, report = report_in(data, self._nonce)
        except Malformed as problem:
            self._turn_away(str(problem))
            return
        if sequence <= self._sequence:
            self._turn_away("a report that was said before")
        elif report.sent_s > now_s + AHEAD_S:
            self._turn_away("a report from the future")
        elif now_s - report.sent_s > RENEWAL_S:
            self.refused["a report that is too old"] += 1  # it waited while this process did; a newer one may follow
            self._sequence = sequence
        else:
            self._sequence, self._report = sequence, report

    def _turn_away(self, why: str) -> None:
        self.refused[why] += 1
        self._hang_up()

    def _hang_up(self) -> None:
        kiosk, self._kiosk, self._report = self._kiosk, None, None
        if kiosk is not None:
            kiosk.close()
