"""Real processes, really killed: the output falls, stays down, and the ledger has at least what was given.

How many milliseconds it takes is measured by ``python -m tests.stimulator.faults``, with the figures in
docs/stimulation.md.  Held here are the bounds that no busy computer moves: what each edge was based on, by the guard's
own clock at that edge.
"""

import math
from concurrent.futures import ThreadPoolExecutor

from hardware.stimulator.timing import FACE_S, PROMPT_S, RENEWAL_S
from tests.stimulator.faults import AT_ONCE, FAULTS, happen

#: From the guard's last look at its clock to the edge, where nothing of it is looked at any more.
BETWEEN_S = 0.020


def test_after_every_fault_the_output_falls_and_stays_down():
    """Whatever is killed, stopped, cut or set: off once and for all, and nothing given that is not written down.

    No edge was made on a word or a picture that was older than it may be.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = dict(zip(FAULTS, pool.map(lambda fault: happen(fault, 1), FAULTS.values()), strict=True))
    assert [name for name, outcome in outcomes.items() if not math.isfinite(outcome.off_after_s)] == []
    assert [name for name, outcome in outcomes.items() if outcome.recorded_s < outcome.given_s] == []
    said_s, face_s = (max(ages) for ages in zip(*map(ages_of, outcomes.values()), strict=True))
    assert said_s <= RENEWAL_S + PROMPT_S + BETWEEN_S
    assert face_s <= FACE_S + PROMPT_S + BETWEEN_S


def ages_of(outcome):
    return outcome.said_age_s, outcome.face_age_s
