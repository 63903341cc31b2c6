"""Building, keeping and naming the landmark model."""

import errno
import hashlib
import os
import threading
import zipfile
from pathlib import Path

import pytest

from mirror.perception import bundle as bundles
from mirror.perception.bundle import (
    Condition,
    build,
    built_model,
    cached_path,
    check_bundle,
    condition,
    default_model,
    is_built,
    model_name,
)
from mirror.problem import Problem
from models import fetch, sources
from models.assemble import DETECTOR_MEMBER, NET_MEMBER, Ingredients
from models.cache import cache_folder, keep, kept_path
from models.sources import BUNDLE_SHA256, MODEL, Pinned

NET = b"\x1c\0\0\0TFL3 and so on"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without a network, on the line of mediapipe that carries no net of its own, with an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setattr(fetch, "_installed_package", lambda: None)


@pytest.fixture
def kept(bundle: Path, tmp_path: Path) -> Path:
    """A data directory with the built model in it."""
    path = cached_path(tmp_path / "data")
    path.parent.mkdir(parents=True)
    path.write_bytes(bundle.read_bytes())
    return tmp_path / "data"


def _one_sentence_each(problem: Problem) -> bool:
    return str(problem).endswith(".") and "\n" not in str(problem)


def test_the_built_model_is_the_pinned_one_and_named_after_it(bundle: Path) -> None:
    """Readings made anywhere with the default model carry the same name."""
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() == BUNDLE_SHA256
    assert model_name(bundle) == MODEL == f"attention-{BUNDLE_SHA256[:12]}"
    assert bundle.name == f"{MODEL}.task"


@pytest.mark.usefixtures("offline")
def test_a_built_model_needs_no_network(kept: Path) -> None:
    """Once built, the model is there at once, whatever the network does."""
    assert is_built(kept)
    assert default_model(kept) == build(kept) == cached_path(kept)


@pytest.mark.usefixtures("offline")
def test_without_network_and_model_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    """The first start of an unconnected machine ends with a way out, and leaves nothing half made."""
    with pytest.raises(Problem, match=r"not built yet and could not be fetched: .*`mirror model build`\.$") as told:
        default_model(tmp_path)

    assert _one_sentence_each(told.value)
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["build.lock"]


@pytest.mark.usefixtures("offline")
def test_a_damaged_model_is_not_used_and_not_deleted_when_it_cannot_be_replaced(kept: Path) -> None:
    """A flipped byte is noticed; without network the file stays where it was, for whoever wants to look."""
    damaged = bytearray(cached_path(kept).read_bytes())
    damaged[1_000_000] ^= 1
    cached_path(kept).write_bytes(damaged)

    assert not is_built(kept)
    with pytest.raises(
        Problem, match=r"is damaged and could not be fetched anew: .*Connect this machine to the internet"
    ):
        default_model(kept)

    assert cached_path(kept).read_bytes() == damaged


def test_a_missing_model_is_told_from_a_damaged_one(kept: Path, tmp_path: Path) -> None:
    """Who must not build it hears which it is, and that the same command mends both."""
    assert condition(kept) is Condition.WHOLE
    assert built_model(kept) == cached_path(kept)
    with pytest.raises(Problem, match=r"not built yet in .*`mirror model build`"):
        built_model(tmp_path / "empty")
    assert condition(tmp_path / "empty") is Condition.MISSING

    cached_path(kept).write_bytes(b"half a model")

    assert condition(kept) is Condition.DAMAGED
    with pytest.raises(Problem, match=r"is damaged: run `mirror model build`") as told:
        built_model(kept)
    assert str(cached_path(kept)) in str(told.value)
    assert _one_sentence_each(told.value)


