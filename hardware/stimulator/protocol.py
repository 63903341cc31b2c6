"""What goes over the socket, to the byte.  Fixed sizes, one version, and nothing is believed that is not exactly so.

Connection-oriented datagrams (``SOCK_SEQPACKET``): the kernel keeps messages whole and tells at once when the other
side is gone.  The guard speaks first and gives each connection a random number, which every message must repeat: what
was recorded from an earlier connection is worth nothing in a later one.

=========  =====  ==========================================================================
message    bytes  fields, big-endian
=========  =====  ==========================================================================
hello      24     magic 4s, version B, 3 zero bytes, nonce 16s                    guard says
report     80     magic 4s, version B, 7 codes B, sequence Q, sent ns Q, face ns Q,
                  answered on I (proleptic day number, 0: never), session 16s,
                  nonce 16s, 8 zero bytes                                         kiosk says
answer     52     magic 4s, version B, state B, reason B, armed B, sequence Q,
                  trains I, given ms I, ended B, side B (0: none), 2 zero bytes,
                  wall s Q, session 16s                                           guard says
=========  =====  ==========================================================================
"""

import math
import struct
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, TypeVar

from hardware.stimulator.prescription import Side, Stage
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, Activity, Answers, Objection, Report, Sight, Wanted

VERSION: Final = 4
NONCE_BYTES: Final = 16
_HELLO: Final = struct.Struct(">4sB3x16s")
_REPORT: Final = struct.Struct(">4s8BQQQI16s16s8s")
_ANSWER: Final = struct.Struct(">4sBBBBQIIBB2xQ16s")
#: Room to see that a message is too long; the rest of it is thrown away by the kernel.
MOST_BYTES: Final = _REPORT.size + 1
_HELLO_MAGIC: Final = b"RMh1"
_REPORT_MAGIC: Final = b"RMr1"
_ANSWER_MAGIC: Final = b"RMa1"
_PADDING: Final = bytes(8)
_NS: Final = 1_000_000_000
_MS: Final = 1_000

E = TypeVar("E", bound=Enum)


class Malformed(Exception):
    """Bytes that are no message of this version; the text says in what."""


class State(Enum):
    """What the line is doing, as the kiosk may show it."""

    OFF = "off"
    ON = "on"


class Arming(Enum):
    """Whether a press of the hand button would begin a train, were all else well."""

    NOT_ARMED = "not armed"
    ARMED = "armed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guard says to a report: what it does and, where the line is off, why."""

    state: State
    reason: Reason | None
    arming: Arming
    sequence: int
    """Of the newest report that was believed; 0 before the first."""
    trains: int = 0
    """Of the newest session that was reported, one under way included; before any, of the ledger's last one."""
    given_s: float = 0.0
    """What they have had at the stimulator's enable input, as the ledger has it."""
    ended: Reason | None = None
    """Why the newest train of this guard's life ended; None before its end."""
    session: bytes = NO_SESSION
    """The one that ``trains`` and ``given_s`` are of."""
    side: Side | None = None
    """Where its trains were given; None before the first."""
    wall_s: float = 0.0
    """When its newest train was written down, whole seconds since 1970; 0 before the first."""


def hello(nonce: bytes) -> bytes:
    return _HELLO.pack(_HELLO_MAGIC, VERSION, nonce)


def nonce_in(data: bytes) -> bytes:
    """The number this connection goes by.  Raises Malformed."""
    if len(data) != _HELLO.size:
        raise Malformed("a hello of another size")
    magic, version, nonce = _HELLO.unpack(data)
    if (magic, version) != (_HELLO_MAGIC, VERSION):
        raise Malformed("a hello of another version")
    return bytes(nonce)


def report_bytes(report: Report, sequence: int, nonce: bytes) -> bytes:
    return _REPORT.pack(
        _REPORT_MAGIC,
        VERSION,
        *map(
            _code,
            (
                report.activity,
                report.wanted,
                report.stage,
                report.sight,
                report.answers,
                report.objection,
            ),
        ),
        0,
        sequence,
        _ns(report.sent_s),
        _ns(report.face_s),
        0 if report.answered_on == date.min else report.answered_on.toordinal(),
        report.session,
        nonce,
        _PADDING,
    )


def report_in(data: bytes, nonce: bytes) -> tuple[int, Report]:
    """Sequence number and report of a message on the connection that goes by ``nonce``.  Raises Malformed."""
    if len(data) != _REPORT.size:
        raise Malformed("a report of another size")
    (magic, version, *codes, sequence, sent_ns, face_ns, day, session, own_nonce, padding) = _REPORT.unpack(data)
    activity, wanted, stage, sight, answers, objection, unused = codes
    if (magic, version) != (_REPORT_MAGIC, VERSION):
        raise Malformed("a report of another version")
    if own_nonce != nonce:
        raise Malformed("a report of another connection")
    if unused != 0 or padding != _PADDING:
        raise Malformed("bytes that should be zero")
    return sequence, Report(
        sent_s=sent_ns / _NS,
        session=bytes(session),
        activity=_of(Activity, activity),
        wanted=_of(Wanted, wanted),
        stage=_of(Stage, stage),
        sight=_of(Sight, sight),
        face_s=face_ns / _NS,
        answers=_of(Answers, answers),
        answered_on=_day(day),
        objection=_of(Objection, objection),
    )


def answer_bytes(answer: Answer) -> bytes:
    reason, ended = (0 if why is None else 1 + _code(why) for why in (answer.reason, answer.ended))
    given_ms = math.ceil(round(answer.given_s * _MS, 3))  # never less than it was
    return _ANSWER.pack(
        _ANSWER_MAGIC,
        VERSION,
        _code(answer.state),
        reason,
        _code(answer.arming),
        answer.sequence,
        answer.trains,
        given_ms,
        ended,
        0 if answer.side is None else 1 + _code(answer.side),
        int(answer.wall_s),
        answer.session,
    )


def answer_in(data: bytes) -> Answer:
    """Raises Malformed."""
    if len(data) != _ANSWER.size:
        raise Malformed("an answer of another size")
    magic, version, state, reason, arming, sequence, trains, given_ms, ended, side, wall_s, session = _ANSWER.unpack(
        data
    )
    if (magic, version) != (_ANSWER_MAGIC, VERSION):
        raise Malformed("an answer of another version")
    return Answer(
        _of(State, state),
        _reason(reason),
        _of(Arming, arming),
        sequence,
        trains,
        given_ms / _MS,
        _reason(ended),
        bytes(session),
        None if side == 0 else _of(Side, side - 1),
        float(wall_s),
    )


def _code(member: Enum) -> int:
    """Its place among its kind; changing an order is a new version."""
    return list(type(member)).index(member)


def _of(kind: type[E], code: int) -> E:
    members = list(kind)
    if code >= len(members):
        raise Malformed(f"an unknown {kind.__name__}")
    return members[code]


def _reason(code: int) -> Reason | None:
    return None if code == 0 else _of(Reason, code - 1)


def _ns(t_s: float) -> int:
    return max(round(t_s * _NS), 0)


def _day(number: int) -> date:
    if number == 0:
        return date.min
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError) as error:
        raise Malformed("a day that there is not") from error
