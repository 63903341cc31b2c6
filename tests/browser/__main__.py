"""The caregiver's page in a real browser: ``python -m tests.browser [FOLDER]``.

Fetches axe-core with npm into a temporary folder, which is removed again, and runs the tests of this folder; pictures
of every page go to FOLDER where one is named.  Needs chromium, chromedriver and npm.  Status 0 if all is well; where
the browser is missing it says so in one line and how to get it, and ends with 0: nothing was tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

#: Pinned: a new rule must not break a release.
AXE: Final = "axe-core@4.10.3"
NEEDED: Final = ("chromium", "chromedriver", "npm")


def main() -> int:
    """Fetch, run, and say where the pictures are."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        how = "sudo apt install chromium chromium-driver npm, then python -m tests.browser"
        print(f"Not run: the page in a browser needs {', '.join(missing)}. To run: {how}")
        return 0
    with tempfile.TemporaryDirectory(prefix="mirror-axe-") as folder:
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, AXE]
        if (status := subprocess.run(npm, check=False).returncode) != 0:
            print(f"{AXE} could not be fetched.", file=sys.stderr)
            return status
        axe = Path(folder) / "node_modules" / "axe-core" / "axe.min.js"
        environment = os.environ | {"MIRROR_AXE": str(axe)}
        if len(sys.argv) > 1:
            environment["MIRROR_PICTURES"] = sys.argv[1]
        tests = [sys.executable, "-m", "pytest", "-q", str(Path(__file__).parent)]
        return subprocess.run(tests, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
