#!/usr/bin/env bash
#
# Makes the pictures of the documents from the program itself: docs/pictures/make.sh
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
.venv/bin/mirror demo --headless "$out" --exercises smile --reps 3 --severity 0.4 >/dev/null
.venv/bin/python - "$out/screens/hold.png" docs/pictures/session.png <<'END'
import sys

import cv2

source, target = sys.argv[1:]
cv2.imwrite(target, cv2.resize(cv2.imread(source), (540, 960), interpolation=cv2.INTER_AREA))
END
