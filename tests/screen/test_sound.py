"""The tones: soft, clear in their direction, and never a reason to stop."""

import os

import numpy as np
import pygame
import pytest

from mirror.screen.sound import EDGE_S, RATE_HZ, RecordedSound, Sound, tone
from mirror.therapy.effects import Cue


def pitch_hz(samples: np.ndarray) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 16))
    return float(np.argmax(spectrum) * RATE_HZ / (1 << 16))


@pytest.mark.parametrize("cue", Cue)
def test_every_cue_begins_and_ends_softly(cue):
    """A tone starts and ends at silence and needs its edge of 20 ms to be there in full."""
    samples = tone(cue).astype(float)
    edge = round(EDGE_S * RATE_HZ)
    loudest = np.abs(samples).max()
    assert abs(samples[0]) < 0.01 * loudest
    assert abs(samples[-1]) < 0.02 * loudest
    assert np.abs(samples[: edge // 4]).max() < 0.25 * loudest
    assert 0 < loudest < 0.6 * 32767


@pytest.mark.parametrize("cue", Cue)
def test_no_cue_clicks(cue):
    """From sample to sample no tone jumps by more than a soft sine of its pitch would."""
    assert np.abs(np.diff(tone(cue).astype(int))).max() < 0.14 * 32767


def test_the_pitch_rises_to_move_and_falls_to_let_go():
    """With closed eyes the direction is heard."""
    for cue, rises in ((Cue.MOVE, True), (Cue.RELEASE, False)):
        samples = tone(cue).astype(float)
        third = len(samples) // 3
        assert (pitch_hz(samples[-third:]) > 1.15 * pitch_hz(samples[:third])) == rises


def test_freezing_sounds_level_and_twice():
    """Neither up to move nor down to let go: stay there."""
    samples = tone(Cue.FREEZE).astype(float)
    third = len(samples) // 3
    assert pitch_hz(samples[-third:]) == pytest.approx(pitch_hz(samples[:third]), rel=0.02)
    loud = np.abs(samples).reshape(-1, 441).max(axis=1) > 0.1 * np.abs(samples).max()
    assert int((np.diff(loud.astype(int)) == 1).sum()) == 2 - int(loud[0])


def test_a_tick_is_short_and_quieter_than_a_cue_to_move():
    """It sounds once a second and must not disturb."""
    assert len(tone(Cue.TICK)) < 0.15 * RATE_HZ
    assert np.abs(tone(Cue.TICK)).max() < 0.5 * np.abs(tone(Cue.MOVE)).max()


def test_without_a_speaker_the_mirror_is_silent_and_goes_on(monkeypatch):
    """A machine without a sound device is no error."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    sound = Sound(volume=0.5)
    sound.play(Cue.MOVE)
    sound.close()
    assert not sound.audible


def test_without_a_speaker_nothing_is_written_on_the_terminal(monkeypatch, capfd):
    """ALSA writes a dozen lines of its own to the file descriptor; a person can do nothing about them."""

    def alsa_without_a_card(*_arguments):
        os.write(2, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
        raise pygame.error("ALSA: Couldn't open audio device: No such file or directory")

    monkeypatch.setattr(pygame.mixer, "init", alsa_without_a_card)
    assert not Sound(volume=0.5).audible
    assert capfd.readouterr() == ("", "")


def test_with_a_speaker_it_plays_every_cue():
    """SDL's dummy speaker takes them all; closing gives it back."""
    sound = Sound(volume=0.5)
    assert sound.audible
    for cue in Cue:
        sound.play(cue)
    sound.close()
    sound.play(Cue.DONE)


def test_volume_zero_opens_no_device():
    """Somebody who wants no sound gets none."""
    assert not Sound(volume=0.0).audible


def test_the_recorded_sound_remembers():
    """The fake beside the speaker keeps the cues in their order."""
    sound = RecordedSound()
    sound.play(Cue.MOVE)
    sound.play(Cue.RELEASE)
    assert sound.cues == [Cue.MOVE, Cue.RELEASE]
