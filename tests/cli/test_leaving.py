"""The program's end: nothing that was said or promised is lost by ending fast."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LEAVE = "import sys, atexit, threading, time\nfrom boardpack.cli.leaving import leave\n"


def end(code: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """Run a program that ends by `leave`."""
    held_back = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-c", LEAVE + code],
        stdout=stdout, stderr=subprocess.PIPE, env=held_back, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("code", [0, 1, 3, 130])
def test_the_exit_code_is_the_one_given(code: int) -> None:
    assert end(f"leave({code})").returncode == code


def test_what_was_said_is_handed_over() -> None:
    done = end("print('a' * 100_000, end='')\nprint('fault', end='', file=sys.stderr)\nleave(1)")
    assert (done.returncode, len(done.stdout), done.stderr) == (1, 100_000, b"fault")


def test_what_others_asked_for_at_the_end_is_done() -> None:
    assert end("atexit.register(print, 'tidied')\nleave(0)").stdout == b"tidied\n"


def test_python_takes_nothing_apart() -> None:
    kept = "class Kept:\n    def __del__(self):\n        print('taken apart')\nkept = Kept()\n"
    assert end(kept + "leave(0)").stdout == b""
    assert end(kept + "sys.exit(0)").stdout == b"taken apart\n"


def test_a_thread_that_still_works_is_waited_for() -> None:
    work = "def work():\n    time.sleep(0.2)\n    print('worked')\nthreading.Thread(target=work).start()\n"
    done = end(work + "leave(2)")
    assert (done.returncode, done.stdout) == (2, b"worked\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_what_cannot_be_handed_over_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = end("print('lost')\nleave(0)", full.fileno())
    assert done.returncode == 120
    assert b"No space left on device" in done.stderr
