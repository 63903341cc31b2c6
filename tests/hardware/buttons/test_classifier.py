"""From contacts that bounce to presses that are meant."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.buttons.classifier import (
    AWAY_S,
    DEBOUNCE_S,
    DWELL_S,
    FOOT,
    LONG_DWELL_S,
    LONG_S,
    PUSH,
    STOP,
    STUCK_S,
    TOUCHLESS,
    Contact,
    Finding,
    Level,
    Manner,
    Phase,
    Stuck,
    begin,
    step,
    tick,
)
from hardware.buttons.press import PressKind

UP, DOWN = Level.UP, Level.DOWN
SHORT, LONG, STUCK = PressKind.SHORT, PressKind.LONG, Stuck.HELD_TOO_LONG
POLL_S = 1 / 30


def heard(
    edges: Iterable[tuple[float, Level]], until_s: float, contact: Contact | None = None
) -> list[tuple[float, Finding]]:
    """What is found, with its instant, when edges arrive and the loop polls thirty times a second."""
    contact = contact or Contact()
    found: list[tuple[float, Finding]] = []
    calls: list[tuple[float, Level | None]] = [(t_s, level) for t_s, level in edges]
    calls += [(n * POLL_S, None) for n in range(int(until_s / POLL_S) + 1)]
    for t_s, level in sorted(calls, key=lambda call: call[0]):
        contact, finding = tick(contact, t_s) if level is None else step(contact, level, t_s)
        if finding is not None:
            found.append((t_s, finding))
    return found


def findings(edges: Iterable[tuple[float, Level]], until_s: float) -> list[Finding]:
    return [finding for _, finding in heard(edges, until_s)]


def test_a_short_press_is_told_when_let_go() -> None:
    """Not before, because it might still become a long one; and within a poll after the contact rests."""
    [(t_s, finding)] = heard([(0.5, DOWN), (0.8, UP)], until_s=3.0)
    assert finding is SHORT
    assert 0.8 + DEBOUNCE_S <= t_s <= 0.8 + DEBOUNCE_S + POLL_S


def test_a_long_press_is_told_while_held_and_once() -> None:
    """Letting go afterwards says nothing: gpiozero's pressed, held, released would have counted twice."""
    [(t_s, finding)] = heard([(0.5, DOWN), (3.5, UP)], until_s=6.0)
    assert finding is LONG
    assert 0.5 + LONG_S <= t_s <= 0.5 + LONG_S + POLL_S


@pytest.mark.parametrize(("held_s", "kind"), [(0.03, SHORT), (0.9, SHORT), (0.995, SHORT), (1.0, LONG), (14.0, LONG)])
def test_the_finger_decides_not_the_poll(held_s: float, kind: PressKind) -> None:
    """The time held is counted from edge to edge, whenever the loop comes round."""
    assert findings([(0.5, DOWN), (0.5 + held_s, UP)], until_s=20.0) == [kind]


def test_a_contact_that_bounces_is_one_press() -> None:
    """Bounces at both ends, and a flutter in the middle of a hold, change nothing."""
    edges = [(0.5, DOWN), (0.502, UP), (0.503, DOWN), (0.507, UP), (0.508, DOWN)]
    edges += [(0.9, UP), (0.904, DOWN), (0.91, UP)]
    assert findings(edges, until_s=2.0) == [SHORT]
    assert findings([(0.5, DOWN), (1.0, UP), (1.01, DOWN), (2.0, UP)], until_s=4.0) == [LONG]


def test_a_spark_is_no_press() -> None:
    """Interference shorter than the debounce time is not a finger."""
    assert findings([(0.5, DOWN), (0.51, UP), (1.5, DOWN), (1.501, UP)], until_s=3.0) == []


def test_two_presses_are_two() -> None:
    """A quick double press is not taken for a bounce."""
    assert findings([(0.5, DOWN), (0.6, UP), (0.7, DOWN), (0.8, UP)], until_s=2.0) == [SHORT, SHORT]


def test_a_stuck_button_is_told_once_and_works_again_when_free() -> None:
    """Long at one second, stuck at fifteen, silence until let go, and then a press is a press."""
    found = heard([(0.5, DOWN), (60.0, UP), (61.0, DOWN), (61.2, UP)], until_s=63.0)
    assert [finding for _, finding in found] == [LONG, STUCK, SHORT]
    assert 0.5 + STUCK_S <= found[1][0] <= 0.5 + STUCK_S + POLL_S


