"""The page as it runs: a process of its own on loopback, with everything that a home network may throw at it."""

import errno
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from mirror.caregiver.addresses import Address, is_home
from mirror.caregiver.cookies import Signing, key_in
from mirror.caregiver.kept import write_json
from mirror.caregiver.looking import log_of
from mirror.caregiver.offer import TRIES, make_offer, write_offer
from mirror.caregiver.phones import write_phones
from mirror.caregiver.places import Places
from mirror.caregiver.server import Names, _said, serve
from mirror.caregiver.serving import address_shown, is_served
from mirror.cli_caregiver import _clock
from mirror.diary.reading import FILE_NAME
from mirror.diary.stamp import Clock
from mirror.problem import Problem
from tests.caregiver.household import PHONE, weeks_of_practice

REPOSITORY = Path(__file__).resolve().parents[2]
#: Of the page's process, with 200 requests at once and codes tried between them (issue: under 150 MB).
MOST_MB = 150


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is being served."""

    process: subprocess.Popen[str]
    port: int
    places: Places
    cookie: str

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Cookie": f"mirror={self.cookie}", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def try_code(self, code: str) -> tuple[int, bytes]:
        """As a phone that nobody knows types it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            connection.request("POST", "/connect", urlencode({"code": code}), form)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(data_dir: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "mirror", "caregiver", "--port", str(port), "--data", str(data_dir)]


@contextmanager
def served(data_dir: Path) -> Iterator[Served]:
    """The page over ``data_dir`` with one phone connected; ended in order."""
    places, port = Places(data_dir), free_port()
    write_phones(places.phones, [PHONE])
    cookie = Signing(key_in(places.secret)).cookie(PHONE.id)
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command(data_dir, port), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert f"127.0.0.1:{port}" in _last_line_before_serving(process)
            yield Served(process, port, places, cookie)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


def _last_line_before_serving(process: subprocess.Popen[str]) -> str:
    """It says every address, loopback last."""
    assert process.stderr is not None
    for line in process.stderr:
        if "127.0.0.1" in line:
            return line
    return ""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One page for the tests that leave it as it was."""
    data_dir = tmp_path_factory.mktemp("served")
    weeks_of_practice(data_dir, weeks=12)
    with served(data_dir) as found:
        yield found


def test_two_hundred_at_once_are_all_answered_in_little_memory(page):
    """Every page, at the same time, and after them every try of a code; nobody gets an error, and the process stays
    small: what one thread needed to judge a code it must not keep."""
    paths = ("/", "/days", "/days/2026-11-20", "/trends", "/notes", "/phones", "/static/style.css", "/connect")
    stamp = Clock().now()
    offer, shown = make_offer(stamp.boot_id, stamp.monotonic_s)
    write_offer(page.places.offer, offer)
    with ThreadPoolExecutor(200) as callers:
        looked = callers.map(page.get, (paths[number % len(paths)] for number in range(200)))
        tried = callers.map(page.try_code, [f"{(int(shown.code) + 1) % 10**6:06}"] * TRIES)
        answers, codes = list(looked), list(tried)
    assert {status for status, _ in answers} <= {200, 303}
    assert min(len(body) for status, body in answers if status == 200) > 500
    assert [status for status, _ in codes] == [403] * TRIES
    peak_kb = int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{page.process.pid}/status").read_text())[1])
    print(f"peak {peak_kb / 1024:.0f} MB")
    assert peak_kb < MOST_MB * 1024


def test_a_megabyte_of_headers_is_refused_and_the_next_one_answered(page):
    """It is not even read to its end."""
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 9000) for number in range(120))
    for headers in (b"X-Long: " + b"a" * 1_000_000, many):
        answer = _send(page.port, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + headers)
        assert not answer or answer.startswith(b"HTTP/1.1 431 ")
    assert page.get("/")[0] == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00" * 5000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.0\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_is_refused_and_harms_nothing(page, sent):
    """Noise, lies about lengths, two requests in one, a proxy's words, another protocol."""
    answer = _send(page.port, sent)
    first = answer.split(b"\r\n", 1)[0]
    assert not answer or re.match(rb"HTTP/1\.[01] 4\d\d", first), first
    assert b"root:" not in answer
    assert page.get("/")[0] == 200


def test_callers_who_say_nothing_keep_nobody_waiting(page):
    """Half a request each, from twenty of them."""
    quiet = [socket.create_connection(("127.0.0.1", page.port)) for _ in range(20)]
    try:
        for one in quiet:
            one.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert page.get("/")[0] == 200
    finally:
        for one in quiet:
            one.close()


def test_it_listens_at_home_only_and_calls_nobody(page):
    """Every socket of its process has an address of this machine or of a private network, and all of them listen."""
    ends = _sockets_of(page.process.pid)
    assert ends
    for local, remote, state in ends:
        assert is_home(local)
        assert state == "0A" or is_home(remote)  # 0A: LISTEN, linux/include/net/tcp_states.h


def test_neither_camera_nor_pins_nor_screen_are_in_its_process(page):
    """The page's process has not even loaded what could reach them."""
    page.get("/trends")
    loaded = Path(f"/proc/{page.process.pid}/maps").read_text()
    for library in ("cv2", "mediapipe", "pygame", "SDL", "lgpio", "picamera2"):
        assert library not in loaded
    opened = [os.readlink(fd) for fd in Path(f"/proc/{page.process.pid}/fd").iterdir() if fd.is_symlink()]
    assert not [name for name in opened if name.startswith(("/dev/video", "/dev/gpiochip"))]


