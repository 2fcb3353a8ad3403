"""Sends large messages to many people, and tells how long each took and how much memory was held.

    python load_driver.py FOLDER PORT CERTIFICATE PEOPLE BYTES

Prints JSON: seconds a message to make and to send, and the resident memory, in kB, after each tenth.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

from boardpack.cli import COLLECTED_EVERY
from boardpack.mail.message import Body, Envelope, MailAttachment, build_message, message_id
from boardpack.mail.plan import Send, What
from boardpack.mail.send import DeliveryOutcome
from tests.mail.hand import ALLOW, NOON, SENDER, Run, entry, server_at, small_job, trusting

BODY = Body("A large paper", "plain\n" * 200, "<p>html</p>\n" * 200, "en-GB")


def resident() -> int:
    """Memory held by this process now, in kB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> None:
    folder, port, certificate, people, size = sys.argv[1:]
    gc.set_threshold(COLLECTED_EVERY)  # as the command has it
    paper = MailAttachment("paper.pdf", os.urandom(int(size)))
    making, held = [], []

    def build(send: Send, what: What) -> bytes:  # noqa: ARG001 - what a job's builder takes
        start = time.perf_counter()
        identity = message_id(entry(), send.recipient, SENDER.address)
        raw = build_message(Envelope(SENDER, None, send.recipient, NOON, identity), BODY, paper)
        making.append(time.perf_counter() - start)
        return raw

    addresses = [f"p{number}@example.org" for number in range(int(people))]
    job = small_job(addresses, build=build, allow=ALLOW)
    run = Run(
        Path(folder), job, server_at(int(port), trusting(Path(certificate)), credentials=None, timeout=60.0)
    )
    step = max(1, int(people) // 10)

    def tell(send: Send, outcome: DeliveryOutcome) -> None:
        run.outcomes.append((send.recipient.key, outcome))
        if len(run.outcomes) % step == 0:
            held.append(resident())

    run.tell = tell  # type: ignore[method-assign]
    start = time.perf_counter()
    end = run.go()
    whole = time.perf_counter() - start
    states = list(run.states.values())
    told = {
        "end": end,
        "accepted": states.count("accepted"),
        "making": sum(making) / len(making),
        "whole": whole / len(states),
        "resident": held,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
