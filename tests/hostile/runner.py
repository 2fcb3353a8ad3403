"""Runs cases of the corpus in this process under an audit hook, and prints what came of each as JSON lines.

    python -m tests.hostile.runner short|whole

Each case has a copy of the small pack of its own, ten seconds of processor and a gigabyte.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from tests.hostile.corpus import EVERY, PACK, SHORT, Hostile
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL, copy_project

SECONDS = 10
BUSY = (
    "socket.connect",
    "socket.bind",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "urllib.",
)
SYSTEM = ("/usr/", "/lib", "/proc/", "/dev/null", "/dev/urandom", "/etc/ld", "/etc/localtime")


class TooLong(BaseException):
    """A case took more processor than it may."""


class Watch:
    """What the audit hook saw in the case that runs."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self.allowed = allowed
        self.seen: list[str] = []
        self.on = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event.startswith(BUSY):
            self.seen.append(event)
        elif event == "open" and not isinstance(arguments[0], int):
            raw = arguments[0]
            path = os.path.abspath(os.fsdecode(raw) if isinstance(raw, str | bytes) else str(raw))  # noqa: PTH100
            if not path.startswith(self.allowed):
                self.seen.append(f"open {path}")


def run(case: Hostile, folder: Path, watch: Watch) -> dict[str, object]:
    """Run one case; say what was wrong with what came of it, or nothing."""
    root = copy_project(SMALL, folder / "small")
    case.plant(root)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(120)
    watch.seen, watch.on = [], True
    try:
        answer = boardpack(*case.words, project=root)
        fault = judge(case, answer.code, answer.out + answer.err)
    except TooLong:
        fault = f"more than {SECONDS} s of processor"
    except Exception as raised:  # noqa: BLE001 - that is what is looked for
        fault = f"{type(raised).__name__}: {raised}"
    finally:
        watch.on = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    fault = fault or "; ".join(sorted(set(watch.seen)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fault = fault or ("more than a gigabyte" if peak > 1_000_000 else "")
    return {"name": case.name, "fault": fault, "seconds": time.process_time() - started, "kilobytes": peak}


def judge(case: Hostile, code: int, told: str) -> str:
    """What is wrong with a command's answer; empty when it is what was expected."""
    for word in ("Traceback", "fault in the program", "rule foresaw", "Jane Doe"):
        if word in told:
            return f"it said {word!r}: {told[-300:]}"
    if code not in {0, 1, 2, 3}:
        return f"exit code {code}"
    if any("error forged" in line.split(": ", 1)[0] for line in told.splitlines()):
        return "a forged line"
    met = (PACK in case.expected and code == 0) or any(word in told for word in case.expected)
    return "" if met else f"expected {case.expected}, found {code}: {told[-400:]}"


def stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def main() -> None:
    cases = SHORT if sys.argv[1] == "short" else EVERY
    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGALRM, stop)
    with tempfile.TemporaryDirectory(prefix="hostile-") as top, contextlib.chdir(top):
        os.environ["XDG_CACHE_HOME"] = f"{top}/cache"
        warm = copy_project(SMALL, Path(top) / "warm")
        boardpack("build", project=warm)  # what is imported late is there
        boardpack("archive", "add", project=warm)
        watch = Watch(
            (
                top,
                str(REPOSITORY),
                tempfile.gettempdir() + "/boardpack-",
                sys.prefix,
                sys.base_prefix,
                *SYSTEM,
            )
        )
        sys.addaudithook(watch)
        for case in cases:
            folder = Path(tempfile.mkdtemp(dir=top))
            sys.stdout.write(json.dumps(run(case, folder, watch)) + "\n")
            sys.stdout.flush()
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
