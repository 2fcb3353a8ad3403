"""`boardpack email`: show who would be sent an issued pack, send it, and say what became of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec.structs import asdict

from boardpack.archive.ledger import Entry, Ledger
from boardpack.archive.lookup import find_edition
from boardpack.archive.store import ArchiveFault
from boardpack.cli.archive_options import (
    json_option,
    pack_option,
    print_json,
    read_ledger_warned,
    version_option,
)
from boardpack.cli.email_sending import (
    EmailRequest,
    edition_lines,
    find_tester,
    mail_server,
    message_writer,
    print_plan,
    send_edition,
    send_test,
    status_lines,
    write_samples,
)
from boardpack.cli.examples import with_examples
from boardpack.cli.options import MONTH, project_option
from boardpack.cli.output import print_findings
from boardpack.errors import PackHasErrors, UsageFault
from boardpack.load.findings import FindingLog, in_order
from boardpack.load.project import Project
from boardpack.mail.ledger import read_states
from boardpack.mail.plan import (
    Send,
    confirmation_code,
    left_behind,
    plan,
    same_code,
    within_limit,
)
from boardpack.mail.recipients import AddressFault, Recipient, fold, parse_address, read_recipients
from boardpack.mail.send import server_limit
from boardpack.mail.settings import MailSettings, read_mail_settings
from boardpack.mail.smtp import SessionFault, open_session
from boardpack.model.period import Period


class EmailGroup(click.Group):
    """A group whose first command may be left out: `email 2017-10` is `email plan 2017-10`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `plan` in front of what is no command of its own."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["plan", *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command with its examples."""
        found = super().get_command(ctx, cmd_name)
        return with_examples(found, f"email {cmd_name}") if found else None


@click.group("email", cls=EmailGroup)
def command() -> None:
    """Send an issued pack to its recipients, each once and nobody else.

    `boardpack email MONTH` shows the plan and sends nothing; `boardpack email MONTH --send` sends, after a
    code was confirmed. Who gets it is in data/recipients.csv (name, address, role, groups, format,
    clearance); by which server it goes, and to which domains or addresses, is under [email] in
    data/pack.toml:

    \b
    [email]
    sender = "Democratic Services <democracy@example.org>"
    host = "smtp.example.org"
    allow = ["example.org"]

    User and password or token come from the environment, see BOARDPACK_SMTP_USER, _PASSWORD, _TOKEN (or
    _PASSWORD_FILE, _TOKEN_FILE). `boardpack email plan --help` lists the options.
    """  # noqa: D301 - the backslash is click's mark for lines to be left as they are


@command.command("plan")
@click.argument("month", type=MONTH)
@project_option
@pack_option
@version_option
@click.option("--group", "groups", multiple=True, help="Only people of this group (may be repeated).")
@click.option("--send", "sending", is_flag=True, help="Send, after the code was confirmed.")
@click.option(
    "--test", "tester", metavar="ADDRESS",
    help="Send the messages to ADDRESS of data/recipients.csv alone, as a test that counts for nothing.",
)  # fmt: skip
@click.option("--confirm", "code", help="The code that the plan shows, for scripts.")
@click.option(
    "--resend", multiple=True, metavar="ADDRESS",
    help="Send to ADDRESS although the ledger says refused or unknown (may be repeated).",
)  # fmt: skip
@click.option(
    "--passwords", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV (address, password) for encrypted copies.",
)  # fmt: skip
@click.option(
    "--new-passwords", type=click.Path(dir_okay=False, path_type=Path),
    help="File to be made, outside the project, with passwords for those who have none yet.",
)  # fmt: skip
@click.option(
    "--ask-server", is_flag=True,
    help="Ask the mail server how large a message may be, and say who will get a link instead.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the messages to look at (default: out/mail/MONTH-vN).",
)  # fmt: skip
def plan_command(
    *,
    month: Period,
    project: Project,
    pack: str | None,
    version: int | None,
    groups: tuple[str, ...],
    sending: bool,
    tester: str | None,
    code: str | None,
    resend: tuple[str, ...],
    passwords: Path | None,
    new_passwords: Path | None,
    ask_server: bool,
    out: Path | None,
) -> None:
    """Show who gets what of MONTH's issued pack and write the messages to look at; with --send, send.

    Leaves with 0 when everybody who was due has it, 1 when a message was not accepted or the settings have
    errors, 2 for a wrong code or address, 3 when sending ended early or another run is sending.
    """
    if tester is not None and sending:
        raise UsageFault("Give --test or --send, not both. Nothing was sent.")
    ledger = read_ledger_warned(project)
    entry = find_edition(ledger, month.iso, pack=pack, version=version)
    settings, recipients = _read(project)
    folder = out or project.out / "mail" / f"{entry.period}-v{entry.version}"
    asked = EmailRequest(
        project, entry, ledger, settings, _of_groups(recipients, groups), _resend(resend, recipients), folder,
        passwords, new_passwords,
    )  # fmt: skip
    if sending or tester is not None:
        _refuse_to_send(ledger, entry)
    if tester is not None:
        send_test(asked, find_tester(tester, recipients))
        return
    sends = _planned(asked)
    for line in edition_lines(entry, settings, asked.project.calendar):
        click.echo(line)
    print_plan(_asked_beforehand(settings, sends) if ask_server else sends)
    _tell_left_behind(asked, sends)
    wanted = confirmation_code(entry, sends, settings)
    writer = message_writer(asked, sends)
    if not sending:
        write_samples(asked, sends, writer)
        click.echo(f"Nothing was sent. To send, run the same command with: --send --confirm {wanted}")
        return
    if not all(writer.can_write(send) for send in sends if send.due):
        raise UsageFault(
            "Encrypted copies need passwords: give them with --passwords FILE. Nothing was sent."
        )
    if any(send.due for send in sends):
        _confirm(code, wanted)
    send_edition(asked, writer)


