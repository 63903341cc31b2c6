"""The optional second model: fetched or taken from a file, verified, and used for refined readings alone."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import cv2
import pytest
from click.testing import CliRunner

from mirror.cli import cli
from mirror.clips.expression import Expression, Half
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.kiosk.start import chosen_model
from mirror.perception import official as second_model
from mirror.perception.bundle import cached_path, model_name
from mirror.perception.official import Official, keep_official, official_in, official_path, refined_model
from mirror.perception.tracker import Line, installed_line
from mirror.problem import Problem
from models import official
from models.sources import MODEL, bundle_name

#: The last bytes of a zip: how long a remark follows, which is none.
NO_REMARK = b"\0\0"


@pytest.fixture
def store(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's file: other bytes than the default model, pinned, with the same nets in it, on a board for it."""
    content = bundle.read_bytes()
    assert content.endswith(NO_REMARK)
    content = content[:-2] + b"\x04\0else"
    file = tmp_path / "store" / "face_landmarker.task"
    file.parent.mkdir()
    file.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(official, "URL", file.as_uri())
    monkeypatch.setattr(official, "SHA256", sha256)
    monkeypatch.setattr(official, "SIZE_BYTES", len(content))
    monkeypatch.setattr(official, "MODEL", bundle_name("official", sha256))
    monkeypatch.setattr(second_model, "installed_line", lambda: Line.TASKS)
    return file


@pytest.fixture
def data(bundle: Path, tmp_path: Path) -> Path:
    """A data directory with the default model alone."""
    path = cached_path(tmp_path / "data")
    path.parent.mkdir(parents=True)
    path.write_bytes(bundle.read_bytes())
    return tmp_path / "data"


def _silent(_doing: str) -> None: ...


def test_the_pinned_model_is_google_s() -> None:
    """Version 1, float16, by its address and its checksum, and named after both."""
    assert official.URL.startswith("https://storage.googleapis.com/mediapipe-models/face_landmarker/")
    assert official.URL.endswith("/float16/1/face_landmarker.task")
    assert len(official.SHA256) == 64
    assert official.MODEL == "official-64184e229b26"


def test_without_it_refined_readings_use_the_default_model(data: Path) -> None:
    """The second model is optional: nothing asks for it, and nothing is said."""
    told: list[str] = []
    assert official_in(data) is Official.MISSING
    assert refined_model(data, None, told.append) == cached_path(data)
    assert told == []


def test_once_fetched_it_is_used_for_refined_readings(data: Path, store: Path) -> None:
    """It is kept whole, beside the default model, under its own name."""
    told: list[str] = []
    keep_official(data, None, told.append)
    assert official_path(data).read_bytes() == store.read_bytes()
    assert model_name(official_path(data)) == official.MODEL == official_path(data).stem
    assert official_in(data) is Official.READY
    assert refined_model(data, None, _silent) == official_path(data)
    assert any("Fetching" in sentence for sentence in told)
    assert any("trend" in sentence for sentence in told)


def test_the_live_picture_stays_with_the_default_model(data: Path, store: Path) -> None:
    """The second net draws a still eye along with the other: no model for what the patient sees."""
    keep_official(data, None, _silent)
    assert chosen_model(data, None, _silent) == cached_path(data)


