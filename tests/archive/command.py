"""Running `boardpack archive` as a person would, and taking down what it said."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boardpack.cli import main


@dataclass(frozen=True)
class Said:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def archive(*arguments: object, project: Path) -> Said:
    """Run a command of the archive on a project."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["archive", *map(str, arguments), "--project", str(project)])
            code: object = 0
        except SystemExit as left:
            code = left.code
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())
