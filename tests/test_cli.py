"""The command line as scripts and newcomers meet it: wrong input is one sentence, nothing lost, no traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.diary.reading import FILE_NAME
from mirror.on_request import Kind
from tests.earlier import EARLIER


def mirror(*words, data, **environment):
    """Run a command as a person would."""
    import os

    return subprocess.run(
        [sys.executable, "-c", "from mirror.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, "MIRROR_DATA": str(data), **environment},
    )


def film(path, frames, fps=15.0):
    """Write images as a film."""
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    for frame in frames:
        writer.write(frame)
    writer.release()
    return path


@pytest.fixture
def wall_film(tmp_path):
    return film(tmp_path / "wall.mp4", [np.full((480, 360, 3), 150, np.uint8)] * 30)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["run", "--camera", "telescope"], ["--camera telescope", "webcam"]),
        (["run", "--camera", "file:nowhere.mp4", "--display", "none"], ["nowhere.mp4"]),
        (["run", "--camera", "file:README.md", "--display", "none"], ["README.md"]),
        (["run", "--camera", "webcam:93", "--display", "none"], ["webcam"]),
        (["run", "--camera", "portrait", "--display", "kms"], ["screen", "--headless DIR"]),
        (["run", "--display", "wall"], ["--display", "kms"]),
        (["run", "--wrong"], ["--wrong", "`mirror run --help`"]),
        (["sing"], ["sing", "`mirror --help`"]),
        (["clips", "bild"], ["bild", "'build'", "`mirror clips --help`"]),
        (["log", "day"], ["DATE", "`mirror log day --help`"]),
        (["demo", "--seed"], ["--seed", "--help"]),
        (["demo", "--severity", "3"], ["--severity", "3 is not a number from 0 to 1"]),
        (["demo", "--severity", "nan"], ["--severity", "from 0 to 1"]),
        (["demo", "--severity", "strong"], ["--severity", "strong is not a number from 0 to 1"]),
        (["demo", "--exercises", "yodel"], ["yodel", "brow_raise"]),
        (["demo", "--headless", ""], ["--headless", "empty", "`mirror demo --help`"]),
        (["log", "today", "--data", " "], ["--data", "empty"]),
        (["run", "--camera", "file:~nobody-of-that-name/x.mp4"], ["--camera file:~nobody-of-that-name", "home"]),
        (["demo", "--size", "large"], ["--size large", "800x480"]),
        (["demo", "--size", "10x10"], ["--size 10x10", "smallest is 400x400", "largest 9999x9999"]),
        (["demo", "--size", "100000x100000"], ["--size 100000x100000", "smallest is 400x400", "largest 9999x9999"]),
        (["demo", "--reps", "0"], ["--reps", "0 is not a whole number from 1 to 10", "`mirror demo --help`"]),
        (["demo", "--reps", "2.5"], ["--reps", "2.5 is not a whole number from 1 to 10"]),
        (["demo", "--plan", "nowhere.toml"], ["nowhere.toml is not there", "`mirror plan new`"]),
        (["demo", "--plan", "README.md"], ["README.md, line 3", "is not a line of a plan"]),
        (["demo", "--plan", "docs"], ["docs cannot be read"]),
        (["demo", "--plan", "plan.toml", "--exercises", "smile"], ["--exercises", "--plan", "`mirror demo --help`"]),
        (["demo", "--plan", "plan.toml", "--reps", "3"], ["--reps", "--plan", "`mirror demo --help`"]),
        (["run", "--camera", "portrait", "--display", "window", "--plan", "no.toml"], ["no.toml is not there"]),
        (
            ["run", "--camera", "file:README.md", "--display", "none", "--plan", "no.toml"],
            ["--plan", "film", "--display none"],
        ),
        (["log", "day", "yesterday"], ["yesterday", "YYYY-MM-DD"]),
        (["log", "export", "--format", "xml"], ["--format", "csv"]),
        (["clips", "add", "nowhere.mp4", "--exercise", "smile"], ["nowhere.mp4"]),
        (["clips", "add", "README.md"], ["--exercise", "brow_raise", "pucker", "`mirror clips add --help`"]),
        (["clips", "add", "README.md", "--exercise", "yodel"], ["yodel", "brow_raise"]),
        (["log", "today", "--data", "README.md"], ["--data README.md is a file", "name the folder"]),
        (["clips", "remove", "--exercise", "yodel"], ["yodel", "snarl"]),
        (["clips", "remove", "--exercise", "snarl"], ["snarl", "clips list"]),
        (["measure", "--rest", "a.jpg"], ["--rest", "--move", "--movement", "--pairs"]),
        (["measure", "--rest", "a.jpg", "--move", "b.jpg", "--movement", "yodel"], ["--movement", "yodel", "smile"]),
        (["measure", "--rest", "nowhere.jpg", "--move", "b.jpg", "--movement", "smile"], ["nowhere.jpg"]),
        (["measure", "--rest", "README.md", "--move", "README.md", "--movement", "smile"], ["README.md", "JPEG"]),
        (["measure", "--pairs", "nowhere.csv", "--json"], ["nowhere.csv"]),
        (["measure", "--pairs", "README.md", "--json"], ["README.md", "rest,move,movement"]),
        (["model", "show", "--model", "nowhere.task"], ["nowhere.task"]),
        (["model", "show", "--model", "README.md"], ["README.md"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input_is_one_sentence_and_status_2(words, names, data_dir):
    """It names what was wrong and what is allowed; standard output stays empty."""
    ended = mirror(*words, data=data_dir)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    for name in names:
        assert name in ended.stderr


@pytest.mark.parametrize("words", [["demo"], ["run", "--camera", "portrait", "--display", "window"]], ids=" ".join)
def test_a_plan_that_is_named_and_out_of_order_ends_the_command(words, data_dir, tmp_path):
    """The first fault with its file, its line and what is allowed, before anything starts."""
    plan = tmp_path / "mine.toml"
    printed = mirror("plan", "new", "--stage", "paretic", data=data_dir).stdout
    plan.write_text(printed.replace("hold_s = 3", "hold_s = 90"))
    line = plan.read_text().splitlines().index("hold_s = 90") + 1
    ended = mirror(*words, "--plan", plan, data=data_dir)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"mirror: {plan}, line {line}: hold_s = 90 is more than this stage allows")
    assert len(ended.stderr.splitlines()) == 1


def test_a_film_without_a_face_is_said(wall_film, data_dir):
    """The figure of frames and faces, then one sentence."""
    ended = mirror("run", "--camera", f"file:{wall_film}", "--display", "none", data=data_dir)
    assert ended.returncode == 2
    assert "no face" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_film_of_a_face_is_seen_in_every_frame(tmp_path, data_dir):
    """The trace says in how many frames a face was found, and the session finds it."""
    from mirror.clips.expression import Expression, HeadPose
    from mirror.clips.portrait import Portrait

    portrait = Portrait(480, 640)
    frames = [portrait.draw(Expression(pose=HeadPose(x=0.01 * np.sin(i / 9)))) for i in range(150)]
    trace = tmp_path / "trace.jsonl"
    path = film(tmp_path / "face.mp4", frames)
    ended = mirror("run", "--camera", f"file:{path}", "--display", "none", "--trace", trace, data=data_dir)
    assert ended.returncode == 0, ended.stderr
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    (counted,) = [event for event in events if event["event"] == "film"]
    assert counted["frames"] == 150
    assert counted["faces"] > 0.95 * 150
    assert "rest" in [event.get("name") for event in events]


def test_a_film_that_breaks_off_is_told_after_the_session_has_ended_in_order(tmp_path, data_dir):
    """Status 2 and one sentence; what was seen until then is in the trace and in the log."""
    noise = np.random.default_rng(1)
    frames = [noise.integers(0, 255, (240, 180, 3), np.uint8) for _ in range(60)]
    path, trace = film(tmp_path / "cut.avi", frames), tmp_path / "trace.jsonl"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ended = mirror("run", "--camera", f"file:{path}", "--display", "none", "--trace", trace, data=data_dir)
    assert ended.returncode == 2
    found = re.search(
        rf"mirror: {path} broke off after (\d+) of 60 frames; the rest could not be read\.\n", ended.stderr
    )
    assert found is not None, ended.stderr
    # After it come only the rows that the end of the session has brought to the disk.
    last = [event for event in map(json.loads, trace.read_text().splitlines()) if event["event"] != "saved"][-1]
    assert (last["event"], last["frames"]) == ("film", int(found[1]))
    tables = json.loads(mirror("log", "export", data=data_dir).stdout)
    assert tables["runs"][-1]["clean_shutdown"]
    assert tables["sessions"][-1]["outcome"] == "stopped"


def test_a_film_does_not_stand_among_a_persons_days(tmp_path, bundle, wall_film):
    """Without a named folder its session goes into one of its own, and the mirror says where."""
    home = tmp_path / "share"
    words = ("run", "--camera", f"file:{wall_film}", "--display", "none", "--model", bundle)
    ended = mirror(*words, data="", XDG_DATA_HOME=str(home))
    place = home / "rehab-mirror" / "films"
    assert f"mirror log today --data {place}" in ended.stderr
    assert not (home / "rehab-mirror" / FILE_NAME).exists()
    assert "There is no log" in mirror("log", "today", data="", XDG_DATA_HOME=str(home)).stdout
    tables = json.loads(mirror("log", "export", "--data", place, data="").stdout)
    assert [session["camera"] for session in tables["sessions"]] == ["film"]


def test_an_unwritable_data_directory_is_a_sentence(wall_film, data_dir, tmp_path):
    """A file where the folder should be: the sentence names it."""
    place = tmp_path / "data"
    place.write_text("not a folder")
    ended = mirror("run", "--camera", f"file:{wall_film}", "--display", "none", data=place)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert str(place) in ended.stderr


def test_a_damaged_log_is_set_aside_and_the_run_goes_on(wall_film, data_dir):
    """Nothing is deleted: the damaged file keeps its bytes under a dated name."""
    log = data_dir / FILE_NAME
    log.write_bytes(b"this is no database" * 100)
    mirror("run", "--camera", f"file:{wall_film}", "--display", "none", data=data_dir)
    aside = list(data_dir.glob(f"{FILE_NAME}.damaged-*"))
    assert [path.read_bytes() for path in aside] == [b"this is no database" * 100]
    assert mirror("log", "today", data=data_dir).returncode == 0


def test_a_damaged_model_is_a_sentence(tmp_path, data_dir):
    """A bundle cut short is refused before mediapipe sees it."""
    from mirror.perception.bundle import cached_path, is_built

    broken = tmp_path / "broken.task"
    content = cached_path(data_dir).read_bytes() if is_built(data_dir) else b"PK" + bytes(1000)
    broken.write_bytes(content[: len(content) // 2])
    ended = mirror("model", "show", "--model", broken, data=data_dir)
    assert ended.returncode == 2
    assert "broken.task" in ended.stderr


def test_a_missing_and_a_damaged_model_are_told_apart(tmp_path, bundle):
    """`show` and `check` say which it is and that `build` mends it; tests/perception/test_bundle.py sees it mended."""
    model = tmp_path / "models" / bundle.name
    model.parent.mkdir()
    for state, content in (("not built yet", None), ("damaged", bundle.read_bytes()[:-9])):
        if content is not None:
            model.write_bytes(content)
        shown = mirror("model", "show", data=tmp_path)
        assert (shown.returncode, shown.stdout) == (2, "")
        checked = mirror("check", "--camera", "portrait", data=tmp_path)
        (line,) = [line for line in checked.stdout.splitlines() if line.startswith("wrong    model: ")]
        for said in (shown.stderr, line):
            assert state in said
            assert "`mirror model build`" in said


def test_check_says_what_is_wrong_and_ends_with_1(data_dir):
    """A machine without a camera is told so; what is good is said too, and whether there is a settings file."""
    ended = mirror("check", "--camera", "webcam:93", data=data_dir)
    assert ended.returncode == 1
    assert "wrong    camera" in ended.stdout
    assert f"good     settings: there is no {data_dir / 'settings.toml'}, so the defaults hold." in ended.stdout
    (data_dir / "settings.toml").write_text("volume = 0\n")
    ended = mirror("check", "--camera", "webcam:93", data=data_dir)
    (data_dir / "settings.toml").unlink()
    assert f"good     settings: {data_dir / 'settings.toml'} is in order." in ended.stdout


def test_check_says_calmly_whether_there_is_a_speaker(data_dir):
    """One line and no word of a sound library; no speaker is nothing wrong."""
    for driver, line in (
        ("dummy", "good     sound: the speaker can be used."),
        ("no such driver", "note     sound: there is no speaker here; the mirror works silently, by pictures alone."),
    ):
        ended = mirror("check", "--camera", "portrait", data=data_dir, SDL_AUDIODRIVER=driver)
        assert [found for found in ended.stdout.splitlines() if " sound: " in found] == [line]
        assert ended.stderr == ""


def test_the_export_says_which_format_holds_what(data_dir):
    """csv has the repetitions only; the help and the manual say so."""
    help_ = " ".join(mirror("log", "export", "--help", data=data_dir).stdout.split())
    assert "json: one object with a list per table. csv: the repetitions only, one line each." in help_


def test_the_headless_demonstration_writes_everything(tmp_path, data_dir):
    """Film, pictures, trace and log, and today's page on standard output and nothing else there."""
    out = tmp_path / "out"
    ended = mirror("demo", "--headless", out, "--exercises", "smile", "--reps", "1", "--size", "800x480", data=data_dir)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == mirror("log", "today", "--data", out, data=data_dir).stdout
    assert "one repetition" in ended.stdout
    assert [line.split("  ")[-1] for line in ended.stderr.splitlines() if line.endswith((", hold", "summary"))] == [
        "Closed smile, hold",
        "summary",
    ]
    screens = {path.stem for path in (out / "screens").glob("*.png")}
    assert {"idle", "welcome", "find_face", "rest", "show", "hold", "summary"} <= screens
    assert cv2.imread(str(out / "screens" / "hold.png")).shape == (480, 800, 3)
    shown = cv2.VideoCapture(str(out / "session.mp4"))
    assert shown.get(cv2.CAP_PROP_FRAME_COUNT) > 300
    exported = json.loads(mirror("log", "export", "--data", out, data=data_dir).stdout)
    assert len(exported["repetitions"]) == 1
    assert_guided([json.loads(line) for line in (out / "trace.jsonl").read_text().splitlines()])


