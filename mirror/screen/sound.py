"""Quiet tones that pace an exercise: up to move, down to let go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame

from mirror.perception.quiet import quiet_start
from mirror.therapy.effects import Cue

Samples = npt.NDArray[np.int16]
"""(n,) mono."""

RATE_HZ: Final = 44_100
#: Every tone fades in and out over this long, so that nothing clicks.
EDGE_S: Final = 0.020
#: Peak of a tone at full volume; the rest is headroom for small speakers.
PEAK: Final = 0.5
#: A little of the second and third harmonic takes the hardness out of a pure sine on a small speaker.
HARMONICS: Final = ((1.0, 1.0), (2.0, 0.16), (3.0, 0.05))


@dataclass(frozen=True, slots=True)
class Note:
    """One tone: it glides from one pitch to another, begins after a while, and dies away."""

    start_hz: float
    end_hz: float
    length_s: float
    begin_s: float = 0.0
    loudness: float = 1.0
    fade_s: float = 0.0
    """Time constant of dying away; 0: it stays until its edge."""


_C5, _E5, _G5, _C6 = 523.25, 659.26, 783.99, 1046.50
_NOTES: Final[dict[Cue, tuple[Note, ...]]] = {
    Cue.MOVE: (Note(_C5, _G5, 0.42, loudness=0.8),),
    Cue.TICK: (Note(_E5, _E5, 0.09, loudness=0.28, fade_s=0.03),),
    Cue.RELEASE: (Note(_G5, _C5, 0.50, loudness=0.8),),
    Cue.DONE: (
        Note(_C5, _C5, 1.5, 0.00, 0.42, 0.45),
        Note(_E5, _E5, 1.4, 0.14, 0.38, 0.45),
        Note(_G5, _G5, 1.3, 0.28, 0.36, 0.45),
        Note(_C6, _C6, 1.2, 0.42, 0.24, 0.45),
    ),
    # Neither up nor down: stay.
    Cue.FREEZE: (Note(_E5, _E5, 0.16, 0.0, 0.55), Note(_E5, _E5, 0.34, 0.20, 0.55)),
    Cue.PAUSED: (Note(_E5, _E5, 0.20, 0.0, 0.5), Note(_C5, _C5, 0.30, 0.22, 0.5)),
}


@cache
def tone(cue: Cue) -> Samples:
    """The sound of a cue at full volume."""
    notes = _NOTES[cue]
    whole = np.zeros(round(max(note.begin_s + note.length_s for note in notes) * RATE_HZ))
    for note in notes:
        wave = _wave(note)
        begin = round(note.begin_s * RATE_HZ)
        whole[begin : begin + len(wave)] += wave[: len(whole) - begin]
    whole *= PEAK / max(1.0, float(np.abs(whole).max()))
    samples: Samples = np.round(whole * 32767).astype(np.int16)
    samples.flags.writeable = False
    return samples


def _wave(note: Note) -> npt.NDArray[np.float64]:
    """(n,) one note in -1..1."""
    count = round(note.length_s * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    part = t / note.length_s
    eased = part * part * (3 - 2 * part)
    pitch = note.start_hz * (note.end_hz / note.start_hz) ** eased
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    wave = np.sum([loud * np.sin(times * phase) for times, loud in HARMONICS], axis=0)
    edge = np.minimum(1.0, np.minimum(t, note.length_s - t) / EDGE_S)
    shape = 0.5 - 0.5 * np.cos(np.pi * np.clip(edge, 0, 1))
    if note.fade_s > 0.0:
        shape = shape * np.exp(-t / note.fade_s)
    result: npt.NDArray[np.float64] = wave * shape * note.loudness
    return result


class Sound:
    """Plays cues on the machine's speaker.

    Silent where there is none, and quiet about it: ``mirror check`` is the place that says so.
    """

    def __init__(self, volume: float = 0.6) -> None:
        """``volume`` is 0..1; 0 opens no device."""
        self.audible = False
        self._sounds: dict[Cue, pygame.mixer.Sound] = {}
        self.set_volume(volume)

    def set_volume(self, volume: float) -> None:
        """From the next cue on so loud, 0..1; 0 gives the device back."""
        if volume <= 0.0:
            self.close()
            return
        if not self.audible:
            self._open()
        for sound in self._sounds.values():
            sound.set_volume(min(1.0, volume))

    def _open(self) -> None:
        """The speaker, if there is one."""
        try:
            # Without a sound card ALSA writes a dozen lines to the terminal, past SDL and Python.
            with quiet_start():
                pygame.mixer.init(RATE_HZ, -16, 1, 512)
        except pygame.error:
            return
        opened = pygame.mixer.get_init()
        channels = 1 if opened is None else opened[2]
        for cue in Cue:
            samples = tone(cue) if channels == 1 else np.repeat(tone(cue)[:, None], channels, axis=1)
            self._sounds[cue] = pygame.mixer.Sound(buffer=np.ascontiguousarray(samples).tobytes())
        self.audible = True

    def play(self, cue: Cue) -> None:
        """Sound a cue and return at once."""
        if self.audible:
            self._sounds[cue].play()

    def close(self) -> None:
        """Give the speaker back."""
        if self.audible:
            self.audible = False
            self._sounds.clear()
            pygame.mixer.quit()


@dataclass(slots=True)
class RecordedSound:
    """Fake: remembers what it was asked to sound."""

    cues: list[Cue] = field(default_factory=list)
    volume: float = 1.0

    def play(self, cue: Cue) -> None:
        self.cues.append(cue)

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def close(self) -> None:
        """Nothing to give back."""

    @property
    def heard(self) -> Sequence[Cue]:
        return tuple(self.cues)
