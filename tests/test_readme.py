"""The README's commands are run, and what it names exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
EXAMPLES = [
    line for line in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in line.splitlines()
]


def test_the_pip_line_that_ci_runs_is_the_readmes() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python -m pytest" in BLOCKS[1]
    assert "python -m pytest" in script


def test_the_first_command_ends_with_the_path_of_the_pack(october_copy: Path) -> None:
    assert BLOCKS[0].strip().endswith("python build.py")
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "--project", str(october_copy)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    assert path.name == "2017-10-childrens-improvement-priority-indicators.pdf"
    assert path.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("line", [line for line in EXAMPLES if line.startswith("$ boardpack")])
def test_the_examples_run(line: str, october_copy: Path) -> None:
    words = shlex.split(line.removeprefix("$ boardpack"))
    done = subprocess.run(
        [sys.executable, "-m", "boardpack", *words, "--project", str(october_copy)],
        capture_output=True, text=True, check=False, cwd=ROOT, input="",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_what_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:boardpack|styles|tests|data)/[\w./-]+)`", README)
    assert named
    for path in named:
        assert (ROOT / path).exists(), path
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).exists(), picture
