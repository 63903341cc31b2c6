"""Told to end twice."""

import os
import signal

import pytest

from mirror.kiosk.ending import told_to_end


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_of_either_kind_ends_at_once(second):
    """Whoever pressed Ctrl-C and is not heard, or a service manager that is out of patience."""
    heard = []
    before = {number: signal.signal(number, lambda number, _frame: heard.append(number)) for number in _ASKED}
    try:
        with told_to_end() as ended:
            assert not ended()
            os.kill(os.getpid(), signal.SIGTERM)
            assert (ended(), heard) == (True, [])
            os.kill(os.getpid(), second)
            assert heard == [second], "the handler of before has it again"
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ASKED = (signal.SIGTERM, signal.SIGINT)
