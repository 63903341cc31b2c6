"""What install.sh promises, tried on a whole machine, one check after the other; each prints a line of its own.

    python3 story.py ROOT     ROOT is the file system of a fresh Debian 13 with the checkout in /root/checkout

The camera is the drawn patient, the screen is offscreen and the buttons are pressed through a pipe: all of it asked for
by a drop-in, which is the only difference to a mirror on a wall.
"""

import json
import re
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from machine import DoesNotBoot, Machine, wait_until

#: The status of a test that could not be tried, as in run.sh.
NOT_RUN: Final = 77

#: Whatever the kiosk suffers, it is back by then.
RECOVERED_S: Final = 30.0
#: As many in ten minutes are no accident (systemd/mirror.service).
ENDS_UNTIL_SAFE: Final = 5
#: Pins of the buttons, as docs/settings.md has them.
SELECT, NEXT, STOP = 27, 22, 23
#: What is pressed in which scene to come to the exercises: no complaint, and no massage.
PRESSES: Final = {
    **dict.fromkeys(("idle", "told", "welcome", "advice", "card"), SELECT),
    **dict.fromkeys(("question", "routine"), NEXT),
}
CHECKOUT: Final = "/root/checkout"
DATA: Final = "/var/lib/rehab-mirror"
#: Where the drawn patient's sessions are logged.
DEMO: Final = f"{DATA}/demo"
TRACE: Final = "/run/mirror/trace.jsonl"
NO_CONSOLE: Final = """\
[Unit]
# This machine has no console; and its screen, camera and pins are not real.
ConditionPathExists=
[Service]
PAMName=
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
Environment=MIRROR_PRETENDED_SCREEN=offscreen MIRROR_PRETENDED_PINS=/run/mirror/pins
"""
KIOSK: Final = f"""\
{NO_CONSOLE}
ExecStart=
ExecStart=/opt/rehab-mirror/current/venv/bin/mirror run --display kms --camera portrait --trace {TRACE}
"""
#: Left behind by apt, dpkg (also at midnight), useradd and systemd themselves, whoever calls them.
NOT_OURS: Final = re.compile(
    r"/(var/(log|cache|tmp|backups|lib/(apt|dpkg|systemd|pam))|root|tmp|run|proc|sys|dev)(/.*)?"
    r"|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?|/etc/\.pwd\.lock|/etc/ld\.so\.cache|/etc/resolv\.conf"
    r"|/etc/systemd/system|/usr/(share|lib).*/__pycache__(/.*)?"
)


