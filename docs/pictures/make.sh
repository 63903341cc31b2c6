#!/usr/bin/env bash
#
# Makes the pictures of the documents from the program itself: docs/pictures/make.sh
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
.venv/bin/mirror demo --headless "$out" --exercises smile --reps 3 --severity 0.4 >/dev/null
# The film is half as large as the screen, as the document wants it; of the last hold, two dots are filled.
.venv/bin/python - "$out" docs/pictures/session.png <<'END'
import json
import sys
from pathlib import Path

import cv2

folder, target = map(Path, sys.argv[1:])
events = map(json.loads, (folder / "trace.jsonl").read_text().splitlines())
last_s = [event["t"] for event in events if (event["event"], event.get("name")) == ("scene", "hold")][-1]
film = cv2.VideoCapture(str(folder / "session.mp4"))
film.set(cv2.CAP_PROP_POS_FRAMES, round((last_s + 2.4) * film.get(cv2.CAP_PROP_FPS)))
cv2.imwrite(str(target), film.read()[1])
END
