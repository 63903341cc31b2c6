"""What a phone shows: connecting it, and every page at three widths, light and dark, as axe-core would have it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.caregiver import words
from mirror.caregiver.offer import VALID_S, Secrets, make_offer, write_offer
from mirror.caregiver.phones import connected, revoke, write_phones
from mirror.caregiver.places import Places
from mirror.diary.stamp import Clock
from tests.browser.driver import Browser, browser
from tests.caregiver.household import PHONE, a_day_with_everything
from tests.caregiver.test_live import Served, served
from tests.therapy.plans import PLAN

pytestmark = pytest.mark.needs("browser")

WIDTHS = (360, 768, 1280)
PAGES = {
    "today": "/",
    "days": "/days?month=2026-11",
    "day": "/days/2026-11-21",
    "quiet-day": "/days/2026-11-01",
    "trends": "/trends",
    "notes": "/notes",
    "phones": "/phones",
    "nothing-here": "/nothing",
}
#: Beside the levels A and AA: 44 px targets are AAA, and so is a contrast of 7:1.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'tag', values: arguments[0]},
                   rules: {'color-contrast-enhanced': {enabled: true}, 'target-size': {enabled: true}}})
   .then(found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target).join(' | '))))
   .catch(error => done(['axe did not run: ' + error]));
"""
_SMALL = """
return [...document.querySelectorAll('a, button, input, textarea, summary')]
  .filter(one => one.getClientRects().length && getComputedStyle(one).display !== 'inline' && !one.matches('.skip'))
  .map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect().width, one.getBoundingClientRect().height])
  .filter(([, width, height]) => Math.min(width, height) < 44 - 0.5);
"""
_SMALL_BUTTONS = """
return [...document.querySelectorAll('button, .button, input, textarea')]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 52 - 0.5)
  .map(one => one.outerHTML);
"""
_SMALL_TYPE = """
return [...document.querySelectorAll('body *')]
  .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && !one.closest('svg'))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 18).map(one => one.outerHTML.slice(0, 80));
"""
_SIDEWAYS = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page with a day on it that has everything."""
    data_dir = tmp_path_factory.mktemp("browser")
    a_day_with_everything(data_dir)
    (data_dir / "plan.toml").write_text(PLAN, encoding="utf-8")
    with served(data_dir) as found:
        yield found


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def phone(page: Served, window: Browser) -> Browser:
    """A phone that is connected."""
    write_phones(page.places.phones, [PHONE])
    _as_phone(window, page)
    return window


@pytest.fixture
def stranger(page: Served, window: Browser) -> Browser:
    """A phone that is not."""
    write_phones(page.places.phones, [])
    window.open(f"{_at(page)}/static/icon.svg")
    window.forget_cookies()
    window.look_like(360, 800, "light")
    return window


def _at(page: Served) -> str:
    return f"http://127.0.0.1:{page.port}"


def _as_phone(window: Browser, page: Served) -> None:
    window.open(f"{_at(page)}/static/icon.svg")
    window.forget_cookies()
    window.set_cookie(name="mirror", value=page.cookie, path="/", httpOnly=True, sameSite="Strict")


def offer(places: Places, earlier_s: float = 0.0) -> Secrets:
    """The mirror waits for a phone, or waited for one a while ago."""
    stamp = Clock().now()
    made, shown = make_offer(stamp.boot_id, stamp.monotonic_s - earlier_s)
    write_offer(places.offer, made)
    return shown


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


# Connecting -----------------------------------------------------------------------------------------------------------


def test_a_phone_is_connected_by_the_link_in_the_picture(page, stranger):
    """One page, one button, and today is there; the cookie is nobody's but this page's."""
    shown = offer(page.places)
    stranger.open(f"{_at(page)}/connect/{shown.token}")
    assert "Connect this phone to the mirror?" in stranger.text("h1")
    stranger.type("#name", "Anna")
    stranger.send("button")
    assert stranger.url == f"{_at(page)}/"
    assert stranger.title.startswith("Today")
    (cookie,) = stranger.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert [one.name for one in connected(page.places)] == ["Anna"]


def test_a_phone_is_connected_by_the_code(page, stranger):
    """Typed as it is shown."""
    shown = offer(page.places)
    stranger.open(f"{_at(page)}/")
    assert words.NOT_CONNECTED in stranger.text("h1")
    stranger.type("#code", f"{shown.code[:3]} {shown.code[3:]}")
    stranger.send("button")
    assert stranger.url == f"{_at(page)}/"
    assert stranger.title.startswith("Today")


def test_a_wrong_code_five_times_ends_it(page, stranger):
    """It says how many tries are left, and then that there are none, also for the right one."""
    shown = offer(page.places)
    stranger.open(f"{_at(page)}/connect")
    for left in ("Four more tries", "Three more tries", "Two more tries", "One more try", "tried five times"):
        stranger.type("#code", wrong(shown.code))
        stranger.send("button")
        assert left in stranger.text("#error")
    stranger.type("#code", shown.code)
    stranger.send("button")
    assert "tried five times" in stranger.text("#error")
    assert connected(page.places) == ()


def test_an_expired_link_says_so(page, stranger):
    """After five minutes; and it has no field that could not help."""
    shown = offer(page.places, earlier_s=VALID_S + 1.0)
    stranger.open(f"{_at(page)}/connect/{shown.token}")
    stranger.send("button")
    assert words.LINK_OVER in stranger.text("h1")
    assert stranger.run("return document.querySelectorAll('input').length") == 0


def test_a_link_that_was_used_says_so(page, stranger):
    """A second phone with the same picture needs another one."""
    shown = offer(page.places)
    stranger.open(f"{_at(page)}/connect/{shown.token}")
    stranger.send("button")
    stranger.forget_cookies()
    stranger.open(f"{_at(page)}/connect/{shown.token}")
    stranger.send("button")
    assert words.REFUSED[words.Refusal.TAKEN] in stranger.text("#error")
    assert len(connected(page.places)) == 1


def test_a_disconnected_phone_sees_nothing_any_more(page, phone):
    """With the next page it opens."""
    phone.open(f"{_at(page)}/")
    assert phone.title.startswith("Today")
    revoke(page.places, [PHONE.id])
    phone.open(f"{_at(page)}/trends")
    assert words.NO_LONGER in phone.text("h1")
    assert "mm" not in phone.text()
    page.places.revoked.unlink()


def test_eye_care_and_a_note_are_given_by_two_taps(page, phone):
    """The form works as a browser sends it: with its origin, under this page's own policy."""
    phone.look_like(360, 800, "light")
    phone.open(f"{_at(page)}/")
    phone.send('form[action="/care"] button')
    assert "Thank you, it is kept." in phone.text("[role=status]")
    phone.open(f"{_at(page)}/notes")
    phone.type("#text", "Drank without spilling.")
    phone.send("button")
    assert "Thank you, it is kept." in phone.text("[role=status]")
    assert "Anna: Drank without spilling." in phone.text()


