"""What somebody tries who is in the Wi-Fi and should not be on the page."""

import itertools
import sqlite3
from dataclasses import replace

import pytest
from itsdangerous import Signer

from mirror.caregiver import words
from mirror.caregiver.cookies import Signing, key_in
from mirror.caregiver.guard import CSP
from mirror.caregiver.inbox import read
from mirror.caregiver.offer import TRIES
from mirror.caregiver.phones import connected, revoke
from mirror.caregiver.rates import PAIRING, WRITING
from mirror.diary.reading import FILE_NAME
from mirror.problem import Problem
from tests.caregiver.household import HOST, KEY, PHONE, Home, home, page_of, weeks_of_practice

PAGES = ("/", "/days", "/days/2026-11-21", "/trends", "/notes", "/phones")
#: Of the patient, in a log of weeks_of_practice: nobody unknown may see any of it.
OF_THE_PATIENT = ("Closed smile", "practice", "Practised", "mm")


def stranger(tmp_path) -> Home:
    weeks_of_practice(tmp_path, weeks=1)
    return home(tmp_path)


def sees_nothing(answer) -> bool:
    page = answer.get_data(as_text=True)
    return answer.status_code in (403, 404) and not any(word in page for word in OF_THE_PATIENT)


# Who is not connected -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/anything"])
def test_who_is_not_connected_sees_how_to_be_and_nothing_else(tmp_path, page):
    """No figure, no name, not even which pages there are."""
    assert sees_nothing(stranger(tmp_path).get(page))


@pytest.mark.parametrize("page", ["/notes", "/care"])
def test_who_is_not_connected_writes_nothing(tmp_path, page):
    """A form that is right in everything but its cookie."""
    found = stranger(tmp_path)
    answer = found.post(page, {"word": found.word, "duty": "eye care", "text": "Hello"})
    assert answer.status_code == 403
    assert not found.places.inbox.exists()


@pytest.mark.parametrize(
    "cookie",
    [
        *("", "x", PHONE.id, f"{PHONE.id}.", f"{PHONE.id}.AAAA", f".{PHONE.id}", "." * 500, "é", "\x01"),
        Signing(bytes(32)).cookie(PHONE.id),
        Signer(KEY).sign(PHONE.id.encode()).decode(),
        Signing(KEY).cookie("f" * 32),
        Signing(KEY).cookie(PHONE.id)[:-1],
        Signing(KEY).cookie(PHONE.id) + "a",
        Signing(KEY).cookie(PHONE.id).replace("0", "1", 1),
    ],
)
def test_a_forged_cookie_opens_nothing(tmp_path, cookie):
    """Made up, cut, of another key, of another salt, of a phone that never was."""
    found = stranger(tmp_path).connected()
    found.client.set_cookie("mirror", cookie, domain="192.168.1.20")
    for page in PAGES:
        assert sees_nothing(found.get(page))


def test_an_old_cookie_opens_nothing(tmp_path):
    """Of a phone that was disconnected, at once; and of every phone once the key is another one."""
    found = stranger(tmp_path).connected()
    assert found.get("/").status_code == 200
    revoke(found.places, [PHONE.id])
    answer = found.get("/")
    assert sees_nothing(answer)
    assert words.NO_LONGER in page_of(answer)
    assert found.post("/care", {"word": found.word, "duty": "eye care"}).status_code == 403
    assert not found.places.inbox.exists()


def test_the_key_is_for_the_page_alone(tmp_path):
    """Nobody else on the machine reads it, it stays the same, and a broken one lets nobody in."""
    path = tmp_path / "caregiver" / "secret.key"
    assert key_in(path) == key_in(path)
    assert len(key_in(path)) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"")
    with pytest.raises(Problem, match="remove it"):
        key_in(path)


# Connecting -----------------------------------------------------------------------------------------------------------


