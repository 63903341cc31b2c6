"""settings.toml as people write it: what is wrong is one sentence with file, line, key and what is allowed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.camera.spec import ALLOWED, parse_camera
from hardware.problem import DeviceProblem
from mirror.problem import Problem
from mirror.settings import Settings, allowed, data_dir, language_of, load

#: Words of the libraries underneath, which no person should have to read.
LIBRARY_WORDS = ("input should", "validat", "tuple", "Invalid statement", "codec", "Expected", "BaseModel", "position")


def told(folder, content):
    """What is said about a file with this content."""
    content = content if isinstance(content, bytes) else content.encode()
    (folder / "settings.toml").write_bytes(content)
    with pytest.raises(Problem) as problem:
        load(folder)
    return str(problem.value).removeprefix(str(folder / "settings.toml"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "volume = 0.2\npin_light = 99\n",
            ", line 2: pin_light = 99 is not allowed; allowed is a whole number from 4 to 27.",
        ),
        ("pin_light = 5.0", ", line 1: pin_light = 5.0 is not allowed; allowed is a whole number from 4 to 27."),
        ("volume = true", ", line 1: volume = true is not allowed; allowed is a number from 0 to 1."),
        ("volume = nan", ", line 1: volume = NaN is not allowed; allowed is a number from 0 to 1."),
        ("\nreduced_motion = 'yes'", ', line 2: reduced_motion = "yes" is not allowed; allowed is true or false.'),
        ("rotation_deg = 45", ", line 1: rotation_deg = 45 is not allowed; allowed is 0, 90, 180 or 270."),
        ("[camera]\nx = 1", f", line 1: camera = a table is not allowed; allowed is {ALLOWED}."),
        ("camera = 'telescope'", f', line 1: camera = "telescope" is not allowed; allowed is {ALLOWED}.'),
        ("camera = 'webcam:one'", f', line 1: camera = "webcam:one" is not allowed; allowed is {ALLOWED}.'),
        (
            "volume = [\n 0.2,\n 0.3]\n",
            ", line 1: volume = [0.2, 0.3] is not allowed; allowed is a number from 0 to 1.",
        ),
        (
            "volume = 0.1\nexercises = [\n 'smile',\n 'pucker']\n",
            f", line 2: there is no setting exercises; allowed are {', '.join(Settings.model_fields)}.",
        ),
        (
            "volume = 0.1\npin_back = 22",
            ", line 2: pin_back and pin_next are both 22; give each its own pin, a whole number from 4 to 27.",
        ),
        (
            'volume = 0.1\nscreen_off_from = "22:00"',
            ", line 2: screen_off_from and screen_off_to belong together; set both or neither.",
        ),
        (
            'screen_off_from = "24:00"',
            ', line 1: screen_off_from = "24:00" is not allowed; '
            'allowed is a time of day in double quotes like "22:00".',
        ),
        ("volumn = 1", f", line 1: there is no setting volumn; allowed are {', '.join(Settings.model_fields)}."),
        (
            "volume = 1\naffected_side = left\n",
            ", line 2: 'affected_side = left' is not a setting; "
            "allowed is name = value, each name once, with text in double quotes.",
        ),
        (
            "volume = 0.1\nvolume = 0.2",
            ", line 2: 'volume = 0.2' is not a setting; "
            "allowed is name = value, each name once, with text in double quotes.",
        ),
        (
            "volume = 0.1\ncamera = 'file:Gr\u00f6\u00dfe'".encode("latin-1"),
            ", line 2: this is not UTF-8 text; save the file as UTF-8.",
        ),
        ("volume = 0.1".encode("utf-16"), ", line 1: this is not UTF-8 text; save the file as UTF-8."),
        ("model_hz = 4\nvolume = 2\n", ", line 1: model_hz = 4 is not allowed; allowed is a number from 10 to 30."),
        ("volume = 2\nmodel_hz = 4\n", ", line 1: volume = 2 is not allowed; allowed is a number from 0 to 1."),
    ],
)
def test_what_is_not_allowed_is_one_sentence_with_its_line(tmp_path, content, sentence):
    """The first thing wrong in the file, in the mirror's own words."""
    assert told(tmp_path, content) == sentence


@given(st.text(max_size=60))
def test_no_text_brings_a_library_s_words_out(tmp_path_factory, text):
    """Whatever stands in the file: settings, or one line of one kind of sentence."""
    folder = tmp_path_factory.getbasetemp()
    (folder / "settings.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load(folder)
    except Problem as problem:
        said = str(problem).removeprefix(str(folder))
        assert re.match(r"/settings\.toml, line \d+: ", said)
        assert "\n" not in said
        quoted = text.replace("\n", " ")
        assert [word for word in LIBRARY_WORDS if word in said and word not in quoted] == []


def test_a_byte_order_mark_does_no_harm(tmp_path):
    """Windows' editor writes one."""
    (tmp_path / "settings.toml").write_bytes(b"\xef\xbb\xbfvolume = 0.25\n")
    assert load(tmp_path).volume == 0.25


@given(st.from_regex(r"(webcam|file|pi|auto|portrait)?:?[a-z?0-9. /:]{0,12}(\?loop|\?[a-z]{0,3})?", fullmatch=True))
def test_the_settings_and_the_option_allow_the_same_cameras(text):
    """The setting is judged without touching a device; hardware.camera.spec reads it when it is used."""
    try:
        parse_camera(text)
        known = True
    except DeviceProblem:
        known = False
    try:
        Settings(camera=text)
        allowed_here = True
    except ValueError:
        allowed_here = False
    assert allowed_here == known


def test_what_is_allowed_as_a_camera_is_said_in_the_same_words():
    """In the settings and at the option."""
    assert allowed("camera") == ALLOWED


def test_the_data_folder_is_a_folder_or_can_become_one(tmp_path, monkeypatch):
    """A file, or a link that leads nowhere, is named together with what named it."""
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert data_dir(tmp_path / "new") == tmp_path / "new"
    with pytest.raises(Problem, match=r"^--data .*notes\.txt is a file: name the folder"):
        data_dir(tmp_path / "notes.txt")
    with pytest.raises(Problem, match=r"^--data .*gone is a link that leads nowhere"):
        data_dir(tmp_path / "gone")
    monkeypatch.setenv("MIRROR_DATA", str(tmp_path / "notes.txt"))
    with pytest.raises(Problem, match=r"^MIRROR_DATA = .*notes\.txt is a file"):
        data_dir(None)


def test_a_user_without_a_home_is_told_to_name_a_folder(tmp_path, monkeypatch):
    """A service account has none."""
    from pathlib import Path

    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("mirror.settings.INSTALLED_DATA", tmp_path / "not installed")
    monkeypatch.setattr(Path, "home", nobody)
    for name in ("MIRROR_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Problem, match="--data DIR"):
        data_dir(None)


def test_a_log_stays_readable_whatever_the_settings_say(tmp_path):
    """Out of order, they leave the language English; everything else tells their fault."""
    (tmp_path / "settings.toml").write_text("volume = 7\n", encoding="utf-8")
    assert language_of(tmp_path) == "en"
    with pytest.raises(Problem, match=r"settings\.toml, line 1"):
        load(tmp_path)
