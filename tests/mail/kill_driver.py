# ruff: noqa: ARG001 - stand-ins take what the real ones take
"""Kills runs of sending at random moments, again and again, and tells what the ledgers and the server say.

    python kill_driver.py FOLDER PORT CERTIFICATE KILLS SEED
    python kill_driver.py FOLDER PORT CERTIFICATE every 0

Each edition has several recipients. A run over it is started in a child process and killed with
SIGKILL after a random time, several times over; then one run is left to come to its end. Prints a
line of JSON for each edition: the states, and how often the run was killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from boardpack.archive.ledger import send_ledger
from boardpack.mail.ledger import open_ledger
from boardpack.mail.smtp import Session
from tests.mail.hand import ALLOW, NOON, Run, entry, server_at, small_job, trusting

PEOPLE = int(os.environ.get("PEOPLE", "6"))
TIMES = 5
"""Kills of one edition before a run is let through."""


def job_of(edition: int, size: int) -> object:
    people = [f"p{number}@example.org" for number in range(PEOPLE)]

    def build(send: object, what: object) -> bytes:
        key = send.recipient.key  # type: ignore[attr-defined]
        head = f"To: {key}\r\nMessage-ID: <{edition}.{key}>\r\n\r\n".encode()
        return head + (b"x" * 900 + b"\r\n") * (size // 902 + 1)

    return small_job(
        people, build=build, message_id=lambda send: f"<{edition}.{send.recipient.key}>", allow=ALLOW
    )


def once(archive: Path, edition: int, size: int, port: int, certificate: Path) -> None:
    """Send whatever is due, in this process."""
    run = Run(archive, job_of(edition, size), server_at(port, trusting(certificate), credentials=None))  # type: ignore[arg-type]
    with open_ledger(archive, entry(version=edition), NOON.isoformat) as ledger:
        run.within(ledger)


def killed(  # noqa: PLR0917 - what `once` takes, and how long
    archive: Path, edition: int, size: int, port: int, certificate: Path, patience: float
) -> bool:
    """Send in a child process and kill it after a while; whether it was still at it."""
    child = os.fork()
    if child == 0:
        try:
            once(archive, edition, size, port, certificate)
        finally:
            os._exit(0)
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def die_at(step: int) -> None:
    """Have this process kill itself right before or right after its so-manieth step outwards."""
    taken = 0

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def stand_in(*arguments: Any, **named: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            found = call(*arguments, **named)
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        return stand_in

    os.write, os.fsync = watched(os.write), watched(os.fsync)
    Session.hand_over = watched(Session.hand_over)  # type: ignore[method-assign]
    Session.getreply = watched(Session.getreply)  # type: ignore[method-assign]


def swept(archive: Path, step: int, port: int, certificate: Path) -> bool:
    """Send in a child process that dies at one step; whether there was such a step."""
    child = os.fork()
    if child == 0:
        try:
            die_at(step)
            once(archive, step, 10, port, certificate)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def tell(archive: Path, edition: int, kills: int) -> None:
    """Print what the ledger says of an edition."""
    states = {}
    for line in send_ledger(archive, "pack", entry().period, edition).read_bytes().splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if "recipient" in value:
            states[value["recipient"]] = value["state"]
    sys.stdout.write(json.dumps({"edition": edition, "kills": kills, "states": states}) + "\n")


def sweep(archive: Path, port: int, certificate: Path) -> None:
    """Die at every step there is, each time with an edition of its own, and finish it afterwards."""
    edition, there = 0, True
    while there:
        edition += 1
        there = swept(archive, edition, port, certificate)
        once(archive, edition, 10, port, certificate)
        tell(archive, edition, int(there))


def at_random(archive: Path, port: int, certificate: Path, kills: int, seed: int) -> None:
    """Die at random moments that often."""
    chance = random.Random(seed)
    done, edition, length = 0, 0, 0.05
    while done < kills:
        edition += 1
        size = chance.choice([10, 10, 300_000])
        here = 0
        for _ in range(TIMES):
            was = killed(archive, edition, size, port, certificate, chance.random() * length)
            here += was
            length = min(1.0, length * 1.05) if was else max(0.02, length * 0.8)
            if not was:
                break
        done += here
        once(archive, edition, size, port, certificate)
        tell(archive, edition, here)


def main() -> None:
    folder, port, certificate, kills, seed = sys.argv[1:]
    archive = Path(folder)
    archive.mkdir(exist_ok=True)
    trusting(Path(certificate))
    if kills == "every":
        sweep(archive, int(port), Path(certificate))
    else:
        at_random(archive, int(port), Path(certificate), int(kills), int(seed))


if __name__ == "__main__":
    main()
