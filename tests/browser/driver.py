"""A headless Chromium, driven over plain HTTP as the W3C's WebDriver has it; nothing but the standard library.

https://www.w3.org/TR/webdriver2/
"""

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

#: Debian's names, and others.
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
_STARTS_WITHIN_S: Final = 20.0


class DriverError(Exception):
    """The browser refuses."""


@dataclass(frozen=True, slots=True)
class Browser:
    """One window."""

    session: str

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    @property
    def url(self) -> str:
        return str(self._ask("GET", "/url"))

    @property
    def title(self) -> str:
        return str(self._ask("GET", "/title"))

    def text(self, css: str = "body") -> str:
        return str(self._ask("GET", f"/element/{self._find(css)}/text"))

    def click(self, css: str) -> None:
        self._ask("POST", f"/element/{self._find(css)}/click", {})

    def send(self, css: str) -> None:
        """Press what sends a form, and wait for the page that comes."""
        self.run("window.left = true")
        self.click(css)
        until = time.monotonic() + _STARTS_WITHIN_S
        while self.run("return window.left === true || document.readyState !== 'complete'"):
            if time.monotonic() > until:
                raise DriverError(f"{css} leads nowhere.")
            time.sleep(0.02)

    def type(self, css: str, text: str) -> None:
        self._ask("POST", f"/element/{self._find(css)}/value", {"text": text})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_later(self, script: str, *arguments: Any) -> Any:
        """A script that calls its last argument when it is done."""
        return self._ask("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def tool(self, command: str, **parameters: Any) -> Any:
        """A command of the browser's own tools (Chrome DevTools Protocol)."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look_like(self, width: int, height: int, scheme: str, media: str = "screen") -> None:
        """A screen of this size, ``scheme`` light or dark."""
        self.tool("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.tool("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self, path: Path) -> None:
        """The whole page, as high as it is."""
        height = int(self.run("return document.documentElement.scrollHeight"))
        width = int(self.run("return window.innerWidth"))
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.tool("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def forget_cookies(self) -> None:
        self._ask("DELETE", "/cookie")

    def cookies(self) -> list[dict[str, Any]]:
        found = self._ask("GET", "/cookie")
        assert isinstance(found, list)
        return found

    def set_cookie(self, **cookie: Any) -> None:
        self._ask("POST", "/cookie", {"cookie": cookie})

    def _find(self, css: str) -> str:
        found = self._ask("POST", "/element", {"using": "css selector", "value": css})
        return str(found[_ELEMENT])

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return _asked(method, f"{self.session}{path}", body)


@contextmanager
def browser(driver: str = "chromedriver") -> Iterator[Browser]:
    """A browser with a profile of its own, closed at the end.  Raises DriverError where it does not start."""
    chromium = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    program = shutil.which(driver)
    if chromium is None or program is None:
        raise DriverError("There is no chromium with its chromedriver here.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = subprocess.Popen(
        [program, f"--port={port}", "--log-level=SEVERE"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/status")
        arguments = [
            *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
            *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ]
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"binary": chromium, "args": arguments}}
        made = _asked("POST", f"{base}/session", {"capabilities": {"alwaysMatch": wanted}})
        session = f"{base}/session/{made['sessionId']}"
        try:
            yield Browser(session)
        finally:
            _asked("DELETE", session)
    finally:
        service.terminate()
        service.wait(10)


def _wait_for(url: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > until:
                raise DriverError("chromedriver does not start.") from None
            time.sleep(0.05)


def _asked(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        said = json.load(error)["value"]
        raise DriverError(f"{said.get('error')}: {str(said.get('message')).splitlines()[0]}") from error
