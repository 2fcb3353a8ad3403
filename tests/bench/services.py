"""Services that are measured while they run: the preview of a project, and a cluster."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.projects import edit_narrative

PATIENCE = 60.0
"""Seconds in which a change must be shown."""


class Preview:
    """A running `boardpack watch`; `react` edits the commentary and waits until the page has it."""

    def __init__(self, project: Path, environment: Mapping[str, str]) -> None:
        words = ("-m", "boardpack", "watch", "--port", "0", "--project", str(project))
        self._project = project
        self._process = subprocess.Popen(
            [sys.executable, *words],
            cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._address = self._process.stdout.readline().strip()
        self._wait(1)

    @property
    def number(self) -> int:
        """Of its process."""
        return self._process.pid

    def react(self) -> None:
        """Save an edit, and return when its build is shown."""
        before = self._builds()
        edit_narrative(self._project)
        self._wait(before + 1)

    def end(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _builds(self) -> int:
        with urllib.request.urlopen(f"{self._address}state.json", timeout=PATIENCE) as answer:
            state: Any = json.load(answer)
        return int(state["number"])

    def _wait(self, number: int) -> None:
        end = time.monotonic() + PATIENCE
        while self._builds() < number:
            if time.monotonic() > end:
                raise TimeoutError("the preview has not shown the change")
            time.sleep(0.02)