# ------------------------------------------------------------------------------------------ reading


def _read(project: Project) -> tuple[MailSettings, tuple[Recipient, ...]]:
    """Read settings and recipients; PackHasErrors when anything in them is wrong: then nobody is sent to."""
    faults = FindingLog()
    settings = read_mail_settings(project.root, faults)
    recipients = read_recipients(project.root, faults)
    print_findings(in_order(faults.findings))
    if settings is None or any(finding.blocks for finding in faults.findings):
        raise PackHasErrors(
            "Nobody is sent to until the errors above are put right; then run the same again."
        )
    return settings, recipients


def _of_groups(recipients: tuple[Recipient, ...], groups: tuple[str, ...]) -> tuple[Recipient, ...]:
    known = {fold(group) for one in recipients for group in one.groups}
    for group in groups:
        if fold(group) not in known:
            raise UsageFault(f"--group {group}: nobody in data/recipients.csv is of that group.")
    wanted = {fold(group) for group in groups}
    return tuple(one for one in recipients if not wanted or wanted & {fold(group) for group in one.groups})


def _resend(addresses: tuple[str, ...], recipients: tuple[Recipient, ...]) -> frozenset[str]:
    keys = {one.key for one in recipients}
    found = set()
    for address in addresses:
        try:
            key = parse_address(address).key
        except AddressFault as fault:
            raise UsageFault(f"--resend {address}: {fault}.") from None
        if key not in keys:
            raise UsageFault(f"--resend {address}: not in data/recipients.csv.")
        found.add(key)
    return frozenset(found)


def _refuse_to_send(ledger: Ledger, entry: Entry) -> None:
    if ledger.faults:
        raise ArchiveFault(
            "Nothing is sent from an archive whose ledger has changed: run `boardpack archive verify`."
        )
    latest = ledger.versions(entry.pack, entry.period)[-1]
    if latest.version != entry.version:
        raise UsageFault(
            f"v{entry.version} was superseded by v{latest.version}: send that, without --version."
        )


def _planned(asked: EmailRequest) -> tuple[Send, ...]:
    states = {line.recipient: line.state for line in read_states(asked.project.archive, asked.entry)}
    return plan(asked.entry, asked.recipients, asked.settings, states, resend=asked.resend)


def _asked_beforehand(settings: MailSettings, sends: tuple[Send, ...]) -> tuple[Send, ...]:
    """Ask the server for the largest message that it takes; nothing is sent."""
    try:
        session = open_session(mail_server(settings))
    except SessionFault as fault:
        click.echo(f"The mail server could not be asked how much it takes ({fault}).", err=True)
        return sends
    limit = server_limit(session)
    session.leave()
    return within_limit(sends, limit, link=bool(settings.link))


def _tell_left_behind(asked: EmailRequest, sends: Sequence[Send]) -> None:
    """Name those who were sent an earlier version and would not be sent the correction."""
    archive, entry = asked.project.archive, asked.entry
    before = [one for one in asked.ledger.versions(entry.pack, entry.period) if one.version < entry.version]
    lines = [(line.recipient, line.state) for one in before for line in read_states(archive, one)]
    if forgotten := left_behind(sends, lines):
        click.echo(
            f"Sent an earlier version, but not this correction: {', '.join(forgotten)}. They hold a paper "
            "that should no longer be used.",
            err=True,
        )


# ------------------------------------------------------------------------------------------ sending


def _confirm(given: str | None, wanted: str) -> None:
    if given is None:
        if not sys.stdin.isatty():
            raise UsageFault("--send asks for the code that the plan shows: --confirm CODE.")
        given = str(click.prompt(f"Type {wanted} to send", default="", show_default=False))
    if not same_code(given, wanted):
        raise UsageFault(
            "That is not the code of this plan: the PDF, a recipient, what one gets or the server is another "
            "than when the code was shown. Look at the plan again. Nothing was sent."
        )


# ------------------------------------------------------------------------------------------- status


@command.command("status")
@click.argument("month", type=MONTH)
@project_option
@pack_option
@version_option
@json_option
def status_command(
    *, month: Period, project: Project, pack: str | None, version: int | None, form: str
) -> None:
    """Say what became of each message of MONTH's edition, as far as the server said."""
    entry = find_edition(read_ledger_warned(project), month.iso, pack=pack, version=version)
    lines = read_states(project.archive, entry)
    if form == "json":
        print_json(
            {"edition": entry.path, "sha256": entry.pdf_sha256, "sends": [asdict(one) for one in lines]}
        )
        return
    click.echo(f"{entry.title}, {entry.period} v{entry.version}")
    for line in status_lines(lines):
        click.echo(line)