def test_a_button_down_from_the_start_was_not_pressed_for_us() -> None:
    """A thumb on the button while the mirror starts means nothing; a jammed one is reported."""
    assert heard([(0.8, UP)], until_s=3.0, contact=begin(DOWN, 0.0)) == []
    assert heard([(5.0, UP)], until_s=8.0, contact=begin(DOWN, 0.0)) == []
    assert [finding for _, finding in heard([], until_s=40.0, contact=begin(DOWN, 0.0))] == [STUCK]


def test_after_a_long_silence_stuck_wins_over_long() -> None:
    """If nobody looked for a minute, a button found down is not obeyed as a long press."""
    contact, _ = step(Contact(), DOWN, 1.0)
    assert tick(contact, 61.0)[1] is STUCK


def test_a_stamp_a_little_older_than_the_last_poll_does_no_harm() -> None:
    """Callbacks and the loop run on different threads, so that an edge may be handed in late."""
    contact, _ = tick(Contact(), 1.0)
    contact, finding = step(contact, DOWN, 0.999)
    assert finding is None
    contact, finding = step(contact, UP, 1.2)
    assert finding is None
    assert tick(contact, 1.3)[1] is SHORT
    contact, _ = step(Contact(), DOWN, 1.0)
    contact, _ = tick(contact, 1.5)
    contact, _ = step(contact, UP, 0.5)
    assert tick(contact, 0.6)[1] is None, "rested since 0.5 only by a clock that ran backwards"


def test_stop_is_told_when_pressed_and_once() -> None:
    """Not when let go: whoever presses it holds it, frightened, until something happens."""
    for held_s in (0.03, 0.5, 5.0):
        [(t_s, finding)] = heard([(0.5, DOWN), (0.5 + held_s, UP)], 8.0, Contact(STOP))
        assert finding is SHORT
        assert 0.5 + DEBOUNCE_S <= t_s <= 0.5 + DEBOUNCE_S + POLL_S


def test_a_stop_that_is_held_from_the_start_has_been_pressed() -> None:
    """Jammed or held, it stops once; after fifteen seconds somebody hears that it is stuck."""
    found = heard([], 40.0, begin(DOWN, 0.0, STOP))
    assert [finding for _, finding in found] == [SHORT, STUCK]
    assert found[0][0] <= DEBOUNCE_S + POLL_S


def test_a_stop_nobody_looked_at_for_a_minute_still_stops() -> None:
    """It comes before the finding that it is stuck, never instead of it."""
    contact, _ = step(Contact(STOP), DOWN, 1.0)
    contact, first = tick(contact, 61.0)
    assert (first, tick(contact, 61.0)[1]) == (SHORT, STUCK)


def test_a_spark_on_the_stop_line_stops_nothing() -> None:
    """At once means after the debounce: a pulse of the fridge is not a person."""
    assert heard([(0.5, DOWN), (0.515, UP)], 2.0, Contact(STOP)) == []


def test_a_hand_that_passes_is_no_step_and_one_that_stays_is_one() -> None:
    """On its way to the tap it is there for less than the dwell; trembling at the edge of the range is one approach."""
    assert heard([(0.5, DOWN), (0.5 + DWELL_S - 0.01, UP)], 3.0, Contact(TOUCHLESS)) == []
    edges = [(0.5, DOWN), (1.2, UP), (1.2 + AWAY_S / 2, DOWN), (1.6, UP), (1.7, DOWN), (1.8, UP)]
    assert [finding for _, finding in heard(edges, 4.0, Contact(TOUCHLESS))] == [SHORT]
    twice = [(0.5, DOWN), (1.2, UP), (1.2 + AWAY_S + 0.01, DOWN), (2.2, UP)]
    assert [finding for _, finding in heard(twice, 4.0, Contact(TOUCHLESS))] == [SHORT, SHORT]


def test_a_hand_that_lingers_has_not_pressed_long() -> None:
    """A second is hesitation; only three are meant."""
    assert [f for _, f in heard([(0.5, DOWN), (3.0, UP)], 5.0, Contact(TOUCHLESS))] == [SHORT]
    found = heard([(0.5, DOWN), (5.0, UP)], 7.0, Contact(TOUCHLESS))
    assert [finding for _, finding in found] == [LONG]
    assert 0.5 + LONG_DWELL_S <= found[0][0] <= 0.5 + LONG_DWELL_S + POLL_S


