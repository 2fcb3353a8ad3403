"""Who an issued version was sent to: the archive keeps the place and counts, the mail room writes.

The send ledger of an edition is `archive/sends/<pack>/<month>/v<n>.jsonl`: UTF-8, one JSON object a
line, only ever appended to. The archive reads two members of each line and ignores the others:

- `recipient`: any text that names one recipient (an address, or a hash of one);
- `state`: one of `STATES`. The last line about a recipient holds.

A torn last line (the machine stopped while it was written) is passed over; the mail room decides
what it means. Bags never change, so the ledger is kept beside them and not in them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from boardpack.archive.read import read_kept

SENDS = "sends"
"""Folder of the archive that holds the send ledgers; no pack may have this name."""

STATES = ("planned", "sending", "accepted", "refused", "deferred", "unknown")
"""States in the order they are printed; `accepted` claims only what the server said."""


def send_ledger(archive: Path, pack: str, period: str, version: int) -> Path:
    """Return where the send ledger of an issued version is kept, whether or not it is there yet."""
    return archive / SENDS / pack / period / f"v{version}.jsonl"


def tester_ledger(archive: Path, pack: str, period: str, version: int) -> Path:
    """Return where messages to a tester are recorded: beside the send ledger, and never counted."""
    return archive / SENDS / pack / period / f"v{version}-test.jsonl"


def count_sends(archive: Path, pack: str, period: str, version: int) -> Mapping[str, int]:
    """Count an edition's recipients by state, states without one left out; empty before the first send."""
    file = send_ledger(archive, pack, period, version).relative_to(archive).as_posix()
    try:
        raw = read_kept(archive, file)
    except FileNotFoundError:
        return {}
    last: dict[str, str] = {}
    for line in raw.split(b"\n"):
        pair = _read(line)
        if pair is not None:
            last[pair[0]] = pair[1]
    held = list(last.values())
    return {state: held.count(state) for state in STATES if state in held}


def _read(line: bytes) -> tuple[str, str] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    recipient, state = value.get("recipient"), value.get("state")
    return (recipient, state) if isinstance(recipient, str) and isinstance(state, str) else None