# Looking --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_everybody(page, phone, name, width, scheme):
    """Nothing that axe-core finds; every target large, every letter large, nothing to be moved sideways."""
    phone.look_like(width, 800, scheme)
    phone.open(f"{_at(page)}{PAGES[name]}")
    assert _faults(phone) == []
    _keep_picture(phone, f"{name}-{width}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_connecting_is_for_everybody(page, stranger, width, scheme):
    """With the link, with the code, and with a code that was not the one."""
    shown = offer(page.places)
    stranger.look_like(width, 800, scheme)
    stranger.open(f"{_at(page)}/connect/{shown.token}")
    assert _faults(stranger) == []
    _keep_picture(stranger, f"connect-link-{width}-{scheme}")
    stranger.open(f"{_at(page)}/connect")
    assert _faults(stranger) == []
    stranger.type("#code", wrong(shown.code))
    stranger.send("button")
    assert _faults(stranger) == []
    _keep_picture(stranger, f"connect-code-{width}-{scheme}")


def test_figures_and_details_are_for_everybody_when_they_are_open(page, phone):
    """The tables under the charts, and what is for whoever mends the mirror."""
    for path in ("/trends", "/"):
        phone.look_like(360, 800, "light")
        phone.open(f"{_at(page)}{path}")
        phone.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert _faults(phone) == []
    _keep_picture(phone, "today-open-360-light")


def test_letters_may_be_twice_as_large(page, phone):
    """WCAG 2.2, 1.4.4 and 1.4.10: at 400 % on a wide screen, which is 320 px, nothing is cut off sideways."""
    phone.look_like(320, 640, "light")
    for path in PAGES.values():
        phone.open(f"{_at(page)}{path}")
        assert phone.run(_SIDEWAYS) <= 0


def test_a_page_is_printed_with_its_figures_and_without_its_buttons(page, phone):
    """Black on white, tables open, navigation gone."""
    phone.look_like(794, 1123, "light", media="print")
    phone.open(f"{_at(page)}/trends")
    hidden = "return getComputedStyle(document.querySelector(arguments[0])).display"
    assert phone.run(hidden, ".nav") == "none"
    assert phone.run("return document.querySelector('table').getBoundingClientRect().height") > 50
    _keep_picture(phone, "trends-print")
    phone.look_like(360, 800, "light")


def _faults(window: Browser) -> list[object]:
    window.run(Path(os.environ["MIRROR_AXE"]).read_text(encoding="utf-8"))
    sideways = window.run(_SIDEWAYS)
    return [
        *window.run_later(_AXE, RULES),
        *(f"small: {one}" for one in window.run(_SMALL)),
        *(f"low button: {one}" for one in window.run(_SMALL_BUTTONS)),
        *(f"small type: {one}" for one in window.run(_SMALL_TYPE)),
        *([f"{sideways} px sideways"] if sideways > 0 else []),
    ]


def _keep_picture(window: Browser, name: str) -> None:
    folder = os.environ.get("MIRROR_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        window.picture(Path(folder) / f"{name}.png")
