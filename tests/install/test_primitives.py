"""The installer's primitives, one by one: each may be called twice, and none touches what is somebody else's."""

PLACES = 'places "$STAND_IN_ROOT"; mkdir -p "$state"; '


def test_a_note_is_written_once_and_can_be_forgotten(wall):
    """The newest comes first when things are taken away."""
    script = (
        PLACES + "note file /a; note file /b; note package c; note file /a; noted_newest_first file; "
        "forget_note file /b; forget_note file /b; noted_newest_first file; noted package c && echo still; "
        "forget_note file /a; forget_note package c; noted_newest_first file; noted_newest_first package"
    )
    outcome = wall.sourced(script)
    assert outcome.status == 0, outcome.said
    assert outcome.printed.split() == ["/b", "/a", "/a", "still"]


def test_a_name_that_begins_another_is_another(wall):
    """mirror is not mirror-caregiver."""
    script = (
        PLACES + "note user mirror-caregiver; noted user mirror || echo no; "
        "forget_note user mirror; noted user mirror-caregiver && echo yes"
    )
    assert wall.sourced(script).printed.split() == ["no", "yes"]


def test_a_file_is_written_with_its_folders_and_again_only_if_it_differs(wall):
    """Content and mode count; all of it can be taken away again."""
    wall.place("/from").write_text("one\n")
    script = PLACES + 'ensure_file "$STAND_IN_ROOT/from" "$STAND_IN_ROOT/etc/new/deep/file" 755; echo $changes; '
    wall.sourced(script)
    target = wall.place("/etc/new/deep/file")
    assert (target.read_text(), f"{target.stat().st_mode & 0o777:o}") == ("one\n", "755")
    assert wall.sourced(script).printed == "0"
    target.chmod(0o644)
    assert wall.sourced(script).printed == "1"
    gone = 'while read -r name; do remove_file "$name"; done < <(noted_newest_first file); '
    gone += 'while read -r name; do remove_folder "$name"; done < <(noted_newest_first folder)'
    wall.sourced(PLACES + gone)
    assert not wall.place("/etc/new").exists()
    assert wall.place("/etc").exists()


def test_a_file_of_somebody_else_is_left_alone(wall):
    """One sentence, status 1."""
    wall.place("/from").write_text("one\n")
    wall.place("/usr/local/bin/mirror").write_text("another program\n")
    outcome = wall.sourced(PLACES + 'ensure_file "$STAND_IN_ROOT/from" "$command_file"')
    assert outcome.status == 1
    assert "was not put there by this installer, so it was left alone: move it away" in outcome.said
    assert wall.place("/usr/local/bin/mirror").read_text() == "another program\n"


def test_a_folder_with_something_in_it_stays(wall):
    """What others have put there is theirs."""
    wall.sourced(PLACES + 'ensure_folder "$STAND_IN_ROOT/etc/new"')
    wall.place("/etc/new/letter").write_text("precious")
    assert wall.sourced(PLACES + 'remove_folder "$STAND_IN_ROOT/etc/new"').status == 0
    assert wall.place("/etc/new/letter").exists()


def test_a_package_that_was_there_is_not_ours(wall):
    """Noted is what apt would add, with what comes along; not what it would only renew."""
    wall.sourced(PLACES + "caregiver=yes; log=$state/log; : >$log; ensure_wall_packages; ensure_wall_packages")
    noted = wall.sourced(PLACES + "noted_newest_first package").printed.split()
    assert {"avahi-daemon", "libavahi", "libgbm1"} <= set(noted)
    assert not {"libc6", "libgl1", "python3-venv"} & set(noted)
    assert len([call for call in wall.calls if "apt-get install" in call]) == 1


def test_another_name_of_a_package_will_do(wall):
    """What is installed, else what this system knows."""
    (wall.system / "unknown").write_text("libglib2.0-0t64\n")
    assert wall.sourced('one_of "libglib2.0-0t64|libglib2.0-0"').printed == "libglib2.0-0"
    (wall.system / "packages").write_text("fonts-inter\n")
    assert wall.sourced('one_of "fonts-atkinson-hyperlegible-ttf|fonts-inter"').printed == "fonts-inter"


def test_a_release_is_named_by_its_version_and_everything_in_it(wall):
    """A changed letter is another release; what Python leaves behind is not."""
    name = wall.sourced('release_name "$here"').printed
    (wall.checkout / "mirror" / "__pycache__").mkdir()
    (wall.checkout / "mirror" / "__pycache__" / "cli.pyc").write_text("x")
    assert wall.sourced('release_name "$here"').printed == name
    wall.new_version()
    other = wall.sourced('release_name "$here"').printed
    assert other != name
    assert other.startswith("0.1.0-")


def test_an_older_systemd_gets_no_key_it_does_not_know(wall):
    """Growing pauses and restarts without the safe screen came with 254; Raspberry Pi OS bookworm has 252."""
    wall.install("--unattended", STAND_IN_SYSTEMD="252")
    assert not wall.place("/etc/systemd/system/mirror.service.d").exists()


def test_one_crash_does_not_show_the_safe_screen(wall):
    """From 254 on systemd would start it before every restart, unless it is told to restart without that detour."""
    wall.install("--unattended", STAND_IN_SYSTEMD="254")
    drop_in = wall.place("/etc/systemd/system/mirror.service.d/backoff.conf").read_text()
    assert "RestartMode=direct" in drop_in.splitlines()
    assert "RestartMode" not in wall.place("/etc/systemd/system/mirror.service").read_text()


def test_the_newest_release_of_the_checkout_is_written_down(wall):
    """By the service that looks now and then; nothing of the checkout is run."""
    wall.install("--unattended")
    wall.new_version()
    newer = wall.sourced('release_name "$here"').printed
    script = 'source "$here/systemd/install/newest.sh"; places "$STAND_IN_ROOT"; write_newest; cat "$newest_note"'
    assert wall.sourced(script).printed == newer
    (wall.checkout / "mirror" / "__init__.py").unlink()
    assert wall.sourced(script).printed == newer


def test_the_first_minute_is_a_minute(wall):
    """Asked every two seconds; a mirror that started again meanwhile has not lasted."""
    (wall.system / "active").write_text("mirror.service\n")
    assert wall.sourced("lasts_its_first_minute && echo lasted").printed == "lasted"
    script = """
        : >"$STAND_IN_SYSTEM/asked"
        unit_value() { if [[ $2 == NRestarts ]]; then wc -l <"$STAND_IN_SYSTEM/asked"; else echo active; fi; }
        sleep() { echo >>"$STAND_IN_SYSTEM/asked"; }
        lasts_its_first_minute || echo ended
    """
    assert wall.sourced(script).printed == "ended"
