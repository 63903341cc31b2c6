"""Which addresses the page is served at, to whom, and under which names: the home network's and no other."""

import fcntl
import ipaddress
import socket
import struct
from array import array
from collections.abc import Iterable
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOOPBACK: Final = ipaddress.IPv4Address("127.0.0.1")
#: RFC 1918, RFC 3927 (link-local), RFC 1122 (loopback); RFC 4193 (unique local), RFC 4291 (link-local, loopback).
#: Python's own ``is_private`` has more: networks of documentation and of providers, which are no home.
_HOME: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)
#: ioctl that tells the IPv4 address of every interface, without netlink, which the page's unit does not have:
#: netdevice(7); the number is linux/sockios.h's, the lengths those of struct ifreq on 64 bits.
_SIOCGIFCONF: Final = 0x8912
_IFREQ_BYTES, _ADDRESS_AT, _MOST_INTERFACES = 40, 20, 64


def is_home(address: Address) -> bool:
    """Whether an address can only be one of this machine or of a private network."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    known = address if mapped is None else mapped
    return any(known in network for network in _HOME if network.version == known.version)


def parsed(text: str) -> Address | None:
    """An address as it is written, with or without brackets and zone; None when it is none."""
    try:
        return ipaddress.ip_address(text.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return None


def of_this_machine() -> tuple[Address, ...]:
    """The IPv4 addresses of the network interfaces, in their order.  Nothing is sent to find them."""
    room = array("B", bytes(_IFREQ_BYTES * _MOST_INTERFACES))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        answer = fcntl.ioctl(asked.fileno(), _SIOCGIFCONF, struct.pack("iL", len(room), room.buffer_info()[0]))
    used: int = struct.unpack("iL", answer)[0]
    starts = range(_ADDRESS_AT, used, _IFREQ_BYTES)
    return tuple(ipaddress.IPv4Address(room[start : start + 4].tobytes()) for start in starts)


def served(addresses: Iterable[Address]) -> tuple[Address, ...]:
    """Those to serve at: private ones, the home network's first, and loopback always."""
    home = {address for address in addresses if is_home(address)} | {LOOPBACK}
    return tuple(sorted(home, key=lambda one: (one.is_loopback, one.is_link_local, one.version, int(one))))


def names_of(addresses: Iterable[Address], hostname: str) -> frozenset[str]:
    """What may stand in a Host header, without its port, in small letters: against pages of others (DNS rebinding)."""
    short = hostname.partition(".")[0].lower()
    names = {"localhost", short, f"{short}.local"} if short else {"localhost"}
    return frozenset(names | {str(address) for address in addresses})


def host_of(header: str) -> str | None:
    """The name in a Host header, without port and brackets; None when it is none."""
    text = header.strip().lower()
    if text.startswith("["):
        name, closed, port = text[1:].partition("]")
        port = port.removeprefix(":")
        return name if closed and (not port or port.isdigit()) else None
    name, _, port = text.partition(":")
    return name.removesuffix(".") if name and (not port or port.isdigit()) and ":" not in port else None


def in_url(address: Address, port: int) -> str:
    """The beginning of a page's address, as a person types it."""
    host = f"[{address}]" if address.version == 6 else str(address)
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"