def assert_guided(events):
    """A guided session in a trace: questions, warm-up, the exercise with a hint, release, and how the face feels."""
    scenes = [(event["name"], event["exercise"]) for event in events if event["event"] == "scene"]
    names = [name for name, _ in scenes]
    assert names.index("question") < names.index("welcome")
    assert scenes.index(("routine", "massage_cheeks")) < names.index("move")
    assert scenes.index(("move", "smile")) < scenes.index(("routine", "facial_rest"))
    assert names[-4:] == ["question", "summary", "details", "idle"]
    assert [event["exercise"] for event in events if event["event"] == "rep"] == ["smile"]
    # The patient's first movement of a session is a hasty one.
    assert [(event["name"], event["exercise"]) for event in events if event["event"] == "hint"][:1] == [
        ("slower", "smile")
    ]
    assert not [event for event in events if event["event"] in ("fault", "error", "lock")]


def test_a_folder_that_cannot_be_written_is_said(tmp_path, data_dir):
    """The demonstration names its option."""
    place = tmp_path / "file"
    place.write_text("")
    ended = mirror("demo", "--headless", place / "out", "--reps", "1", data=data_dir)
    assert ended.returncode == 2
    assert "--headless" in ended.stderr


def test_measure_gives_one_object_per_pair_with_the_keys_of_the_contract(tmp_path, data_dir):
    """The paths are relative to the table and given back as written; a wall is abstained with its reason."""
    from mirror.clips.expression import Expression, Half
    from mirror.clips.look import PATIENT
    from mirror.clips.portrait import Portrait

    portrait = Portrait(480, 640, PATIENT)
    (tmp_path / "photos").mkdir()
    cv2.imwrite(str(tmp_path / "photos/rest.png"), portrait.draw(Expression()))
    smiling = Expression(left=Half(smile=0.8), right=Half(smile=0.4))
    cv2.imwrite(str(tmp_path / "photos/smile.png"), portrait.draw(smiling))
    cv2.imwrite(str(tmp_path / "wall.png"), np.full((640, 480, 3), 150, np.uint8))
    table = tmp_path / "pairs.csv"
    table.write_text(
        "rest,move,movement\nphotos/rest.png,photos/smile.png,smile\nphotos/rest.png,wall.png,eye_closure\n",
        encoding="utf-8",
    )
    ended = mirror("measure", "--pairs", table, "--json", data=data_dir)
    assert ended.returncode == 0, ended.stderr
    smile, wall = (json.loads(line) for line in ended.stdout.splitlines())
    keys = ["rest", "move", "movement", "left_mm", "right_mm", "symmetry", "weaker", "confidence", "abstained", "model"]
    assert list(smile) == keys
    assert list(wall) == [*keys, "gap_left_mm", "gap_right_mm"]
    assert smile["move"] == "photos/smile.png"
    assert smile["weaker"] == "right"
    assert smile["symmetry"] == pytest.approx(0.5, abs=0.12)
    assert smile["abstained"] is None
    assert smile["model"].startswith("attention-")
    assert (wall["left_mm"], wall["right_mm"], wall["symmetry"], wall["gap_left_mm"]) == (None, None, None, None)
    assert wall["abstained"] == "no face"