class Story:
    """The checks in order.  Each returns what it measured, or raises AssertionError."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.failed: list[str] = []
        self.before: dict[str, str] = {}

    def check(self, name: str, look: Callable[[], str]) -> bool:
        """One line: whether it passed, how long it took, its name, and what it measured."""
        began_s = time.monotonic()
        try:
            detail, passed = look(), True
        except AssertionError as error:
            detail, passed = str(error), False
            self.failed.append(name)
        print(f"{'ok    ' if passed else 'FAILED'} {time.monotonic() - began_s:6.1f} s  {name}: {detail}", flush=True)
        return passed

    # --- installing --------------------------------------------------------------------------------------------------

    def install(self, options: str = "--unattended", folder: str = CHECKOUT) -> tuple[int, str]:
        """Call the installer as root; its status and what it said."""
        ran = self.machine.run(f"{folder}/install.sh {options}", timeout_s=1500.0)
        return ran.status, ran.said.strip()

    def from_scratch(self) -> str:
        """One command on an empty machine."""
        self.before = self.listing()
        self.machine.write("/etc/systemd/system/mirror.service.d/test.conf", KIOSK)
        self.machine.write("/etc/systemd/system/mirror-safe.service.d/test.conf", NO_CONSOLE)
        status, said = self.install()
        assert status == 0, said
        return said.splitlines()[-1]

    def units_run(self) -> str:
        """What starts with the power is enabled and active; the kiosk is no root."""
        wanted = ["mirror.service", "mirror-backup.timer", "mirror-newest.timer"]
        if self.has_page():
            wanted.append("mirror-caregiver.service")
        for unit in wanted:
            state = self.machine.unit(unit, "ActiveState"), self.machine.unit(unit, "UnitFileState")
            assert state == ("active", "enabled"), f"{unit}: {state}"
        user = self.machine.says(f"stat -c %U /proc/{self.pid()}")
        assert user == "mirror", user
        return f"{', '.join(wanted)}; the kiosk runs as {user}"

    def has_page(self) -> bool:
        return self.machine.run("/opt/rehab-mirror/current/venv/bin/mirror caregiver --help").status == 0

    def units_are_tight(self) -> str:
        """systemd's own judgement of what the units leave open, here with the systemd they run under."""
        limits = {"mirror.service": 3.0, "mirror-caregiver.service": 2.0, "mirror-stimulator.service": 2.0}
        found = {}
        for unit, limit in limits.items():
            path = f"{CHECKOUT}/systemd/{unit}"
            said = self.machine.says(f"systemd-analyze security --offline=true --no-pager {path} | tail -n 1")
            found[unit] = float(re.findall(r": ([0-9.]+) ", said)[0])
            assert found[unit] <= limit, f"{unit}: {found[unit]}"
        # Units of the release, and nothing that systemd would remark.
        said = self.machine.says("systemd-analyze verify /etc/systemd/system/mirror*.service 2>&1 | grep mirror")
        assert said == "", said
        return ", ".join(f"{unit} {score}" for unit, score in found.items())

    def second_time(self) -> str:
        """Nothing to do."""
        status, said = self.install()
        assert status == 0, said
        assert said.splitlines()[-1].startswith("Nothing to do"), said
        return said.splitlines()[-1]

    def newer_is_noticed(self) -> str:
        """The folder it was installed from has something newer: noticed, and nothing installed."""
        source = self.machine.root / "root/checkout/mirror/__init__.py"
        text, before = source.read_text(encoding="utf-8"), self.current()
        found = []
        for content in (text + "# newer\n", text):
            source.write_text(content, encoding="utf-8")
            ran = self.machine.run("systemctl start mirror-newest.service")
            assert ran.status == 0, self.machine.says("journalctl -u mirror-newest --no-pager | tail -n 5")
            found.append(f"releases/{self.machine.says('cat /opt/rehab-mirror/newest')}")
        assert found[0] != before
        assert found[1] == before, found
        assert self.current() == before
        return f"{found[0]} waits while {before} runs"

    # --- practising --------------------------------------------------------------------------------------------------

    def pid(self) -> int:
        return int(self.machine.unit("mirror.service", "MainPID"))

    def press(self, pin: int) -> None:
        """A press of a fifth of a second on a button's pin."""
        self.machine.run(f"echo '{pin} low' >/run/mirror/pins; sleep 0.2; echo '{pin} high' >/run/mirror/pins")

    def trace(self) -> list[dict[str, Any]]:
        """What happened since the kiosk was started."""
        lines = self.machine.says(f"cat {TRACE}").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def scene(self) -> str:
        scenes = [event["name"] for event in self.trace() if event["event"] == "scene"]
        return scenes[-1] if scenes else "idle"

    def repetitions(self) -> int:
        """How many are announced as saved; one whose figure is refined afterwards is announced again."""
        saved = (event for event in self.trace() if event["event"] == "saved")
        return len({event["id"] for event in saved if event["table"] == "repetitions"})

    def practise_until(self, true: Callable[[], bool], at_most_s: float) -> bool:
        """Start a session and press on as a person would who has no complaint and leaves the massage out."""

        def press_on() -> bool:
            if true():
                return True
            if (pin := PRESSES.get(self.scene())) is not None:
                self.press(pin)
            return False

        return wait_until(press_on, at_most_s, every_s=0.5)

    def end_session(self) -> None:
        """Stop, and answer how the face feels."""
        self.press(STOP)

        def answered() -> bool:
            if self.scene() == "question":
                self.press(NEXT)
            return self.scene() in ("summary", "idle")

        assert wait_until(answered, 30.0, every_s=0.5), f"the session does not end: {self.scene()}"

    def practises(self) -> str:
        """A button starts a session, the drawn patient practises, stop ends it, and the log has it."""
        practising = lambda: self.machine.unit("mirror.service", "StatusText") == "practising"  # noqa: E731
        assert self.practise_until(practising, 60.0), f"nothing begins: {self.trace()[-5:]}"
        assert self.practise_until(lambda: self.repetitions() >= 2, 420.0), f"no repetition: {self.trace()[-5:]}"
        kept = self.repetitions()
        self.end_session()
        today = self.machine.run(f"mirror log today --json --data {DEMO}")
        assert today.status == 0, today.said
        sessions = json.loads(today.said)["sessions"]
        logged = sum(line["repetitions"] for session in sessions for line in session["exercises"])
        assert logged >= kept, f"{kept} repetitions announced as saved, {logged} in the log"
        copied = self.machine.run(f"mirror log backup --data {DEMO}")
        assert copied.status == 0, copied.said
        return f"{logged} repetitions in the log; {copied.said.strip()}"

    def page_answers(self) -> str:
        """The caregiver's page, from this machine."""
        if not self.has_page():
            return "not tried: this release has no page"
        ask = "import urllib.request, urllib.error\ntry:\n    print(urllib.request.urlopen('http://127.0.0.1:PORT/').status)\n"
        ask += "except urllib.error.HTTPError as error:\n    print(error.code)\n"
        port = re.findall(
            r"<port>(\d+)</port>", (self.machine.root / "etc/avahi/services/rehab-mirror.service").read_text()
        )[0]
        self.machine.write("/root/ask.py", ask.replace("PORT", port))
        # Nobody is paired: whoever comes without a pairing is answered, and refused.
        answered = wait_until(lambda: self.machine.says("python3 /root/ask.py") in ("200", "401", "403"), 30.0)
        assert answered, self.machine.says(
            "python3 /root/ask.py; journalctl -u mirror-caregiver --no-pager | tail -n 5"
        )
        return f"port {port} answers {self.machine.says('python3 /root/ask.py')}"

    # --- suffering ---------------------------------------------------------------------------------------------------

    def shown_again(self, before: int) -> bool:
        """Whether another process than ``before`` has said that it shows a picture."""
        return self.machine.unit("mirror.service", "ActiveState") == "active" and self.pid() not in (0, before)

    def signalled(self, name: str) -> str:
        """A signal that ends or stops the kiosk: another one is there in time, and the log has counted it."""
        worst_s, restarts, safe = 0.0, self.faults("restart"), self.safe_screen_began()
        for _ in range(2):
            worst_s = max(worst_s, self.recovered_after_s(name))
            assert self.safe_screen_began() == safe, "the safe screen was shown after one end"
        self.machine.run("systemctl reset-failed mirror.service")
        counted = self.faults("restart") - restarts
        assert counted == 2, f"{counted} of 2 restarts are in the log"
        return f"worst of two: {worst_s:.1f} s; both in the log"

    def recovered_after_s(self, name: str) -> float:
        before, began_s = self.pid(), time.monotonic()
        self.machine.run(f"kill -{name} {before}")
        assert wait_until(lambda: self.shown_again(before), RECOVERED_S), f"not back after {RECOVERED_S:.0f} s"
        return time.monotonic() - began_s

    def safe_screen_began(self) -> str:
        """When it was started last; what it says is compared only."""
        return self.machine.unit("mirror-safe.service", "ExecMainStartTimestampMonotonic")

    def faults(self, kind: str) -> int:
        """How many of them the log has."""
        ask = f"import sqlite3; print(*sqlite3.connect('file:{DEMO}/mirror.db?mode=ro', uri=True).execute("
        ask += f"'SELECT count(*) FROM faults WHERE kind = ?', ['{kind}']).fetchone())"
        return int(self.machine.says(f'python3 -c "{ask}"'))

    def counts(self) -> dict[str, int]:
        """The faults of the ladder, by their kind."""
        return {kind: self.faults(kind) for kind in ("camera", "restart")}

    def start_with(self, drop_in: str) -> None:
        """The kiosk anew, in order, with this drop-in; none of its starts so far counts against it."""
        self.machine.write("/etc/systemd/system/mirror.service.d/test.conf", drop_in)
        anew = "systemctl daemon-reload; systemctl reset-failed mirror.service; systemctl restart mirror.service"
        self.machine.run(anew, timeout_s=120.0)

    def practise_until_stall(self, until_s: int) -> float:
        """A session whose camera falls silent forty seconds after the start, up to ``until_s``; when it was noticed."""
        self.start_with(f"{KIOSK}Environment=MIRROR_PRETENDED_FAULTS=stalls@40-{until_s}\n")
        stalled = lambda: any(event["event"] == "fault" for event in self.trace())  # noqa: E731
        assert self.practise_until(stalled, 90.0), f"the stall was not noticed: {self.trace()[-5:]}"
        return time.monotonic()

    def camera_stalls(self) -> str:
        """A camera that falls silent in a session is opened again by the kiosk itself."""
        known = self.counts()
        noticed_s, before = self.practise_until_stall(46), self.pid()
        assert wait_until(lambda: self.scene() not in ("safe", "idle"), RECOVERED_S), self.scene()
        back_s = time.monotonic() - noticed_s
        assert self.pid() == before, "the process was started again"
        self.end_session()
        more = {kind: count - known[kind] for kind, count in self.counts().items()}
        assert more == {"camera": 1, "restart": 0}, more
        self.start_with(KIOSK)
        return f"back {back_s:.1f} s after it was noticed, same process, once in the log"

    def camera_stays_silent(self) -> str:
        """One that stays silent is opened again first; when that was in vain, the process is started again."""
        known = self.counts()
        noticed_s, before = self.practise_until_stall(600), self.pid()
        assert wait_until(lambda: self.shown_again(before), RECOVERED_S), "the process was not started again"
        back_s = time.monotonic() - noticed_s
        more = {kind: count - known[kind] for kind, count in self.counts().items()}
        assert more == {"camera": 1, "restart": 1}, more
        self.start_with(KIOSK)
        return f"another process {back_s:.1f} s after it was noticed, both in the log"

    def keeps_failing(self) -> str:
        """Killed whenever it comes back: the safe screen takes over; after a press the mirror is tried again."""
        safe = lambda: self.machine.unit("mirror-safe.service", "ActiveState") == "active"  # noqa: E731
        assert wait_until(lambda: self.shown_again(0), RECOVERED_S), "no mirror to begin with"
        assert not safe(), self.machine.says("journalctl -u mirror.service --no-pager -n 12")
        began_s, killed = time.monotonic(), set[int]()

        def kill_again() -> bool:
            pid = self.pid()
            if pid:
                self.machine.run(f"kill -KILL {pid}")
                killed.add(pid)
            return safe()

        assert wait_until(kill_again, 400.0, every_s=0.5), "no safe screen"
        shown_s = time.monotonic() - began_s
        assert len(killed) == ENDS_UNTIL_SAFE, f"after {len(killed)} ends"
        self.press(SELECT)
        assert wait_until(lambda: self.shown_again(0), RECOVERED_S), "the mirror was not tried again"
        assert wait_until(lambda: not safe(), 15.0), "the safe screen stays"
        return f"safe screen after {len(killed)} ends and {shown_s:.0f} s; a press brings the mirror back"

    def starts_by_itself(self) -> str:
        """After the power was off."""
        began_s = time.monotonic()
        self.machine.power_cycle()
        assert wait_until(lambda: self.shown_again(0), 60.0), self.machine.says("systemctl status mirror --no-pager")
        return f"a picture {time.monotonic() - began_s:.1f} s after the start"

    # --- updating and going away -------------------------------------------------------------------------------------

    def current(self) -> str:
        return self.machine.says("readlink /opt/rehab-mirror/current")

    def broken_update(self) -> str:
        """A release that passes its check and then ends at once is taken back."""
        before = self.current()
        self.machine.run(f"cp -a {CHECKOUT} /root/broken")
        with (self.machine.root / "root/broken/mirror/kiosk/live.py").open("a") as file:
            file.write('\n\nraise SystemExit("mirror: this release is broken on purpose.")\n')
        status, said = self.install(folder="/root/broken")
        assert status == 1, said
        assert "going back to" in said, said
        assert self.current() == before, self.current()
        assert wait_until(lambda: self.shown_again(0), RECOVERED_S), "the release before does not run"
        return said.splitlines()[-1]

    def listing(self) -> dict[str, str]:
        """Every file with its mode and owner; those in /etc with what they contain."""
        names = self.machine.run("find / -xdev -printf '%p\\t%M %u:%g %l\\n' 2>/dev/null", timeout_s=120.0).said
        sums = self.machine.run("find /etc -xdev -type f -print0 | xargs -0 sha256sum", timeout_s=60.0).said
        found = dict(line.split("\t", 1) for line in names.splitlines() if "\t" in line)
        for line in sums.splitlines():
            total, _, name = line.partition("  ")
            found[name] = f"{found.get(name, '')} {total}"
        return {name: what for name, what in found.items() if not NOT_OURS.fullmatch(name)}

    def goes_away(self) -> str:
        """Uninstalled: the file system is as it was, but for the log."""
        for unit in ("mirror", "mirror-safe"):
            self.machine.run(f"rm -r /etc/systemd/system/{unit}.service.d/test.conf")
        self.machine.run("rmdir --ignore-fail-on-non-empty /etc/systemd/system/mirror-safe.service.d")
        status, said = self.install("--uninstall --unattended")
        assert status == 0, said
        after = self.listing()
        kept = {name for name in after.keys() - self.before.keys() if name.startswith(DATA)}
        more = sorted(after.keys() - self.before.keys() - kept)
        less = sorted(self.before.keys() - after.keys())
        other = sorted(name for name in self.before.keys() & after.keys() if self.before[name] != after[name])
        assert not more + less + other, f"more: {more[:20]}; less: {less[:20]}; changed: {other[:20]}"
        assert f"{DEMO}/mirror.db" in kept, "the log is gone"
        units = self.machine.says("systemctl list-unit-files 'mirror*' --no-legend; getent passwd mirror")
        assert units == "", units
        return f"what is left: {', '.join(sorted(kept))}"


