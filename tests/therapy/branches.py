"""Whether stories take every branch of what decides: stage gate, plan, day, the session's transitions, stimulation.

``python -m tests.therapy.branches`` runs the stories under ``coverage`` (from the extra ``lint``) and names what is
left out; its status is then not 0.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

#: What must leave no branch untaken.
DECIDING: Final = [
    "asking",
    "attempt",
    "brief",
    "briefing",
    "chart",
    "day",
    "evidence",
    "eye_guardian",
    "flicker",
    "following",
    "forehead",
    "gate",
    "moving",
    "plan",
    "plan_reading",
    "plan_rules",
    "prescribing",
    "presses",
    "questions",
    "red_flags",
    "review",
    "rota",
    "scene",
    "schedule",
    "session",
    "stage",
    "step",
    "stimulator",
    "timed",
    "timetable",
    "tries",
    "turns",
    "view",
    "waiting",
    "when",
]
#: The same of the gate of the stimulator and what it adds up.
PERMITTING: Final = ["clock", "dose", "gate", "hand", "inputs", "prescription", "reason", "report", "tally", "timing"]
STORIES: Final = (
    *("tests/therapy", "tests/stimulator/test_gate.py", "tests/stimulator/test_hand.py"),
    *("tests/stimulator/test_dose_and_clock.py", "tests/stimulator/test_guided_session.py"),
    "tests/stimulator/test_command.py",
)
#: Chance may take a branch there; a story must.
LEFT_OUT: Final = ("--ignore", "tests/therapy/test_every_button.py")
ROOT: Final = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run and report."""
    modules = [f"mirror/therapy/{name}.py" for name in DECIDING]
    included = ",".join([*modules, *(f"hardware/stimulator/{name}.py" for name in PERMITTING)])
    with tempfile.TemporaryDirectory() as folder:
        data = f"--data-file={folder}/branches"
        coverage = [sys.executable, "-m", "coverage"]
        ran = subprocess.run(
            [
                *coverage,
                "run",
                "--branch",
                data,
                f"--include={included}",
                "-m",
                "pytest",
                "-q",
                *STORIES,
                *LEFT_OUT,
            ],
            cwd=ROOT,
            check=False,
        )
        report = [*coverage, "report", data, "--show-missing", "--skip-covered", "--fail-under=100", "--precision=2"]
        return ran.returncode or subprocess.run(report, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