def test_a_table_of_pairs_names_the_line_that_cannot_be_used(tmp_path, data_dir):
    """The third line asks for a movement that is not measured."""
    table = tmp_path / "pairs.csv"
    table.write_text("rest,move,movement\na.png,b.png,smile\na.png,b.png,sneeze\n", encoding="utf-8")
    ended = mirror("measure", "--pairs", table, "--json", data=data_dir)
    assert ended.returncode == 2
    assert "pairs.csv, line 3" in ended.stderr
    assert "sneeze" in ended.stderr


@pytest.mark.parametrize(("name", "said"), [("notes.png", "is not a picture"), ("gone.png", "no photograph")])
def test_a_photograph_that_cannot_be_used_is_told_with_its_line_before_any_is_measured(tmp_path, data_dir, name, said):
    """The third line's photograph is none: one sentence, and no half of a table."""
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((64, 64, 3), 128, np.uint8))
    (tmp_path / "notes.png").write_text("not a picture", encoding="utf-8")
    table = tmp_path / "pairs.csv"
    table.write_text(f"rest,move,movement\ngrey.png,grey.png,smile\ngrey.png,{name},smile\n", encoding="utf-8")
    ended = mirror("measure", "--pairs", table, "--json", data=data_dir)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "pairs.csv, line 3" in ended.stderr
    assert said in ended.stderr


