"""Who may ask, how often, and under which name."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.caregiver.addresses import host_of, in_url, is_home, names_of, of_this_machine, parsed, served
from mirror.caregiver.rates import MOST_CALLERS, PAIRING, READING, WRITING, Meter, Rate

# How often ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [READING, WRITING, PAIRING])
def test_a_burst_is_allowed_and_then_a_steady_trickle(rate):
    """So many at once, then one each time a token has dripped in."""
    meter = Meter(rate)
    assert sum(meter.allows("a", 100.0) for _ in range(int(rate.burst) + 50)) == rate.burst
    assert not meter.allows("a", 100.0 + 0.5 / rate.per_s)
    assert meter.allows("a", 100.0 + 1.01 / rate.per_s)


def test_each_caller_has_a_bucket_of_its_own():
    """One that asks too often keeps nobody else out."""
    meter = Meter(Rate(burst=1, per_s=0.1))
    assert meter.allows("a", 0.0)
    assert not meter.allows("a", 0.0)
    assert meter.allows("b", 0.0)


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=60))
def test_never_more_than_the_burst_and_what_has_dripped_in(gaps):
    """Whatever the pace; also when the clock goes back, which fills nothing."""
    meter, now_s, allowed = Meter(Rate(burst=3, per_s=0.5)), 0.0, 0
    for index, gap in enumerate(gaps):
        now_s += -gap if index % 5 == 4 else gap
        allowed += meter.allows("a", now_s)
    assert allowed <= 3 + 0.5 * sum(gaps) + 1e-6


def test_callers_beyond_the_most_are_forgotten_not_kept():
    """A flood of addresses does not fill the memory."""
    meter = Meter(READING)
    for number in range(3 * MOST_CALLERS):
        meter.allows(str(number), 0.0)
    assert len(meter._buckets) == MOST_CALLERS


# Who ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.9", "169.254.7.7", "127.0.0.1"),
        *("fd12:3456::1", "fe80::1%wlan0", "::1", "::ffff:192.168.0.9"),
    ],
)
def test_a_home_has_private_addresses(text):
    """RFC 1918, unique local, link-local, loopback."""
    assert is_home(parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        *("8.8.8.8", "172.32.0.1", "172.15.255.255", "192.169.0.1", "100.64.0.1", "0.0.0.0", "192.0.2.1"),
        *("2001:db8::1", "2a00:1450::1", "::ffff:8.8.8.8", "::"),
    ],
)
def test_nobody_else_is_at_home(text):
    """Public, a provider's own, documentation, and no address at all."""
    assert not is_home(parsed(text))


def test_only_private_addresses_are_served_and_loopback_always():
    """A machine that is in the internet serves nothing there; the home network's address is shown first."""
    found = tuple(map(ipaddress.ip_address, ("8.8.8.8", "127.0.0.1", "169.254.1.1", "192.168.1.20", "100.64.0.1")))
    assert [str(one) for one in served(found)] == ["192.168.1.20", "169.254.1.1", "127.0.0.1"]
    assert [str(one) for one in served(())] == ["127.0.0.1"]
    assert all(map(is_home, served(of_this_machine())))


# Under which name -----------------------------------------------------------------------------------------------------

NAMES = names_of((ipaddress.ip_address("192.168.1.20"), ipaddress.ip_address("fd00::20")), "Mirror.fritz.box")


@pytest.mark.parametrize(
    "header",
    [
        *("192.168.1.20", "192.168.1.20:8765", "localhost:8765", "mirror", "MIRROR.local:8765", "mirror.local."),
        "[fd00::20]:8765",
    ],
)
def test_its_own_names_are_known(header):
    """Address, localhost and the mirror's name in the home network, with a port or without."""
    assert host_of(header) in NAMES


@pytest.mark.parametrize(
    "header",
    [
        *("evil.example", "192.168.1.20.evil.example", "mirror.local.evil.example", "", ":8765", "a:b", "[fd00::20"),
        *("192.168.1.21", "user@192.168.1.20", "192.168.1.20:80:80", "localhost:8765/..", "mirror .local", "a" * 9999),
    ],
)
def test_other_names_are_not(header):
    """A page of somebody else whose name leads here (DNS rebinding) gets nothing."""
    assert host_of(header) not in NAMES


def test_an_address_is_written_as_a_person_types_it():
    """Port 80 need not be typed; IPv6 has its brackets."""
    assert in_url(ipaddress.ip_address("192.168.1.20"), 80) == "http://192.168.1.20"
    assert in_url(ipaddress.ip_address("fd00::20"), 8765) == "http://[fd00::20]:8765"
