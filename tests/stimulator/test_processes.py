"""Real processes, really killed: the output falls, stays down, and the ledger has at least what was given.

How many milliseconds it takes is measured by ``python -m tests.stimulator.faults``, with the figures in
docs/stimulation.md.
"""

import math
from concurrent.futures import ThreadPoolExecutor

from tests.stimulator.faults import AT_ONCE, FAULTS, happen


def test_after_every_fault_the_output_falls_and_stays_down():
    """Whatever is killed, stopped, cut or set: off once and for all, and nothing given that is not written down."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = dict(zip(FAULTS, pool.map(lambda fault: happen(fault, 1), FAULTS.values()), strict=True))
    assert [name for name, outcome in outcomes.items() if not math.isfinite(outcome.off_after_s)] == []
    assert [name for name, outcome in outcomes.items() if outcome.recorded_s < outcome.given_s] == []
