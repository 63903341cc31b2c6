"""Telling systemd how we are: the sd_notify protocol, one datagram per message, no library."""

import os
import socket
from collections.abc import Mapping

from hardware.problem import DeviceProblem


class Notifier:
    """Speaks to the service manager; says nothing where there is none."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """``environ`` has what systemd tells those it starts: NOTIFY_SOCKET and perhaps WATCHDOG_USEC.

        See sd_notify(3) and sd_watchdog_enabled(3).
        """
        address = environ.get("NOTIFY_SOCKET", "")
        # A leading @ stands for the zero byte of an abstract socket's name.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        usec = environ.get("WATCHDOG_USEC", "")
        #: How often to say ``alive``, in seconds: half of what systemd waits.  None when nobody waits.
        self.watchdog_period_s = int(usec) / 2e6 if usec.isdigit() and int(usec) > 0 else None

    def ready(self) -> None:
        """Started: the mirror shows a picture."""
        self._send("READY=1")

    def alive(self) -> None:
        """Still well.  Say it only after looking: frames are young or not wanted, the display was drawn."""
        self._send("WATCHDOG=1")

    def status(self, word: str) -> None:
        """What it is doing, for ``systemctl status`` and for the installer, which does not interrupt a session."""
        self._send(f"STATUS={word}")

    def stopping(self) -> None:
        """Going down on purpose."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as manager:
                manager.sendto(message.encode(), self._address)
        except OSError as error:
            raise DeviceProblem(
                f"systemd cannot be told {message!r} through NOTIFY_SOCKET ({error}). Unset it when starting by hand."
            ) from error