def test_a_folder_in_the_model_s_place_is_damage_too(kept: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set aside like a damaged file."""
    cached_path(kept).unlink()
    cached_path(kept).mkdir()
    monkeypatch.setattr(bundles, "_assembled", lambda _progress: bundle.read_bytes())
    assert condition(kept) is Condition.DAMAGED
    assert default_model(kept) == cached_path(kept)
    assert is_built(kept)


#: Stand-ins for the pinned files, which only a network has.
PIECES = {
    Pinned(f"net/{name}", hashlib.sha256(name.encode()).hexdigest()): name.encode() for name in ("a", "b", "c.py")
}


@pytest.fixture
def wheel(tmp_path: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pinned wheel as pip hands it out; the assembler makes the model of its files, and of nothing else."""

    def assemble(ingredients: Ingredients) -> bytes:
        assert ingredients == Ingredients(*PIECES.values())
        return bundle.read_bytes()

    monkeypatch.setattr(sources, "PIECES", tuple(PIECES))
    monkeypatch.setattr(bundles, "assemble", assemble)
    return _zip(tmp_path / "mediapipe-0.10.21.whl", {pinned.path: content for pinned, content in PIECES.items()})


@pytest.mark.usefixtures("offline")
def test_what_was_downloaded_once_serves_every_data_directory(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first build fetches, the next one in another place needs no network, and both are the pinned model."""
    with monkeypatch.context() as online:
        online.setattr(fetch, "_download", lambda _directory: wheel)
        first = default_model(tmp_path / "first")
    told: list[str] = []

    second = default_model(tmp_path / "second", told.append)

    assert second.read_bytes() == first.read_bytes()
    assert any(str(tmp_path / "cache" / "rehab-mirror") in line for line in told)
    assert not any(line.startswith("Fetching") for line in told)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("pinned", PIECES, ids=lambda pinned: pinned.path)
@pytest.mark.parametrize("content", [b"half", None], ids=["damaged", "gone"])
def test_a_kept_piece_that_is_not_what_was_pinned_is_fetched_again(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch, pinned: Pinned, content: bytes | None
) -> None:
    """A cache is never trusted: what is damaged or gone in it is replaced, and offline it is as good as empty."""
    folder = tmp_path / "cache" / "rehab-mirror"
    keep(folder, Ingredients(*PIECES.values()))
    piece = kept_path(folder, pinned)
    piece.unlink() if content is None else piece.write_bytes(content)

    with pytest.raises(Problem, match="could not be fetched"):
        default_model(tmp_path / "offline")
    monkeypatch.setattr(fetch, "_download", lambda _directory: wheel)
    default_model(tmp_path / "online")

    assert piece.read_bytes() == PIECES[pinned]


@pytest.mark.usefixtures("offline")
def test_a_cache_that_cannot_be_written_does_not_stop_the_build(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the model is built."""
    (tmp_path / "cache").write_text("a file in its place")
    monkeypatch.setattr(fetch, "_download", lambda _directory: wheel)
    told: list[str] = []
    assert is_built(default_model(tmp_path / "data", told.append).parent.parent)
    assert any("could not be kept" in line for line in told)


def test_the_cache_lies_where_the_user_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME if it is absolute, as its specification says, else ~/.cache; nowhere without a home."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "rehab-mirror"
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "me")
    for text in ("", "relative/place"):
        monkeypatch.setenv("XDG_CACHE_HOME", text)
        assert cache_folder() == tmp_path / "me" / ".cache" / "rehab-mirror"

    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    assert cache_folder() is None


def test_a_damaged_model_is_set_aside_and_built_anew(kept: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The damaged file keeps its bytes under a dated name, and the good one takes its place."""
    cached_path(kept).write_bytes(b"half a model")
    monkeypatch.setattr(bundles, "_assembled", lambda _progress: bundle.read_bytes())
    told: list[str] = []

    assert default_model(kept, told.append) == cached_path(kept)

    assert is_built(kept)
    (aside,) = (kept / "models").glob("*.damaged-*")
    assert aside.read_bytes() == b"half a model"
    assert any(aside.name in line for line in told)


def test_of_two_builders_the_second_waits_and_takes_the_first_one_s_model(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The installer and the service may start at once; the model is made once."""
    second_waits = threading.Event()
    made: list[str] = []

    def make(_progress: fetch.Progress) -> bytes:
        made.append(threading.current_thread().name)
        assert second_waits.wait(timeout=20)
        return bundle.read_bytes()

    def notice(doing: str) -> None:
        if "Waiting for another process" in doing:
            second_waits.set()

    monkeypatch.setattr(bundles, "_assembled", make)
    builders = [threading.Thread(target=build, args=(tmp_path, notice), name=name) for name in ("one", "two")]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(timeout=30)

    assert len(made) == 1
    assert is_built(tmp_path)


def test_a_full_disk_leaves_no_half_model(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written completely is not there at all, and the sentence names the directory and the cause."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(bundles, "_assembled", lambda _progress: bundle.read_bytes())
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(Problem, match=r"models: No space left on device\. Free some space") as told:
        build(tmp_path)

    assert str(tmp_path) in str(told.value)
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["build.lock"]


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    """A mistyped --data ends with a sentence that names the path."""
    (tmp_path / "notes.txt").write_text("not a directory")

    with pytest.raises(Problem, match=r"notes\.txt"):
        build(tmp_path / "notes.txt")


def test_a_file_that_is_not_what_was_pinned_is_not_used() -> None:
    """Whatever an index serves under the pinned name, only the pinned bytes become a model."""
    with pytest.raises(fetch.Unavailable, match="instead of bbff11cebd1e"):
        fetch._ingredients(lambda _path: b"something else")


def test_another_model_is_named_after_its_file_and_its_bytes(tmp_path: Path) -> None:
    """Readings of different models can be told apart even when two files have the same name."""
    first, second = tmp_path / "face.task", tmp_path / "b" / "face.task"
    second.parent.mkdir()
    first.write_bytes(b"one")
    second.write_bytes(b"two")

    assert model_name(first) == f"face-{hashlib.sha256(b'one').hexdigest()[:12]}"
    assert model_name(first) != model_name(second)


def test_the_built_model_is_a_bundle(bundle: Path) -> None:
    """What the assembler makes passes the check that stands in front of mediapipe."""
    check_bundle(bundle)


def _zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_files_that_are_no_bundle_are_refused_before_mediapipe_sees_them(bundle: Path, tmp_path: Path) -> None:
    """--model with a wrong file is one sentence that names the file and the way out, never an abort of the process."""
    whole = bundle.read_bytes()
    torn = bytearray(whole)
    torn[len(torn) // 2] ^= 0xFF
    (tmp_path / "empty.task").write_bytes(b"")
    (tmp_path / "text.task").write_text("not a model")
    (tmp_path / "cut.task").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "torn.task").write_bytes(torn)
    _zip(tmp_path / "other.task", {"readme.txt": b"hello"})
    _zip(tmp_path / "half.task", {DETECTOR_MEMBER: NET})
    _zip(tmp_path / "packed.task", {DETECTOR_MEMBER: NET, NET_MEMBER: NET}, zipfile.ZIP_DEFLATED)
    _zip(tmp_path / "nonets.task", {DETECTOR_MEMBER: b"hello", NET_MEMBER: b"world"})
    names = sorted(path.name for path in tmp_path.glob("*.task"))

    for name in [*names, "missing.task", "."]:
        with pytest.raises(Problem, match="Leave out --model") as told:
            check_bundle(tmp_path / name)
        assert str(tmp_path / name) in str(told.value)
        assert _one_sentence_each(told.value)