def test_a_foot_that_rests_on_its_pedal_has_pressed_once() -> None:
    """It knows no long press; a chair on it is stuck."""
    assert [finding for _, finding in heard([(0.5, DOWN), (9.0, UP)], 10.0, Contact(FOOT))] == [SHORT]
    assert [finding for _, finding in heard([(0.5, DOWN), (30.0, UP)], 32.0, Contact(FOOT))] == [STUCK]


trains = st.lists(st.tuples(st.floats(0.0, 4.0), st.sampled_from([UP, DOWN])), max_size=40).map(
    lambda gaps: [(sum(gap for gap, _ in gaps[: n + 1]), level) for n, (_, level) in enumerate(gaps)]
)
bounces = st.lists(st.floats(0.0001, 0.004), max_size=8)


MANNERS = {"push": PUSH, "stop": STOP, "touchless": TOUCHLESS, "foot": FOOT}
#: What each may say between two rests.
SAYS = {
    "push": ([], [SHORT], [LONG], [STUCK], [LONG, STUCK]),
    "stop": ([], [SHORT], [SHORT, STUCK]),
    "touchless": ([], [SHORT], [LONG], [STUCK], [LONG, STUCK]),
    "foot": ([], [SHORT], [STUCK]),
}


@pytest.mark.parametrize("name", MANNERS)
@settings(deadline=None, max_examples=60)
@given(trains)
def test_any_train_of_edges_ends_and_no_press_speaks_twice(name: str, edges: list[tuple[float, Level]]) -> None:
    """Let go it comes to rest, and between two rests it says at most what its manner has to say."""
    end_s = (edges[-1][0] if edges else 0.0) + 1.0
    contact, said = Contact(MANNERS[name]), []
    calls: list[tuple[float, Level | None]] = [*edges, *((n * 0.05, None) for n in range(int(end_s / 0.05)))]
    calls += [(end_s, UP), (end_s + MANNERS[name].up_s * 1.01, None)]
    for t_s, level in sorted(calls, key=lambda call: call[0]):
        contact, finding = tick(contact, t_s) if level is None else step(contact, level, t_s)
        if finding is not None:
            said.append(finding)
        assert said in SAYS[name]
        if contact.phase is Phase.RESTING:
            said = []
    assert contact.phase is Phase.RESTING
    assert tick(contact, end_s + 100.0)[1] is None


@settings(deadline=None)
@given(st.floats(0.05, 14.0), bounces, bounces)
def test_bounces_never_make_two_presses(held_s: float, going_down: list[float], going_up: list[float]) -> None:
    """However a contact chatters at either end, one finger is one press."""
    edges, t_s = [], 0.5
    for gap_s in (0.0, *going_down):
        t_s += gap_s
        edges.append((t_s, UP if edges and edges[-1][1] is DOWN else DOWN))
    if edges[-1][1] is UP:
        edges.append((t_s + 0.001, DOWN))
        t_s += 0.001
    pressed_s = t_s
    t_s += held_s
    for gap_s in (0.0, *going_up):
        t_s += gap_s
        edges.append((t_s, DOWN if edges[-1][1] is UP else UP))
    if edges[-1][1] is DOWN:
        edges.append((t_s + 0.001, UP))
        t_s += 0.001
    # Sums of such times are off by a rounding error, so that exactly one second may be either.
    hair_s = 1e-9
    expected = {SHORT, LONG}
    if t_s - pressed_s < LONG_S - hair_s:
        expected = {SHORT}
    elif held_s >= LONG_S + hair_s:
        expected = {LONG}
    found = findings(edges, until_s=t_s + 1.0)
    assert len(found) == 1
    assert found[0] in expected