def test_looking_at_the_link_takes_nothing(tmp_path):
    """A chat or a camera that opens the link to show what is there does not use it up."""
    found = stranger(tmp_path)
    shown = found.offer()
    for _ in range(3):
        assert found.get(f"/connect/{shown.token}").status_code == 200
        assert found.client.head(f"/connect/{shown.token}", base_url=f"http://{HOST}").status_code == 200
    answer = found.post("/connect", {"token": shown.token, "name": "Anna"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert found.get("/").status_code == 200


def test_the_cookie_is_for_this_page_alone(tmp_path):
    """No script reads it, and no page of others sends it."""
    found = stranger(tmp_path)
    answer = found.post("/connect", {"token": found.offer().token})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_codes_are_not_tried_out(tmp_path):
    """Five tries, whoever asks; and before that, no more than a few in a minute from one device."""
    found = stranger(tmp_path)
    shown = found.offer()
    wrong = (f"{number:06}" for number in itertools.count() if f"{number:06}" != shown.code)
    said = [found.post("/connect", {"code": next(wrong)}) for _ in range(TRIES)]
    assert [one.status_code for one in said] == [403] * TRIES
    assert "Four more tries are possible." in page_of(said[0])
    assert found.post("/connect", {"code": shown.code}).status_code == 403
    assert connected(found.places) == ()
    answers = [found.post("/connect", {"code": next(wrong)}).status_code for _ in range(int(PAIRING.burst))]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "form", [{}, {"token": ""}, {"code": ""}, {"token": "0" * 32}, {"code": "１２３４５６"}, {"code": "-1"}]
)
def test_what_is_no_secret_lets_nobody_in(tmp_path, form):
    """Empty, guessed, or digits of another alphabet."""
    found = stranger(tmp_path)
    found.offer()
    assert found.post("/connect", form).status_code == 403
    assert connected(found.places) == ()


# Other sites and names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{HOST}"},
        {"Origin": f"http://{HOST}.evil.example"},
        {"Origin": "http://192.168.1.20"},
        {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-site"},
        {"Referer": f"http://{HOST}/"},
    ],
)
@pytest.mark.parametrize("page", ["/care", "/notes", "/connect"])
def test_a_form_of_another_site_does_nothing(tmp_path, headers, page):
    """Even with this phone's cookie and the right word in it; and so one that does not say where it comes from."""
    found = stranger(tmp_path).connected()
    shown = found.offer()
    form = {"word": found.word, "duty": "eye care", "text": "Hello", "token": shown.token}
    answer = found.post(page, form, origin=None, headers=headers)
    assert answer.status_code == 403
    assert words.OTHER_SITE in page_of(answer)
    assert not found.places.inbox.exists()
    assert len(connected(found.places)) == 1


@pytest.mark.parametrize(
    "word", ["", "x", "é", Signing(KEY).form_word("f" * 32), Signing(bytes(32)).form_word(PHONE.id)]
)
def test_a_form_without_this_phones_word_does_nothing(tmp_path, word):
    """The second lock beside where it comes from."""
    found = stranger(tmp_path).connected()
    for page in ("/care", "/notes"):
        assert found.post(page, {"word": word, "duty": "eye care", "text": "Hello"}).status_code == 403
    assert not found.places.inbox.exists()


@pytest.mark.parametrize(
    "host", ["evil.example", "192.168.1.20.evil.example:8765", "192.168.1.21:8765", "", "localhost.evil", "[::2]"]
)
def test_another_hosts_name_gets_nothing(tmp_path, host):
    """A page of somebody else whose name was made to lead here."""
    found = stranger(tmp_path).connected()
    for page in (*PAGES, "/static/style.css", "/connect"):
        answer = found.get(page, headers={"Host": host})
        assert answer.status_code == 421
        assert not any(word in answer.get_data(as_text=True) for word in OF_THE_PATIENT)


@pytest.mark.parametrize("caller", ["8.8.8.8", "2001:db8::1", "172.32.0.1", "", "not an address"])
def test_nobody_from_outside_the_home_is_answered(tmp_path, caller):
    """Should a router let them through; headers that claim another address change nothing."""
    found = stranger(tmp_path).connected()
    for headers in ({}, {"X-Forwarded-For": "192.168.1.50"}, {"Forwarded": "for=192.168.1.50"}):
        answer = found.client.get("/", base_url=f"http://{HOST}", environ_base={"REMOTE_ADDR": caller}, headers=headers)
        assert (answer.status_code, words.OUTSIDE in page_of(answer)) == (403, True)


# What is asked for ----------------------------------------------------------------------------------------------------

NASTY = (
    *("' OR 1=1 --", "'; DROP TABLE sessions; --", '" UNION SELECT * FROM notes --', "2026-11-21' --", "1 OR 1"),
    *(
        "../../mirror.db",
        "..%2f..%2fmirror.db",
        "%00",
        "\x00",
        "<script>alert(1)</script>",
        "{{1234567*7}}",
        "{% raw %}",
    ),
    *("A" * 5000, "-1", "1e309", "nan", "💥", "\u202e", "2026-11-21\n", "٢٠٢٦-١١-٢١"),
)


