"""``mirror plan``, and the file it writes: nothing lost, every fault told, the safe plan where there is none."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from mirror.cli import cli
from mirror.diary.stamp import local_day
from mirror.kiosk import demonstration
from mirror.perception.face import Side
from mirror.plan_file import keep_plan, plan_of_the_day, revision_after, write_plan
from mirror.problem import Problem
from mirror.settings import refuse_own_file
from mirror.therapy.following import Standing
from mirror.therapy.stage import Stage
from tests.test_cli import mirror
from tests.therapy.plans import PLAN, TODAY, plan


def today():
    return datetime.fromisoformat(local_day(datetime.now(UTC))).date()


def in_date(text):
    """The plan of the tests, written today."""
    text = text.replace("2026-11-20", str(today())).replace("2027-01-15", str(today() + timedelta(days=40)))
    return re.sub(r"onset = .*\n", "", text)


@pytest.mark.parametrize("stage", ["flaccid", "paretic", "synkinetic", "aftercare"])
def test_a_new_plan_is_printed_and_passes_its_own_check(stage, tmp_path):
    """Nothing but the plan on standard output."""
    printed = mirror("plan", "new", "--stage", stage, "--side", "right", data=tmp_path)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert plan(printed.stdout).stage is Stage(stage)
    assert plan(printed.stdout).affected_side is Side.RIGHT
    file = tmp_path / "p.toml"
    file.write_text(printed.stdout)
    checked = mirror("plan", "check", file, data=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "is in order" in checked.stdout
    assert "No therapist has signed it" in checked.stdout


def test_the_side_of_a_new_plan_is_that_of_the_settings(tmp_path):
    """Where the settings know it and nothing else is said; the stage is the most cautious one."""
    (tmp_path / "settings.toml").write_text('affected_side = "right"\n')
    found = plan(mirror("plan", "new", data=tmp_path).stdout)
    assert (found.affected_side, found.stage) == (Side.RIGHT, Stage.FLACCID)
    (tmp_path / "settings.toml").unlink()
    assert plan(mirror("plan", "new", data=tmp_path).stdout).affected_side is Side.LEFT


def test_a_new_plan_keeps_the_old_one_under_a_dated_name(tmp_path):
    """The next revision counts on from it; also where the file is the mirror's own."""
    file = tmp_path / "plan.toml"
    first = mirror("plan", "new", "--to", file, data=tmp_path)
    assert (first.returncode, first.stdout) == (0, "")
    before = file.read_text()
    second = mirror("plan", "new", "--stage", "paretic", "--to", file, data=tmp_path)
    kept = tmp_path / f"plan-{today()}.toml"
    assert str(kept) in second.stderr
    assert kept.read_text() == before
    assert plan(file.read_text()).revision == 2
    mirror("plan", "new", "--to", file, data=tmp_path)
    assert plan((tmp_path / f"plan-{today()}-2.toml").read_text()).stage is Stage.PARETIC


def test_a_broken_plan_ends_with_status_2_and_a_line_for_every_fault(tmp_path):
    """As every wrong input; nothing on standard output."""
    file = tmp_path / "mine.toml"
    file.write_text(in_date(PLAN).replace("hold_s = 3\n", "hold_s = 90\n").replace("minutes = 5", "minuts = 5"))
    checked = mirror("plan", "check", file, data=tmp_path)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr.splitlines()[0].startswith(f"mirror: {file}, line 11: there is no key minuts")
    assert checked.stderr.splitlines()[1].startswith(f"{file}, line 38: hold_s = 90 is more than this stage allows")
    shown = mirror("plan", "show", file, data=tmp_path)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert f"{file}, line 11: " in shown.stderr


def test_one_check_names_the_faults_of_every_kind(tmp_path):
    """A key that no plan is without, a date that has passed and doses: nobody mends one to be told of the next."""
    file = tmp_path / "mine.toml"
    broken = PLAN.replace("2026-", "2020-").replace("2027-", "2021-")
    broken = broken.replace("revision = 3", "revision = -3").replace("repetitions = 5", "repetitions = 99")
    file.write_text(broken)
    told = mirror("plan", "check", file, data=tmp_path).stderr.splitlines()
    assert "revision = -3 is not allowed" in told[0]
    assert "repetitions = 99 is more than this stage allows" in told[1]
    assert told[-1].startswith(f"{file}, line 3: valid_until = 2021-01-15 has passed")
    file.write_text("[plan\n")
    assert mirror("plan", "check", file, data=tmp_path).stderr.splitlines()[-1] == "There may be more after this."


def test_a_plan_in_order_is_shown_in_plain_language(tmp_path):
    """The file that is named, or the mirror's own."""
    file = tmp_path / "plan.toml"
    file.write_text(in_date(PLAN))
    for words in (("plan", "show"), ("plan", "show", file)):
        shown = mirror(*words, data=tmp_path)
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.startswith("Plan, revision 3")
        assert "Closed smile: 5 times" in shown.stdout
    assert "No therapist" not in mirror("plan", "check", file, data=tmp_path).stdout


