"""All that the mirror has of the stimulator: it says what it sees, and hears what the guard does.  It decides nothing.

A guard that is not there, goes away or says what cannot be understood is nothing to make a fuss about: the answer is
None, nothing is stimulated, and after a while it is tried again.
"""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from hardware.stimulator.protocol import MOST_BYTES, Answer, Malformed, answer_in, nonce_in, report_bytes
from hardware.stimulator.report import Report

#: Between two attempts to find the guard.
AGAIN_S: Final = 2.0
#: Answers that may wait; each is followed by a newer one.
_AT_ONCE: Final = 16


class Client:
    """Call :meth:`tell` with every picture, some thirty times a second: silence withdraws permission."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        """``path`` is the guard's socket; ``clock`` gives monotonic seconds, the guard's own ones."""
        self._path = path
        self._clock = clock
        self._guard: socket.socket | None = None
        self._nonce: bytes | None = None
        self._sequence = 0
        self._answer: Answer | None = None
        self._tried_s = float("-inf")

    def tell(self, report: Report) -> Answer | None:
        """Say this now (its ``sent_s`` is set here); what the guard last answered, None where there is no guard."""
        now_s = self._clock()
        if self._guard is None and now_s - self._tried_s >= AGAIN_S:
            self._tried_s = now_s
            self._connect()
        if self._guard is not None:
            self._listen(self._guard)
        if self._guard is not None and self._nonce is not None:
            self._say(self._guard, self._nonce, replace(report, sent_s=now_s))
        return self._answer

    def close(self) -> None:
        """Gone at once, and with it every permission.  May be called twice."""
        guard, self._guard = self._guard, None
        self._nonce = self._answer = None
        if guard is not None:
            guard.close()

    def _connect(self) -> None:
        guard = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        guard.setblocking(False)
        try:
            guard.connect(str(self._path))
        except OSError:
            guard.close()
            return
        self._guard, self._nonce, self._sequence = guard, None, 0

    def _listen(self, guard: socket.socket) -> None:
        for _ in range(_AT_ONCE):
            try:
                data = guard.recv(MOST_BYTES)
                if not data:
                    self.close()
                    return
                if self._nonce is None:
                    self._nonce = nonce_in(data)
                else:
                    self._answer = answer_in(data)
            except BlockingIOError:
                return
            except (OSError, Malformed):
                self.close()
                return

    def _say(self, guard: socket.socket, nonce: bytes, report: Report) -> None:
        self._sequence += 1
        try:
            guard.send(report_bytes(report, self._sequence, nonce), socket.MSG_NOSIGNAL)
        except BlockingIOError:
            return  # the guard is busy or stopped; what is said now would only be stale then
        except OSError:
            self.close()
