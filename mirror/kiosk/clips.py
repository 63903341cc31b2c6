"""The demonstrations of a mirror: which ones its plan may ask for, drawn where they are missing, found and opened."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from mirror.clips.drawn import FILMED, drawn_named
from mirror.clips.library import ADDED_FIRST, OWN_HALF_BEFORE_DRAWN, Library, Order
from mirror.clips.player import ClipPlayer
from mirror.kiosk.ending import ToldToEnd
from mirror.kiosk.start import Say
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.settings import Settings
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import entries
from mirror.therapy.tries import TRIED

_TRIED: Final = tuple(movement.value for movement in TRIED)


def order_of_clips(settings: Settings) -> Order:
    """Which films of an exercise come first."""
    return OWN_HALF_BEFORE_DRAWN if settings.own_demonstration else ADDED_FIRST


def build_clips(
    data_dir: Path,
    shown: Iterable[str],
    say: Say,
    order: Order = ADDED_FIRST,
    ended: Callable[[], bool] = lambda: False,
) -> Library:
    """The clip library, with a demonstration of each of these exercises and routines in it.

    Raises ToldToEnd when ``ended`` while it draws, which may take minutes on a small board.
    """

    def go_on() -> None:
        if ended():
            raise ToldToEnd

    library = Library(data_dir, order)
    wanted = tuple(drawn_named(one) for one in shown)
    missing = [one.value for one in wanted if library.find(one.value) is None]
    if missing:
        names, drawn = entries(), iter(range(1, len(missing) + 1))
        say(f"Drawing {len(missing)} demonstration{'s' if len(missing) > 1 else ''} (once, a few seconds each)")
        library.build(wanted, lambda exercise: say(f"  {next(drawn)} of {len(missing)}: {names[exercise].name}"), go_on)
    return library


def find_clip(
    library: Library, exercise: str, size: tuple[int, int], affected: Side | None = None
) -> ClipPlayer | None:
    """The clip that shows an exercise or routine at this width and height, opened; None where none can be shown.

    ``affected`` is the weaker side, which a film that shows one side is turned to.
    """
    try:
        clip = library.find(exercise)
        return None if clip is None else ClipPlayer(clip, affected, size)
    except Problem:
        # Damaged since it was checked.  A practice goes on without its demonstration; `mirror check` names the file.
        return None


def shown_in(prepared: Brief) -> tuple[str, ...]:
    """The films of a brief, each once; the daily attempt shows those of the movements it tries."""
    films = (one for task in prepared.tasks for one in (_TRIED if task.is_attempt else (task.exercise.id,)))
    return tuple(dict.fromkeys(one for one in films if one in FILMED))


def shown_on_any_day(prepared: Brief) -> tuple[str, ...]:
    """Those, and all that the plan may ask for on another day."""
    ahead = (one for one in prepared.films if one in FILMED)
    return tuple(dict.fromkeys((*shown_in(prepared), *ahead)))
