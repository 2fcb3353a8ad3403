"""Services that are measured while they run: the preview of a project, and a cluster."""

from __future__ import annotations

import json
import subprocess
import sys
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
        self._get("state.json?after=1")  # the first build

    @property
    def number(self) -> int:
        """Of its process."""
        return self._process.pid

    def react(self) -> None:
        """Save an edit, and return when the picture of its page has come, asked for as the browser does."""
        before = self._state()
        edit_narrative(self._project)
        after, changed = before, 0
        while not changed:  # the findings of the build before may come first
            after = self._state(f"?after={after['step']}")
            pages = enumerate(after["since"], start=1)
            changed = next((number for number, since in pages if since not in before["since"]), 0)
        self._get(f"pages/{changed}.jpg")

    def end(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _state(self, query: str = "") -> Any:
        return json.loads(self._get(f"state.json{query}"))

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self._address}{path}", timeout=PATIENCE) as answer:
            data: bytes = answer.read()
        return data
