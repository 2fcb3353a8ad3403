"""Running `boardpack` as a person would, and taking down what it said."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from boardpack.cli import main
from tests.support.projects import REPOSITORY


@dataclass(frozen=True)
class Said:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str


def boardpack(*arguments: object, project: Path | None = None, answer: str = "") -> Said:
    """Run a command, on a project when one is given; `answer` is what is typed when it asks."""
    words = [*map(str, arguments), *(["--project", str(project)] if project else [])]
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "stdin", io.StringIO(answer)),
    ):
        try:
            main(words)
            code: object = 0
        except SystemExit as left:
            code = left.code
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())


def boardpack_apart(*arguments: object, project: Path) -> Said:
    """Run a command on a project in a process of its own, where what libraries log is seen as well."""
    words = [sys.executable, "-m", "boardpack", *map(str, arguments), "--project", str(project)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    return Said(done.returncode, done.stdout, done.stderr)


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, but for what is only kept to save time."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] != ".cache"
    }
