"""The guard's life: one decision after the other until it is told to end, and a word to systemd in between."""

import time
from collections.abc import Callable
from contextlib import closing

from hardware.notify import Notifier
from hardware.stimulator.guard import Guard
from hardware.stimulator.timing import TICK_S


def keep_watch(guard: Guard, ended: Callable[[], bool], notifier: Notifier) -> None:
    """Until ``ended``; whatever happens, the line is low and given back at the end."""
    with closing(guard):
        notifier.ready()
        told_s = next_s = time.monotonic()
        while not ended():
            guard.tick()
            now_s = time.monotonic()
            if notifier.watchdog_period_s is not None and now_s - told_s >= notifier.watchdog_period_s:
                notifier.alive()
                told_s = now_s
            # A decision that came late is not made up for: edges come at their pace or not at all.
            next_s = max(next_s + TICK_S, now_s)
            time.sleep(next_s - now_s)
        notifier.stopping()