def test_wrong_settings_end_the_command_with_one_sentence(data_dir, wall_film):
    """tests/test_settings.py has all of them; here it is seen to reach the person, from `run` and from `check`."""
    settings = data_dir / "settings.toml"
    settings.write_text('volume = 0.2\ncamera = "telescope"\n')
    ended = mirror("run", "--camera", f"file:{wall_film}", "--display", "none", data=data_dir)
    checked = mirror("check", data=data_dir)
    settings.unlink()
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(
        f'mirror: {settings}, line 2: camera = "telescope" is not allowed; allowed is auto, '
    )
    assert checked.returncode == 1
    assert f"wrong    settings: {settings}, line 2" in checked.stdout


def test_a_command_without_more_shows_its_help(data_dir):
    """`mirror` alone says what there is, on standard error, with status 2."""
    ended = mirror(data=data_dir)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Usage: mirror" in ended.stderr
    assert "demo" in ended.stderr


def test_csv_has_one_byte_order_mark(data_dir, tmp_path):
    """Spreadsheets want one; two show as rubbish in the first heading."""
    table = tmp_path / "log.csv"
    assert mirror("log", "export", "--format", "csv", "--to", table, data=data_dir).returncode == 0
    assert table.read_bytes().count(b"\xef\xbb\xbf") <= 1


