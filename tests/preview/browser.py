"""A headless Chromium driven through its debugging pipe, by the standard library: the fixture `browser`."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)

SWITCHES = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --remote-debugging-pipe"
)


@dataclass
class Browser:
    """One page of a browser."""

    to: int
    back: int
    session: str = ""
    number: int = 0
    rest: bytes = b""

    def call(self, method: str, **parameters: Any) -> Any:
        """Ask the browser and wait for its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._message())
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def _message(self) -> bytes:
        while b"\0" not in self.rest:
            got = os.read(self.back, 65536)
            assert got, "the browser has gone"
            self.rest += got
        message, _, self.rest = self.rest.partition(b"\0")
        return message

    def go(self, address: str, width: int = 1280) -> None:
        """Load a page, at a width in CSS pixels and in light colours."""
        self.look(width)
        self.call("Page.navigate", url=address)
        file = json.dumps(address.partition("#")[0])
        self.wait(f"location.href.split('#')[0] === {file} && document.readyState === 'complete'")

    def value(self, script: str) -> Any:
        """What a script on the page comes to."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def result(self, script: str) -> Any:
        """What a promise on the page comes to."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key of no letter: `ArrowDown`, `Tab`, `Enter`."""
        code = {"Tab": 9, "Enter": 13, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37,
                "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}[key]  # fmt: skip
        keys = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text="\r" if key == "Enter" else "", **keys)
        self.call("Input.dispatchKeyEvent", type="keyUp", **keys)

    def look(self, width: int, scheme: str = "light", *, scale: float = 1) -> None:
        """See the page at a width in CSS pixels, light or dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=scale, mobile=False,
        )  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def violations(self, axe: Path) -> list[tuple[str, list[str]]]:
        """The rules that axe-core finds violated, each with where."""
        if self.value("typeof axe") == "undefined":
            self.value(axe.read_text(encoding="utf-8"))
        found = self.result(
            'axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations)'
        )
        return [(each["id"], [str(node["target"]) for node in each["nodes"]]) for each in found]

    def picture(self, file: Path) -> None:
        """Save what is seen as a PNG."""
        shot = self.call("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))

    def wait(self, script: str, seconds: float = 20) -> None:
        """Wait until a script on the page is true."""
        end = time.monotonic() + seconds
        while not self.value(script):
            assert time.monotonic() < end, f"{script}: {self.value('document.body.innerText')}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests of a run; each goes to the page that it is about."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    with _started(tmp_path_factory.mktemp("browser") / "profile") as browser:
        yield browser


@contextlib.contextmanager
def _started(profile: Path) -> Iterator[Browser]:
    there, to = os.pipe()
    back, here = os.pipe()
    command = f'exec "$0" {SWITCHES} "--user-data-dir=$1" about:blank 3<&{there} 4>&{here}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", command, CHROMIUM, str(profile)],
        pass_fds=(there, here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(there)
    os.close(here)
    try:
        browser = Browser(to, back)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        yield browser
    finally:
        process.terminate()
        process.wait(20)
        os.close(to)
        os.close(back)