def test_its_program_imports_no_device():
    """Of ``hardware`` nothing but the words for its faults, which the command line has for every command."""
    code = (
        "import sys, mirror.cli, mirror.caregiver.app, mirror.caregiver.server, mirror.diary.trend_chart;"
        "heavy = ('cv2', 'mediapipe', 'pygame', 'gpiozero', 'picamera2', 'lgpio', 'hardware');"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in heavy))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
    )
    assert run.stdout.strip() == "['hardware', 'hardware.problem']"


def test_the_log_is_opened_to_read_only(tmp_path):
    """SQLite itself refuses the page's connection every change, also where the guard above it is taken away."""
    weeks_of_practice(tmp_path, weeks=1)
    with log_of(tmp_path) as db:
        assert db.execute("PRAGMA query_only").fetchone()[0] == 1
        db.execute("PRAGMA query_only = 0")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("DELETE FROM sessions")


def test_looking_changes_no_byte_of_the_log(tmp_path):
    """Every page, and the log is the same file."""
    weeks_of_practice(tmp_path, weeks=1)
    log = tmp_path / FILE_NAME
    before = (log.read_bytes(), log.stat().st_mtime_ns)
    with served(tmp_path) as found:
        for path in ("/", "/days", "/days/2026-11-20", "/trends", "/notes", "/phones"):
            assert found.get(path)[0] == 200
    assert (log.read_bytes(), log.stat().st_mtime_ns) == before


def test_the_mirror_sees_whether_and_where_it_is_served(tmp_path):
    """By a lock that ends with the process, however that ends; and there is only one at a time."""
    places = Places(tmp_path)
    assert not is_served(places)
    with served(tmp_path) as found:
        assert is_served(places)
        assert address_shown(places) == f"http://127.0.0.1:{found.port}" or is_home(
            ip_address(address_shown(places).split("/")[2].rsplit(":", 1)[0].strip("[]"))
        )
        second = subprocess.run(
            command(tmp_path, free_port()),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )
        assert (second.returncode, "being served already" in second.stderr) == (2, True)
    assert not is_served(places)


def test_an_address_is_told_only_while_it_is_answered(tmp_path):
    """The picture on the mirror never leads to a port that is still, or again, closed: neither while the page is being
    made after one that was cut off, nor before it listens, nor once it has ended."""
    places, port = Places(tmp_path), free_port()
    write_json(places.address, {"url": "http://192.168.1.20:1"})
    told: list[tuple[str | None, int]] = []
    said: list[str] = []

    def look() -> tuple[str | None, int]:
        with socket.socket() as asked:
            return address_shown(places), asked.connect_ex(("127.0.0.1", port))

    def made() -> Flask:
        told.append(look())
        return Flask("nothing")

    def addresses() -> tuple[Address, ...]:
        told.append(look())
        return ()

    def say(sentence: str) -> None:
        said.append(sentence)
        if len(said) == 1:
            told.append(look())
            os.kill(os.getpid(), signal.SIGTERM)

    serve(made, places, Names(), port, say, addresses)
    told.append(look())
    refused = (None, errno.ECONNREFUSED)
    assert told == [refused, refused, (f"http://127.0.0.1:{port}", 0), refused]


@pytest.mark.parametrize(
    ("addresses", "said"),
    [(("127.0.0.1",), "no home network"), (("192.168.1.20", "127.0.0.1"), "A phone is let in at the mirror")],
)
def test_whoever_serves_it_is_told_how_a_phone_gets_in(addresses, said):
    """Or that none can: an address alone leads to a page that shows nothing yet."""
    *where, how = _said(tuple(map(ip_address, addresses)), 8765)
    assert where == [f"The page is at http://{address}:8765" for address in addresses]
    assert said in how


def test_a_folder_that_refuses_the_address_is_a_sentence(tmp_path):
    """It names the folder."""
    places = Places(tmp_path)
    places.address.mkdir(parents=True)
    with pytest.raises(Problem, match="caregiver cannot be written"):
        serve(lambda: Flask("nothing"), places, Names(), free_port(), print, tuple)


def test_a_machine_that_hides_its_boot_is_a_sentence(tmp_path):
    """No phone could ever be connected there, and nobody would know why."""
    with pytest.raises(Problem, match="ProcSubset"):
        _clock(Clock(tmp_path / "not there"))
    assert _clock(Clock())().boot_id


def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    """It names the option and another port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = subprocess.run(
            command(tmp_path, taken.getsockname()[1]),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )
    assert run.returncode == 2
    assert re.search(r"mirror: --port \d+ cannot be used .*: another program has it", run.stderr)
    assert "Traceback" not in run.stderr


def _send(port: int, content: bytes) -> bytes:
    """What comes back for these bytes, as far as it does within a few seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        try:
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError:  # closed while the rest was still being sent
            return b""


def _sockets_of(pid: int) -> list[tuple[object, object, str]]:
    """Local end, remote end and state of each TCP socket of a process; proc(5)."""
    inodes = {
        match[1]
        for fd in Path(f"/proc/{pid}/fd").iterdir()
        if (match := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(fd)))
    }
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[9] in inodes:
                found.append((_address(columns[1]), _address(columns[2]), columns[3]))
    return found


def _address(text: str) -> object:
    """proc(5): words of four bytes in the machine's own order."""
    raw = bytes.fromhex(text.split(":", maxsplit=1)[0])
    return ip_address(b"".join(raw[start : start + 4][::-1] for start in range(0, len(raw), 4)))