def test_it_can_be_taken_from_a_file_with_the_network_away(
    data: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another machine fetched is verified alike, and the same bytes carry the same name under any file name."""
    monkeypatch.setattr(official, "URL", (data / "no store").as_uri())
    keep_official(data, store, _silent)
    assert official_in(data) is Official.READY
    assert model_name(store) == official.MODEL


def test_a_named_model_comes_first(data: Path, store: Path) -> None:
    """--model is what the person asked for, checked as everywhere."""
    keep_official(data, None, _silent)
    assert refined_model(data, cached_path(data), _silent) == cached_path(data)
    with pytest.raises(Problem, match="nowhere"):
        refined_model(data, data / "nowhere.task", _silent)


def test_a_store_out_of_reach_is_one_sentence_and_nothing_is_lost(
    data: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the optional model, says that the mirror works without it, and where else the file can be had."""
    monkeypatch.setattr(official, "URL", (data / "no store").as_uri())
    with pytest.raises(Problem, match=r"optional .* cannot be reached .*works without it.*--official-from\.$") as told:
        keep_official(data, None, _silent)
    assert "\n" not in str(told.value)
    assert refined_model(data, None, _silent) == cached_path(data)
    assert sorted(path.name for path in (data / "models").iterdir()) == [f"{MODEL}.task", "build.lock"]


class _Refusing(BaseHTTPRequestHandler):
    """A store that no longer has the file, and then one that hangs up."""

    answers: ClassVar[list[int | None]] = []

    def do_GET(self) -> None:  # the name http.server calls
        status = self.answers.pop(0)
        if status is not None:
            self.send_error(status, "Gone")

    def log_message(self, format: str, *args: object) -> None:
        """Standard error belongs to the tests."""


def test_a_store_that_refuses_or_hangs_up_is_said(data: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store answered stands in the sentence."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(_Refusing, "answers", [410, None])
    with HTTPServer(("127.0.0.1", 0), _Refusing) as server:
        monkeypatch.setattr(official, "URL", f"http://127.0.0.1:{server.server_port}/face_landmarker.task")
        answering = threading.Thread(target=lambda: [server.handle_request() for _ in range(2)])
        answering.start()
        for says in (r"the store answered 410 Gone\.", r"the store stopped answering \("):
            with pytest.raises(Problem, match=says):
                keep_official(data, None, _silent)
        answering.join(timeout=20)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda content: content[:-1] + b"?", "checksum"),
        (lambda content: content[: len(content) // 2], "checksum"),
        (lambda content: content + b"?", "larger"),
    ],
    ids=["another file", "cut short", "longer"],
)
@pytest.mark.parametrize("from_file", [True, False], ids=["file", "store"])
def test_other_bytes_are_not_kept(data: Path, store: Path, change, says, from_file) -> None:
    """Whatever stands under the pinned address or the given name, only the pinned bytes become the second model."""
    store.write_bytes(change(store.read_bytes()))
    with pytest.raises(Problem, match=says):
        keep_official(data, store if from_file else None, _silent)
    assert official_in(data) is Official.MISSING


def test_a_damaged_one_is_said_and_not_used_and_can_be_replaced(data: Path, store: Path) -> None:
    """The readings go on with the default model, under its name; the damaged bytes are set aside, not deleted."""
    keep_official(data, None, _silent)
    official_path(data).write_bytes(b"half a model")
    told: list[str] = []

    assert official_in(data) is Official.DAMAGED
    assert refined_model(data, None, told.append) == cached_path(data)
    assert [str(official_path(data)) in sentence for sentence in told] == [True]

    keep_official(data, None, _silent)
    assert official_in(data) is Official.READY
    (aside,) = (data / "models").glob("*.damaged-*")
    assert aside.read_bytes() == b"half a model"


def test_a_board_that_runs_its_own_model_keeps_to_it(data: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data directory that comes from another board may hold the second model; asking for it there says why not."""
    keep_official(data, None, _silent)
    monkeypatch.setattr(second_model, "installed_line", lambda: Line.SOLUTIONS)
    assert official_in(data) is Official.NOT_FOR_THIS_BOARD
    assert refined_model(data, None, _silent) == cached_path(data)
    with pytest.raises(Problem, match="this board"):
        keep_official(data, None, _silent)


def _mirror(*words: object) -> str:
    ended = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert ended.exit_code == 0
    return ended.stdout


def test_show_names_both_models_and_what_each_is_for(data: Path, store: Path) -> None:
    """Before and after; the object has the same keys."""
    before, object_before = (_mirror("model", "show", *more, "--data", data) for more in ([], ["--json"]))
    assert f"{official.MODEL}  not there" in before
    assert "mirror model build --official" in before

    _mirror("model", "build", "--official-from", store, "--data", data)

    after, object_after = (_mirror("model", "show", *more, "--data", data) for more in ([], ["--json"]))
    live, refined = after.splitlines()
    assert live.startswith(MODEL)
    assert "live" in live
    assert refined.startswith(official.MODEL)
    assert "refined" in refined
    shown = json.loads(object_after)
    assert list(shown) == list(json.loads(object_before))
    assert (shown["model"], shown["refined_model"], shown["official"]) == (MODEL, official.MODEL, "ready")
    assert json.loads(object_before)["refined_model"] == MODEL


def test_show_with_a_named_model_says_that_it_is_for_everything(data: Path, store: Path) -> None:
    """A model that is named takes the place of both."""
    keep_official(data, None, _silent)
    (line,) = _mirror("model", "show", "--model", store, "--data", data).splitlines()
    assert line == f"{official.MODEL}  {store}  (everything)"


def test_a_measurement_names_the_model_that_made_it(data: Path, store: Path, tmp_path: Path) -> None:
    """With the second model there `mirror measure` uses it, unless --model names another."""
    portrait = Portrait(480, 640, PATIENT)
    faces = {"rest": Expression(), "move": Expression(left=Half(smile=1.0), right=Half(smile=0.4))}
    for name, expression in faces.items():
        cv2.imwrite(str(tmp_path / f"{name}.png"), portrait.draw(expression))
    photographs = [word for name in faces for word in (f"--{name}", tmp_path / f"{name}.png")]
    words = ["measure", *photographs, "--movement", "smile", "--json", "--data", data]

    if installed_line() is Line.TASKS:  # the other line runs no bundle but its own
        keep_official(data, None, _silent)
        assert json.loads(_mirror(*words))["model"] == official.MODEL
    assert json.loads(_mirror(*words, "--model", cached_path(data)))["model"] == MODEL
