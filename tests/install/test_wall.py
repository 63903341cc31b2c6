"""sudo ./install.sh: from an empty machine to a mirror, again, cut off at every step, up to date, back, and away.

The whole script runs on stand-ins for the commands that change a system (stand_in_system.sh); its files go into a
folder.
"""

import pytest

from tests.install.wall import AS_ROOT, PACKAGES_BEFORE, PI_5, Wall, make_wall

NOTHING_TO_DO = "Nothing to do: the mirror is as it should be."


def test_one_command_puts_a_mirror_on_an_empty_machine(wall):
    """Packages, users, folders, release, units: and then it runs."""
    outcome = wall.install("--unattended")
    assert outcome.status == 0, outcome.said
    assert outcome.said.splitlines()[-1] == "The mirror is installed and runs."
    assert wall.known("users") == {"mirror", "mirror-caregiver", "mirror-stimulator"}
    assert {"avahi-daemon", "espeak-ng", "libgbm1"} <= wall.known("packages")
    assert {"mirror.service", "mirror-caregiver.service", "mirror-backup.timer"} <= wall.known("active")
    assert wall.known("enabled") == wall.known("active")
    assert wall.running.startswith("0.1.0-")
    release = wall.place("/opt/rehab-mirror/releases") / wall.running
    assert {path.name for path in release.iterdir()} == {"complete", "name", "source", "venv"}
    assert (release / "name").read_text().strip() == wall.running
    assert not wall.place("/etc/systemd/system/mirror-stimulator.service").exists()
    assert wall.place("/opt/rehab-mirror/newest").read_text().strip() == wall.running
    assert wall.place("/opt/rehab-mirror/checkout").read_text().strip() == str(wall.checkout)


def test_the_second_call_finds_nothing_to_do(wall):
    """And changes nothing: no command is called and no file is written."""
    wall.install("--unattended")
    before, calls = wall.state(), wall.calls
    outcome = wall.install("--unattended")
    assert (outcome.status, outcome.said.splitlines()[-1]) == (0, NOTHING_TO_DO)
    assert wall.state() == before
    assert wall.calls[len(calls) :] == []


def test_every_step_is_said_before_and_nothing_is_changed(wall):
    """--dry-run, also for somebody who is not root."""
    before = wall.state()
    outcome = wall.install("--dry-run")
    assert outcome.status == 0
    assert wall.state() == before
    assert wall.calls == []
    said = outcome.said
    for sentence in (
        "Would do: Install the packages libgles2 ",
        "Would do: Create the users mirror mirror-caregiver mirror-stimulator.",
        "Would do: Make the folder of the patient's data, ",
        "Would do: Build the release 0.1.0-",
        "/etc/systemd/system/mirror.service.",
        "Would do: Start mirror.service with the power.",
        "and watch its first minute.",
    ):
        assert sentence in said
    assert said.splitlines()[-1] == "Nothing was changed."


def test_what_is_not_as_it_should_be_is_said(wall):
    """--check changes nothing and ends with status 1 as long as there is something."""
    wall.install("--unattended")
    good = wall.install("--check")
    assert (good.status, good.printed) == (0, "good     camera: it sees.")
    unit = wall.place("/etc/systemd/system/mirror.service")
    unit.write_text("# somebody was here\n")
    outcome = wall.install("--check")
    assert outcome.status == 1
    assert f"Not as it should be: Write {unit}." in outcome.said
    assert unit.read_text() == "# somebody was here\n"


def test_what_was_changed_by_hand_is_mended(wall):
    """A unit that somebody edited, a unit that is not enabled, and a mirror that was stopped."""
    wall.install("--unattended")
    before = wall.state()
    wall.place("/etc/systemd/system/mirror.service").write_text("# somebody was here\n")
    (wall.system / "enabled").write_text("mirror-backup.timer\n")
    (wall.system / "active").write_text("")
    assert wall.install("--unattended").status == 0
    assert wall.state() == before


def cut_off_at_every_step(wall: Wall, *options: str) -> int:
    """Call it again and again while every change is cut off once; how many calls it took to get through."""
    for number in range(1, 100):
        if wall.install(*options, STAND_IN_EACH_FAILS_ONCE="yes").status == 0:
            return number
    raise AssertionError("it never gets through")


