# ruff: noqa: ARG001, ARG002, N802 - aiosmtpd calls its hooks by these names, with these arguments
"""A real SMTP server in a process of its own: aiosmtpd with TLS; what it takes on goes into a folder.

    python smtp_server.py FOLDER CERTIFICATE [--implicit] [--user NAME --password WORD] [--size N]

Prints its port. Each message it takes on becomes a file, and a line in `taken.jsonl`, before it says so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Keeper:
    """Keeps what it is handed."""

    def __init__(self, folder: Path, jitter: float, *, keep: bool) -> None:
        self.folder = folder
        self.jitter = jitter
        self.keep = keep
        self.count = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse and put off those whose names say so; hold everybody up a little."""
        await asyncio.sleep(random.random() * self.jitter)
        if address.startswith("nobody"):
            return "550 5.1.1 no such person"
        if address.startswith("later"):
            return "451 4.3.0 come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message on, then say so."""
        await asyncio.sleep(random.random() * self.jitter)
        self.count += 1
        content = envelope.original_content or b""
        if self.keep:
            (self.folder / f"{self.count:05d}.eml").write_bytes(content)
        head = content[:4000].split(b"\r\n")
        identity = next((line for line in head if line.lower().startswith(b"message-id:")), b"")
        line = {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "size": len(content),
            "id": identity.decode(),
        }
        with (self.folder / "taken.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        await asyncio.sleep(random.random() * self.jitter)
        return "250 2.0.0 taken on"


def serve() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("certificate")
    parser.add_argument("--implicit", action="store_true")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--size", type=int, default=33_554_432)
    parser.add_argument("--jitter", type=float, default=0.0)
    parser.add_argument("--drop-bodies", action="store_true")
    given = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.certificate)
    keeper = Keeper(given.folder, given.jitter, keep=not given.drop_bodies)

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        ok = isinstance(data, LoginPassword) and (data.login, data.password) == (
            given.user.encode(), given.password.encode(),
        )  # fmt: skip
        return AuthResult(success=ok)

    def make() -> SMTP:
        return SMTP(
            keeper,
            data_size_limit=given.size,
            hostname="localhost",
            tls_context=None if given.implicit else context,
            require_starttls=not given.implicit,
            authenticator=check,
            auth_required=bool(given.user),
            auth_require_tls=not given.implicit,
        )

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(make, "localhost", 0, ssl=context if given.implicit else None)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    serve()
