"""How the server knows us: a user with a password or an OAuth 2 token, from the environment or a file.

    BOARDPACK_SMTP_USER            or `user` under [email]
    BOARDPACK_SMTP_PASSWORD        or BOARDPACK_SMTP_PASSWORD_FILE: path of a file that holds it
    BOARDPACK_SMTP_TOKEN           or BOARDPACK_SMTP_TOKEN_FILE: an access token for XOAUTH2

They are never read from the command line or the project, and never printed or logged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boardpack.errors import BoardpackError
from boardpack.mail.settings import MailSettings, Tls

USER = "BOARDPACK_SMTP_USER"
PASSWORD = "BOARDPACK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "BOARDPACK_SMTP_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are to the server; its secrets show in no repr."""

    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def read_credentials(
    environment: Mapping[str, str], settings: MailSettings, read: Callable[[Path], str]
) -> Credentials | None:
    """Return what the environment holds; None when there is no user and no secret.

    BoardpackError for a half of it, for both secrets at once, and for any secret without TLS.
    """
    user = environment.get(USER, "") or settings.user
    password, token = (_secret(environment, name, read) for name in (PASSWORD, TOKEN))
    if not (user or password or token):
        return None
    if not user:
        raise BoardpackError(f"There is a secret for the mail server but no user: set {USER}.")
    if not (password or token):
        raise BoardpackError(
            f"There is no secret for the mail server's user: set {PASSWORD} or {TOKEN}, or the name of a "
            f"file that holds it, {PASSWORD}_FILE or {TOKEN}_FILE."
        )
    if password and token:
        raise BoardpackError(f"Two secrets for the server: set {PASSWORD} or {TOKEN}, not both.")
    if settings.tls is Tls.NONE:
        raise BoardpackError("No secret is sent to a relay without TLS: unset it, or set [email] tls.")
    return Credentials(user, password, token)


def _secret(environment: Mapping[str, str], name: str, read: Callable[[Path], str]) -> str:
    held = environment.get(name, "")
    file = environment.get(f"{name}_FILE", "")
    if held and file:
        raise BoardpackError(f"{name} and {name}_FILE are both set: unset one of them.")
    if file:
        try:
            held = read(Path(file)).removesuffix("\n").removesuffix("\r")
        except (OSError, UnicodeDecodeError):
            raise BoardpackError(f"{name}_FILE names a file that cannot be read.") from None
    if held and not held.isprintable():
        raise BoardpackError(f"{name} holds a line end or another character that does not print.")
    return held