def test_a_call_that_is_cut_off_at_every_step_arrives_in_the_end(wall, tmp_path):
    """Each change in turn does not succeed: in the end everything is as after a call that nobody cut off."""
    (tmp_path / "whole").mkdir()
    whole = make_wall(tmp_path / "whole")
    whole.install("--unattended")
    assert cut_off_at_every_step(wall, "--unattended") > 10
    assert wall.install("--unattended").said.splitlines()[-1] == NOTHING_TO_DO
    assert relative(wall) == relative(whole)


def relative(wall: Wall) -> dict[str, str]:
    """The machine's state without the names of the test's own folders."""
    return {name: value.replace(str(wall.root.parent), "") for name, value in wall.state().items()}


def test_an_update_keeps_the_release_before(wall):
    """And only that one."""
    names = []
    for _ in range(3):
        assert wall.install("--unattended").status == 0
        names.append(wall.running)
        wall.new_version()
    kept = {path.name for path in wall.place("/opt/rehab-mirror/releases").iterdir()}
    assert kept == set(names[1:])
    assert len(set(names)) == 3


def test_a_release_that_does_not_pass_its_check_is_not_switched_to(wall):
    """The mirror goes on with the one it has, and the sentence says why."""
    wall.install("--unattended")
    before = wall.running
    wall.new_version()
    outcome = wall.install("--unattended", STAND_IN_CHECK_STATUS="1")
    assert outcome.status == 1
    assert "wrong    model: it is damaged." in outcome.said
    assert f"did not pass its check, so the mirror stays with {before}" in outcome.said
    assert wall.running == before
    assert "mirror.service" in wall.known("active")


def test_a_release_that_fails_its_first_minute_is_taken_back(wall):
    """Link and units are those of the release before, and it runs."""
    wall.install("--unattended")
    before, unit = wall.running, wall.place("/etc/systemd/system/mirror.service")
    was = unit.read_text()
    wall.new_version()
    with (wall.checkout / "systemd" / "mirror.service").open("a") as file:
        file.write("# new\n")
    newer = wall.sourced('release_name "$here"').printed
    outcome = wall.install("--unattended", STAND_IN_BROKEN_RELEASE=newer)
    assert outcome.status == 1
    assert f"did not last its first minute (the camera has gone); going back to {before}." in outcome.said
    assert wall.running == before
    assert "mirror.service" in wall.known("active")
    assert unit.read_text() == was
    assert wall.install("--unattended").status == 0
    assert wall.running == newer


def test_a_first_release_that_does_not_run_says_why(wall):
    """There is none to go back to; the next call tries again."""
    outcome = wall.install("--unattended", STAND_IN_BROKEN_RELEASE="0.1.0")
    assert outcome.status == 1
    assert "The mirror does not run yet: the camera has gone. It is installed" in outcome.said
    assert wall.install("--unattended").status == 0
    assert "mirror.service" in wall.known("active")


def test_an_update_waits_for_the_end_of_a_session(wall):
    """Nobody is interrupted while practising."""
    wall.install("--unattended")
    wall.new_version()
    (wall.system / "status").write_text("practising\npractising\npractising\nidle\n")
    outcome = wall.install("--unattended")
    assert outcome.status == 0
    assert "Somebody is practising; waiting for the end of the session ..." in outcome.said