def test_an_export_that_cannot_be_completed_leaves_the_earlier_one(data_dir, tmp_path, monkeypatch):
    """A full disk is met before the old file is given up; a pipe is written to all the same."""
    from click.testing import CliRunner

    from mirror.cli import cli
    from models import durable

    table = tmp_path / "log.json"
    last_weeks = EARLIER[Kind.JSON]
    table.write_bytes(last_weeks)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(durable.os, "fsync", full)
        ended = CliRunner().invoke(cli, ["log", "export", "--to", str(table), "--data", str(data_dir)])
    assert "cannot be written (No space left on device): choose another file." in str(ended.exception)
    assert table.read_bytes() == last_weeks
    assert [path.name for path in tmp_path.iterdir()] == ["log.json"]
    assert json.loads(mirror("log", "export", "--to", "/dev/stdout", data=data_dir).stdout)["runs"] is not None


def test_nothing_written_takes_the_place_of_the_log_or_the_film(data_dir, wall_film, bundle):
    """--trace and --to refuse the patient's own files, the film and the model; what was there is still there."""
    log = data_dir / FILE_NAME
    mirror("run", "--camera", f"file:{wall_film}", "--display", "none", data=data_dir)
    before, size = log.read_bytes(), wall_film.stat().st_size
    for words in (
        ["run", "--camera", f"file:{wall_film}", "--display", "none", "--trace", log],
        ["run", "--camera", f"file:{wall_film}", "--display", "none", "--trace", wall_film],
        ["log", "export", "--to", log],
        ["log", "export", "--to", data_dir / "models" / bundle.name],
        ["log", "export", "--to", data_dir / "clips" / "smile-own.mp4"],
        ["run", "--camera", f"file:{wall_film}", "--display", "none", "--trace", bundle, "--model", bundle],
        ["demo", "--headless", data_dir, "--reps", "1"],
    ):
        ended = mirror(*words, data=data_dir)
        assert ended.returncode == 2
        assert "choose another" in ended.stderr
    assert log.read_bytes() == before
    assert wall_film.stat().st_size == size


def test_a_demonstration_does_not_write_into_a_real_log(data_dir, wall_film, tmp_path):
    """A folder with the log of a real mirror is refused."""
    mirror("run", "--camera", f"file:{wall_film}", "--display", "none", "--data", tmp_path / "real", data=data_dir)
    ended = mirror("demo", "--headless", tmp_path / "real", "--reps", "1", data=data_dir)
    assert ended.returncode == 2
    assert "real mirror" in ended.stderr


def test_a_full_disk_under_standard_output_is_a_sentence(data_dir):
    """/dev/full is a disk without a byte left."""
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "mirror", "clips", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
        )
    assert ended.returncode == 2
    assert ended.stderr == (
        "mirror: What was asked for cannot be written (No space left on device): "
        "free some space, or choose another place.\n"
    )