@settings(deadline=None)
@given(trains, st.floats(0.005, 0.4))
def test_what_is_found_does_not_depend_on_how_often_one_looks(edges: list[tuple[float, Level]], poll_s: float) -> None:
    """A slow loop hears later, but it hears the same presses (while nothing is held until it is stuck)."""
    end_s = (edges[-1][0] if edges else 0.0) + 1.0
    edges = [*edges, (end_s, UP)]

    def listen(every_s: float) -> list[Finding]:
        contact, found = Contact(), []
        polls: list[tuple[float, Level | None]] = [(n * every_s, None) for n in range(int((end_s + 1.0) / every_s) + 1)]
        for t_s, level in sorted([*edges, *polls, (end_s + 1.0, None)], key=lambda call: call[0]):
            contact, finding = tick(contact, t_s) if level is None else step(contact, level, t_s)
            found += [finding] if finding in (SHORT, LONG) else []
        return found

    assert listen(poll_s) == listen(0.1)


#: How long a contact chatters at most after each edge.
BOUNCE_S = 0.015
SEQUENCES = 10_000


def chattering(rolls: random.Random, level: Level, t_s: float) -> list[tuple[float, Level]]:
    """The edge to ``level`` at ``t_s`` of a contact that then chatters for up to ``BOUNCE_S``."""
    bounces = sorted(rolls.uniform(0.0, BOUNCE_S) for _ in range(2 * rolls.randrange(5)))
    other = UP if level is DOWN else DOWN
    return [(t_s, level), *((t_s + at, other if n % 2 == 0 else level) for n, at in enumerate(bounces))]


def pressed_at_random(
    rolls: random.Random, manner: Manner, least_s: float = 0.06
) -> tuple[list[tuple[float, Level]], list[Finding], float]:
    """A few presses as a hand makes them, their edges with all their chatter, what was meant, and when it is over.

    Down and up last ``least_s`` at least.
    """
    edges: list[tuple[float, Level]] = []
    meant: list[Finding] = []
    t_s = rolls.uniform(0.1, 1.0)
    for _ in range(rolls.randrange(1, 5)):
        # Not within a bounce of the limit between short and long, where nobody could say what was meant.
        held_s = rolls.choice((rolls.uniform(least_s, 0.95), rolls.uniform(1.05, 3.0)))
        edges += chattering(rolls, DOWN, t_s) + chattering(rolls, UP, t_s + held_s)
        meant.append(LONG if manner.long_s is not None and held_s > manner.long_s else SHORT)
        t_s += held_s + rolls.uniform(least_s, 0.6)
    return edges, meant, t_s + 0.2


@pytest.mark.parametrize("manner", [PUSH, STOP], ids=["push", "stop"])
def test_ten_thousand_sequences_of_chattering_presses_are_exactly_the_presses_made(manner: Manner) -> None:
    """Up to eight bounces within 15 ms at every edge, polled at a rate of its own each time: no press more or less."""
    rolls = random.Random(20261121)
    for number in range(SEQUENCES // 2):
        edges, meant, end_s = pressed_at_random(rolls, manner)
        poll_s = rolls.uniform(0.015, 0.05)
        calls: list[tuple[float, Level | None]] = [*edges, *((n * poll_s, None) for n in range(int(end_s / poll_s)))]
        contact, found = Contact(manner), []
        for t_s, level in sorted([*calls, (end_s, None)], key=lambda call: call[0]):
            contact, finding = tick(contact, t_s) if level is None else step(contact, level, t_s)
            found += [] if finding is None else [finding]
        assert found == meant, number


def test_edges_that_get_lost_cost_no_press_while_the_level_is_read() -> None:
    """A third of all edges dropped by the kernel, times of callbacks up to 5 ms old: the polled level makes it good."""
    rolls = random.Random(7)
    poll_s = 1 / 30
    for number in range(500):
        # Long enough for two looks at the level.
        edges, meant, end_s = pressed_at_random(rolls, PUSH, least_s=0.12)
        told = [(t_s - rolls.uniform(0.0, 0.005), level) for t_s, level in edges if rolls.random() > 1 / 3]
        contact, found, level_now, left = Contact(PUSH), [], UP, list(edges)
        for n in range(int((end_s + 1.0) / poll_s)):
            now_s = n * poll_s
            for t_s, level in [edge for edge in told if now_s - poll_s <= edge[0] < now_s]:
                contact, finding = step(contact, level, t_s)
                found += [] if finding is None else [finding]
            while left and left[0][0] <= now_s:
                level_now = left.pop(0)[1]
            contact, finding = step(contact, level_now, now_s)
            found += [] if finding is None else [finding]
        assert len(found) == len(meant), number