def test_without_a_plan_or_with_an_expired_one_the_safe_plan_is_shown_and_said(tmp_path):
    """With file and line of what is to be mended; a check refuses the expired one."""
    nothing = mirror("plan", "show", data=tmp_path)
    assert nothing.stdout.startswith("There is no plan yet. Please ask your therapist for one.")
    assert "Stage: flaccid." in nothing.stdout
    file = tmp_path / "plan.toml"
    file.write_text(PLAN.replace("2026-", "2020-").replace("2027-", "2021-"))
    expired = mirror("plan", "show", data=tmp_path)
    assert expired.returncode == 0
    assert expired.stdout.startswith("The plan has ended. Please ask your therapist to renew it.")
    assert f"{file}, line 3" in expired.stdout
    assert "Stage: paretic." in expired.stdout
    checked = mirror("plan", "check", file, data=tmp_path)
    assert checked.returncode == 2
    assert f"{file}, line 3: valid_until = 2021-01-15 has passed; allowed is" in checked.stderr


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["plan", "check"], ["plan.toml is not there", "`mirror plan new`"]),
        (["plan", "check", "a.toml", "b.toml"], ["b.toml", "`mirror plan check --help`"]),
        (["plan", "check", "nowhere.toml"], ["nowhere.toml is not there"]),
        (["plan", "show", "nowhere.toml"], ["nowhere.toml is not there"]),
        (["plan", "check", "docs"], ["docs cannot be read"]),
        (["plan", "new", "--stage", "better"], ["--stage", "flaccid", "aftercare"]),
        (["plan", "new", "--side", "both"], ["--side", "left"]),
        (["plan", "new", "--to", "no/such/folder/plan.toml"], ["plan.toml", "choose another"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_input_is_one_sentence_and_status_2(words, names, tmp_path):
    """It names what was wrong and what is allowed."""
    ended = mirror(*words, data=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    for name in names:
        assert name in ended.stderr


def test_a_demonstration_says_where_the_plan_is_for_the_other_side(tmp_path, monkeypatch):
    """It is drawn as it was asked for, and nobody takes its comparisons for a fault."""
    file = tmp_path / "mine.toml"
    file.write_text(in_date(PLAN))
    asked = []
    monkeypatch.setattr(demonstration, "demonstrate", lambda order, _say: asked.append(order.ability.affected))
    ended = CliRunner().invoke(cli, ["demo", "--plan", str(file), "--data", str(tmp_path), "--affected", "right"])
    assert (ended.exit_code, asked) == (0, [Side.RIGHT])
    assert f"{file} is for somebody who is weaker on the left" in ended.output


@pytest.mark.parametrize("named", [[], ["--affected", "right"]], ids=["left out", "the same"])
def test_the_plan_says_which_side_of_the_drawn_patient_is_weak(named, tmp_path, monkeypatch):
    """Whether or not the command line says the same besides."""
    file = tmp_path / "mine.toml"
    file.write_text(in_date(PLAN).replace('affected_side = "left"', 'affected_side = "right"'))
    asked = []
    monkeypatch.setattr(demonstration, "demonstrate", lambda order, _say: asked.append(order.ability.affected))
    ended = CliRunner().invoke(cli, ["demo", "--plan", str(file), "--data", str(tmp_path), *named])
    assert (ended.exit_code, asked) == (0, [Side.RIGHT])


def test_nothing_else_writes_over_a_plan(tmp_path):
    """An export or a trace with its name is refused, and a new plan does not take the settings' place."""
    for name in ("plan.toml", "plan-2026-11-21.toml"):
        with pytest.raises(Problem, match="would overwrite"):
            refuse_own_file("--to", tmp_path / name, tmp_path)
    (tmp_path / "settings.toml").write_text("volume = 0.1\n")
    ended = mirror("plan", "new", "--to", tmp_path / "settings.toml", data=tmp_path)
    assert ended.returncode == 2
    assert "would overwrite" in ended.stderr


def test_a_plan_can_go_into_a_pipe(tmp_path):
    """What is no file holds nothing that could be lost, and is not read first."""
    assert mirror("plan", "new", "--to", "/dev/stderr", data=tmp_path).stderr.count("revision = 1") == 1


def test_the_same_plan_is_kept_once(tmp_path):
    """Each other one under a name of its own."""
    path = tmp_path / "plan.toml"
    first = keep_plan(path, b"one", TODAY)
    assert keep_plan(path, b"one", TODAY) == first == tmp_path / "plan-2026-11-21.toml"
    assert keep_plan(path, b"two", TODAY) == tmp_path / "plan-2026-11-21-2.toml"
    assert write_plan(path, "three", TODAY) is None
    assert revision_after(path) == 1


def test_a_plan_that_cannot_be_read_at_all_is_a_faulty_plan(tmp_path):
    """A folder in its place stops no mirror."""
    (tmp_path / "plan.toml").mkdir()
    found = plan_of_the_day(tmp_path / "plan.toml", TODAY, Side.LEFT)
    assert found.standing is Standing.FAULTY
    assert found.plan.stage is Stage.FLACCID
