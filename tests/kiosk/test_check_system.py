"""`mirror check` about the machine: rights, clock, power, screen and units."""

import json
import os
from dataclasses import replace

import pytest

from mirror.kiosk.check import Extent, findings
from mirror.kiosk.check_system import screen_finding, software_findings, unit_findings
from mirror.kiosk.finding import Finding, Verdict, as_line, as_text
from tests.diary.records import stamp


def software(data_dir, **given):
    return {found.what: found for found in software_findings(data_dir, replace(stamp(), **given))}


def test_a_folder_of_ones_own_is_good(tmp_path):
    """And so is one that is yet to be made."""
    assert software(tmp_path)["rights"].verdict is Verdict.GOOD
    assert software(tmp_path / "new")["rights"].verdict is Verdict.GOOD


def test_a_file_of_another_user_is_named(tmp_path, monkeypatch):
    """With the command that gives it back; it would keep the mirror from writing."""
    log = tmp_path / "mirror.db"
    log.write_text("")
    if os.geteuid() == 0:
        os.chown(log, 12345, -1)
        found = software(tmp_path)["rights"]
        assert found.verdict is Verdict.WRONG
        assert found.sentence == f"{log} belongs to another user than {tmp_path}: sudo chown root {log}"
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert "call `mirror check` as that user, or with sudo" in software(tmp_path)["rights"].sentence


@pytest.mark.parametrize(
    ("day", "synced", "verdict", "words"),
    [
        ("2026-11-21", True, Verdict.GOOD, "as a time server does"),
        ("2026-11-21", False, Verdict.NOTE, "no time server has confirmed that yet"),
        ("1970-01-01", False, Verdict.WRONG, "connect the network once, or set it with sudo date -s"),
    ],
)
def test_a_clock_is_right_unknown_or_wrong(tmp_path, day, synced, verdict, words):
    """Days before the first release cannot be."""
    found = software(tmp_path, local_day=day, clock_synced=synced)["clock"]
    assert (found.verdict, words in found.sentence) == (verdict, True)


@pytest.mark.parametrize(
    ("environ", "display", "verdict", "words"),
    [
        ({"SDL_VIDEODRIVER": "dummy"}, "auto", Verdict.WRONG, "SDL_VIDEODRIVER=dummy draws where nobody looks"),
        ({"SDL_VIDEODRIVER": "offscreen"}, "kms", Verdict.WRONG, "draws where nobody looks: unset it."),
        ({"MIRROR_PRETENDED_SCREEN": "offscreen"}, "kms", Verdict.NOTE, "for a test it is only pretended (offscreen)"),
        ({"DISPLAY": ":0"}, "auto", Verdict.NOTE, "into a window"),
        ({"DISPLAY": ":0"}, "kms", Verdict.GOOD, "connected to graphics card 1"),
        ({}, "auto", Verdict.GOOD, "connected to graphics card 1"),
    ],
)
def test_a_screen_that_nobody_sees_is_wrong(tmp_path, environ, display, verdict, words):
    """Unless a test has asked for it by name."""
    (tmp_path / "card1-HDMI-A-1").mkdir()
    (tmp_path / "card1-HDMI-A-1" / "status").write_text("connected\n")
    found = screen_finding(display, environ, tmp_path, Verdict.WRONG)
    assert (found.verdict, words in found.sentence) == (verdict, True), found


@pytest.mark.parametrize("without", [Verdict.WRONG, Verdict.NOTE])
def test_no_screen_is_graver_on_the_wall_than_at_a_desk(tmp_path, without):
    """The sentence is the same: cable and power."""
    found = screen_finding("kms", {}, tmp_path, without)
    assert found == Finding("screen", without, "no screen is connected: check its cable at both ends, and its power.")


@pytest.mark.parametrize(
    ("said", "verdict", "words"),
    [
        ("ActiveState=active\nUnitFileState=enabled\n", Verdict.GOOD, "runs and starts with the power"),
        (
            "ActiveState=failed\nUnitFileState=enabled\n",
            Verdict.WRONG,
            "does not run: sudo journalctl -u mirror.service",
        ),
        ("ActiveState=active\nUnitFileState=disabled\n", Verdict.WRONG, "sudo systemctl enable mirror.service"),
        ("", Verdict.WRONG, "does not start with the power"),
    ],
)
def test_an_installed_unit_has_to_run(tmp_path, said, verdict, words):
    """Only those that are installed are asked for."""
    (tmp_path / "mirror.service").write_text("")
    (found,) = unit_findings(lambda _command: said, tmp_path)
    assert (found.verdict, words in found.sentence) == (verdict, True), found


def test_a_mirror_that_is_not_installed_is_no_fault(tmp_path):
    """At a desk there are no units."""
    (found,) = unit_findings(lambda _command: "", tmp_path)
    assert found.verdict is Verdict.NOTE


def test_the_short_check_asks_no_device(tmp_path):
    """Before a release is put into use: a loose cable is no reason to keep the old one."""
    whole = {one.what for one in findings(tmp_path, None, "portrait")}
    short = {one.what for one in findings(tmp_path, None, "portrait", Extent.SOFTWARE)}
    assert whole - short == {"camera", "sound", "pins", "power", "heat", "picture", "screen", "units"}
    assert short == {"disk", "rights", "clock", "settings", "model", "plan", "clips", "log"}


def test_findings_for_programs_are_one_object():
    """good tells at once whether anything is wrong."""
    found = [Finding("disk", Verdict.GOOD, "fine."), Finding("clock", Verdict.NOTE, "hm.")]
    assert json.loads(as_line(found)) == {
        "good": True,
        "findings": [
            {"what": "disk", "verdict": "good", "sentence": "fine."},
            {"what": "clock", "verdict": "note", "sentence": "hm."},
        ],
    }
    assert json.loads(as_line([*found, Finding("log", Verdict.WRONG, "torn.")]))["good"] is False
    assert as_text(found) == "good     disk: fine.\nnote     clock: hm."