def test_uninstall_leaves_the_machine_as_it_was_but_for_the_log(wall):
    """Everything the manifest knows goes; the log, the plan and added films stay."""
    before = wall.state()
    wall.install("--unattended", "--with-stimulator")
    data = wall.place("/var/lib/rehab-mirror")
    for name in ("mirror.db", "plan.toml", "clips/smile-own.mp4", "models/attention.task"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("precious")
    outcome = wall.install("--uninstall")
    assert outcome.status == 0, outcome.said
    assert outcome.said.endswith(f"The patient's log is in {data}; sudo ./install.sh takes it up again.")
    after = wall.state()
    kept = sorted(set(after) - set(before))
    assert kept == [
        "var/lib/rehab-mirror",
        "var/lib/rehab-mirror/clips",
        "var/lib/rehab-mirror/clips/smile-own.mp4",
        "var/lib/rehab-mirror/mirror.db",
        "var/lib/rehab-mirror/plan.toml",
    ]
    assert {name: after[name] for name in before} == before
    assert wall.known("packages") == set(PACKAGES_BEFORE)
    assert wall.install("--uninstall").said == "Nothing to do: this installer has added nothing to this machine."


def test_uninstall_that_is_cut_off_at_every_step_arrives_in_the_end(wall):
    """The manifest forgets a thing only when it is gone."""
    before = wall.state()
    wall.install("--unattended")
    assert cut_off_at_every_step(wall, "--uninstall") > 5
    assert wall.install("--uninstall").said == "Nothing to do: this installer has added nothing to this machine."
    assert {name: kept for name, kept in wall.state().items() if kept != before.get(name)} == {}


@pytest.mark.parametrize(("typed", "gone"), [("delete\n", True), ("yes\n", False), ("", False)])
def test_the_log_goes_only_after_a_typed_word(wall, typed, gone):
    """--purge without the word changes nothing at all."""
    wall.install("--unattended")
    log = wall.place("/var/lib/rehab-mirror/mirror.db")
    log.write_text("precious")
    outcome = wall.install("--uninstall", "--purge", typed=typed)
    assert log.exists() != gone
    assert wall.place("/opt/rehab-mirror").exists() != gone
    assert outcome.status == (0 if gone else 1)
    assert outcome.said.splitlines()[-1].endswith("Nothing is left." if gone else "Nothing was changed.")


def test_what_was_asked_for_stays_asked_for(wall):
    """An update needs no options; another word takes a wish back, with its unit."""
    wall.is_a(PI_5)
    wall.install("--unattended", "--no-caregiver", "--with-stimulator")
    assert "avahi-daemon" not in wall.known("packages")
    wall.new_version()
    wall.install("--unattended")
    assert "mirror-caregiver.service" not in wall.known("enabled")
    assert "mirror-stimulator.service" in wall.known("enabled")
    wall.install("--unattended", "--without-stimulator", "--with-caregiver")
    assert "mirror-stimulator.service" not in wall.known("enabled") | wall.known("active")
    assert not wall.place("/etc/systemd/system/mirror-stimulator.service").exists()
    assert "mirror-caregiver.service" in wall.known("active")


@pytest.mark.parametrize(
    "both",
    [
        ("--with-stimulator", "--without-stimulator"),
        ("--without-stimulator", "--with-stimulator"),
        ("--no-caregiver", "--with-caregiver"),
        ("--with-caregiver", "--no-caregiver"),
    ],
    ids=" ".join,
)
def test_an_option_and_its_opposite_are_refused(wall, both):
    """A guard of a stimulator is not put in, nor taken away, by whichever was written last."""
    outcome = wall.sourced(f"is_root() {{ true; }}; wall_root=$STAND_IN_ROOT; main --dry-run {' '.join(both)}")
    assert outcome.status == 2
    assert outcome.said.splitlines()[0] == f"{both[1]} is not taken beside {both[0]}: leave one of them out."


def test_without_root_it_says_how(wall):
    """And what can be done without."""
    outcome = wall.sourced("is_root() { false; }; wall_root=$STAND_IN_ROOT; main --unattended")
    assert outcome.status == 2
    assert outcome.said.startswith("The mirror on the wall needs root's rights: sudo ./install.sh.")


def test_a_desktop_gives_way_and_comes_back(wall):
    """The mirror needs the whole screen: it starts with the machine's next start, and the desktop is noted."""
    (wall.system / "default").write_text("graphical.target\n")
    (wall.system / "active").write_text("display-manager.service\n")
    wall.place("/etc/systemd/system/display-manager.service").write_text("# a desktop\n")
    outcome = wall.install("--unattended")
    assert outcome.status == 0, outcome.said
    assert outcome.said.splitlines()[-3:] == [
        "The desktop still has the screen; the mirror takes its place when the machine is started again.",
        "The mirror is installed.",
        "Please restart once, so that the new start-up settings count: sudo reboot",
    ]
    assert "mirror.service" in wall.known("enabled") - wall.known("active")
    assert (wall.system / "default").read_text() == "multi-user.target\n"
    (wall.system / "active").write_text("mirror.service\n")  # after the restart
    assert wall.install("--unattended").said.splitlines()[-1] == NOTHING_TO_DO
    wall.install("--uninstall")
    assert (wall.system / "default").read_text() == "graphical.target\n"


def test_two_calls_at_once(wall):
    """The second one says so and changes nothing."""
    state = wall.place("/var/lib/rehab-mirror-install")
    state.mkdir()
    outcome = wall.sourced(
        AS_ROOT + 'exec 7>"$STAND_IN_ROOT/var/lib/rehab-mirror-install/lock"; flock 7; main --unattended'
    )
    assert outcome.status == 1
    assert outcome.said == "Another call of this script is at work; wait for its end."