@pytest.mark.parametrize("text", NASTY)
def test_whatever_stands_in_a_parameter_changes_and_shows_nothing(tmp_path, text):
    """SQL, paths, markup, templates, digits of other alphabets: not there, or a text like any other."""
    found = stranger(tmp_path).connected()
    before = _rows(tmp_path)
    answers = [
        found.get("/days", query_string={"month": text}),
        found.get("/", query_string={"kept": text}),
        found.get("/notes", query_string={"kept": text}),
        found.get(f"/days/{text}".replace("\n", "%0a").replace("\x00", "%00")),
        found.get(f"/connect/{text}".replace("\n", "%0a").replace("\x00", "%00")),
        found.post("/care", {"word": found.word, "duty": text}),
        found.post("/notes", {"word": found.word, "text": text}),
        found.post("/notes", {"word": text, "text": "Hello"}),
        found.get("/notes"),
    ]
    assert all(answer.status_code < 500 for answer in answers)
    assert _rows(tmp_path) == before
    for answer in answers:
        page = answer.get_data(as_text=True)
        assert "<script" not in page
        assert "8641969" not in page
    assert all(one.duty is None for one in read(found.places.inbox))


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py"),
        *("/static//etc/passwd", "/static/../../../../../../etc/passwd", "/..%5c..%5cmirror.db", "/mirror.db"),
        *("/static/", "/static", "/templates/today.html", "/caregiver/secret.key", "/static/style.css/.."),
    ],
)
def test_no_path_leads_out_of_the_pages(tmp_path, path):
    """Neither to the program nor to the log nor to the machine."""
    found = stranger(tmp_path).connected()
    answer = found.get(path)
    assert answer.status_code in (403, 404, 405, 308)
    assert "root:" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_do_nothing(tmp_path, method):
    """There is nothing to change but two things, and these are posted."""
    found = stranger(tmp_path).connected()
    for page in (*PAGES, "/care", "/connect"):
        answer = found.client.open(
            page, method=method, base_url=f"http://{HOST}", environ_base={"REMOTE_ADDR": "192.168.1.50"}
        )
        assert answer.status_code in (200, 405)
        assert answer.status_code == 405 or (method == "OPTIONS" and not answer.data)


def test_a_large_form_is_refused(tmp_path):
    """Before it fills anything."""
    found = stranger(tmp_path).connected()
    assert found.post("/notes", {"word": found.word, "text": "x" * 100_000}).status_code == 413
    assert not found.places.inbox.exists()


def test_nobody_writes_without_end(tmp_path):
    """A phone that was taken over fills no log: a few entries a minute."""
    found = stranger(tmp_path).connected()
    said = [found.post("/notes", {"word": found.word, "text": "x"}).status_code for _ in range(40)]
    assert said == [303] * int(WRITING.burst) + [429] * (40 - int(WRITING.burst))
    assert len(read(found.places.inbox)) == WRITING.burst


# Every answer ---------------------------------------------------------------------------------------------------------


def test_every_answer_has_the_headers_that_keep_others_out(tmp_path):
    """Pages, refusals and faults; no script anywhere, no style in a tag, and nothing is stored but the style sheet."""
    found = stranger(tmp_path)
    paths = (*PAGES, "/nope", "/connect", "/days/x", "/static/style.css", "/static/icon.svg")
    answers = [found.get(path) for path in paths]
    found.connected()
    answers += [found.get(path) for path in paths]
    answers += [found.post("/care", {}), found.get("/", headers={"Host": "evil.example"})]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == CSP
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Server" not in answer.headers
        if answer.mimetype == "text/html":
            assert answer.headers["Cache-Control"] == "no-store"
            page = answer.get_data(as_text=True).lower().replace("http://www.w3.org/", "")
            assert not any(
                part in page for part in ("<script", "<style", " style=", " onclick", "javascript:", "http:")
            )


def test_the_policy_has_no_way_round_it():
    """Nothing from elsewhere, nothing inline, no script at all, nobody's frame."""
    rules = dict(rule.split(" ", 1) for rule in CSP.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert rules == {
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_a_disconnected_phone_is_not_the_other_one(tmp_path):
    """Disconnecting one leaves the other."""
    found = stranger(tmp_path).connected(replace(PHONE, id="a" * 32)).connected()
    revoke(found.places, ["a" * 32])
    assert found.get("/").status_code == 200


def _rows(data_dir) -> list[tuple[object, ...]]:
    with sqlite3.connect(data_dir / FILE_NAME) as db:
        return db.execute("SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM notes)").fetchall()
