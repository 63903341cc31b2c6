"""Being told to end: SIGTERM from the service manager, Ctrl-C from a person, SIGHUP from a terminal that closes."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class ToldToEnd(Exception):
    """Raised where something long is under way and it is time to end."""


@contextmanager
def told_to_end() -> Iterator[Callable[[], bool]]:
    """Whether it is time to end.  The loop asks at every instant and leaves in order; a second signal ends at once.

    The handler only leaves a note: an exception raised wherever the main thread happens to be may land inside somebody
    else's clean-up and be lost.
    """
    told = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield told.is_set
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    if before[signal.SIGHUP] is signal.SIG_IGN:
        del before[signal.SIGHUP]  # started by nohup: it is meant to outlive its terminal

    def note(number: int, _frame: FrameType | None) -> None:
        del number
        told.set()
        for one, handler in before.items():
            signal.signal(one, handler)

    for number in before:
        signal.signal(number, note)
    try:
        yield told.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