def main(root: Path) -> int:
    """All of it; status 1 if anything did not pass, NOT_RUN if this host boots no machine at all."""
    # An end from outside, too, switches the machine off.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began_s = time.monotonic()
    with ExitStack() as stack:
        try:
            machine = stack.enter_context(Machine(root))
        except DoesNotBoot as error:
            # Nothing of the mirror is in it yet.
            print(f"The container was not run: a fresh Debian does not boot here.\n{error}")
            return NOT_RUN
        story = Story(machine)
        if not story.check("installed from scratch with one command", story.from_scratch):
            return 1
        story.check("units", story.units_run)
        story.check("units leave little open", story.units_are_tight)
        story.check("a session through the buttons is in the log", story.practises)
        story.check("the caregiver's page answers", story.page_answers)
        story.check("a second call", story.second_time)
        story.check("a newer version is noticed", story.newer_is_noticed)
        story.check("killed", lambda: story.signalled("KILL"))
        story.check("stopped in the middle", lambda: story.signalled("STOP"))
        story.check("the camera stalls", story.camera_stalls)
        story.check("the camera stays silent", story.camera_stays_silent)
        story.check("ends again and again", story.keeps_failing)
        story.check("the power was off", story.starts_by_itself)
        story.check("an update that is broken", story.broken_update)
        story.check("uninstalled", story.goes_away)
    print(f"{'All passed' if not story.failed else 'NOT ALL PASSED'} in {time.monotonic() - began_s:.0f} s.")
    return 1 if story.failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
