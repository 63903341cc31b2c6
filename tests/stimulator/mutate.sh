#!/usr/bin/env bash
#
# How many small faults in the decision the tests notice: cosmic-ray puts them in one by one, in a copy, and runs the
# tests of the decision.  Prints the survivors and the score; status 1 below 95 %.  Takes a quarter of an hour.
#
#   tests/stimulator/mutate.sh [PYTHON [MODULE...]]
#
# PYTHON is one that has the test extras, .venv's without it; cosmic-ray 8 must be on PATH.  MODULE: gate, hand, dose.

set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
python=${1:-$root/.venv/bin/python}
modules=$(printf '"hardware/stimulator/%s.py", ' "${@:2}")
[[ $# -gt 1 ]] || modules='"hardware/stimulator/gate.py", "hardware/stimulator/hand.py", "hardware/stimulator/dose.py"'
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$root/hardware" "$root/mirror" "$root/models" "$root/tests" "$root/pyproject.toml" "$copy"
cd "$copy"
# Without the suite's conftest, which imports much that no decision needs.
rm tests/conftest.py
cat >mutate.toml <<END
[cosmic-ray]
module-path = [$modules]
timeout = 60.0
excluded-modules = []
test-command = "$python -m pytest -q -x -p no:cacheprovider -p no:hypothesispytest tests/stimulator/test_gate.py tests/stimulator/test_hand.py tests/stimulator/test_dose_and_clock.py"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq"]
END
export PYTHONPATH=$copy
cosmic-ray init mutate.toml mutate.sqlite
cosmic-ray baseline mutate.toml
# Enums and None are compared by identity here, so these change nothing.
cr-filter-operators mutate.sqlite mutate.toml
cosmic-ray exec mutate.toml mutate.sqlite
cr-report mutate.sqlite --surviving-only --show-diff
cr-rate mutate.sqlite --estimate
cr-rate mutate.sqlite --fail-over 5
