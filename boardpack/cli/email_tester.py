"""Sending an edition's messages to one tester: the same messages and gates, in a ledger of their own."""

from __future__ import annotations

from collections.abc import Sequence

import click

from boardpack.archive.report import number
from boardpack.cli.email_progress import sleeper, stoppable
from boardpack.errors import BoardpackError, UsageFault
from boardpack.mail.address import AddressFault, parse_address
from boardpack.mail.delivery import DeliveryOutcome
from boardpack.mail.ledger import SendLedger
from boardpack.mail.plan import Send
from boardpack.mail.recipients import Recipient
from boardpack.mail.send import PAUSES, SendContext, SendJob, send_all
from boardpack.mail.smtp import Server


def find_tester(address: str, recipients: Sequence[Recipient]) -> Recipient:
    """Return the recipient with an address; UsageFault when data/recipients.csv does not list it."""
    try:
        key = parse_address(address).key
    except AddressFault as fault:
        raise UsageFault(f"--test {address}: {fault}.") from None
    found = next((one for one in recipients if one.key == key), None)
    if found is None:
        raise UsageFault(f"--test {address}: not in data/recipients.csv. Add the tester there, then repeat.")
    return found


def refuse_tester(sends: Sequence[Send]) -> None:
    """UsageFault when the tester may not be sent the paper, or when it goes to nobody in any form."""
    if not sends:
        raise UsageFault("--test: the plan sends the paper to nobody, so there is no message to test.")
    if not sends[0].due:
        raise UsageFault(f"--test {sends[0].recipient.address}: {sends[0].reason}. Nothing was sent.")


def send_to_tester(job: SendJob, ledger: SendLedger, server: Server) -> None:
    """Send the messages; say of each what the server said. BoardpackError when one was not accepted."""
    outcomes: list[DeliveryOutcome] = []

    def tell(send: Send, outcome: DeliveryOutcome) -> None:
        outcomes.append(outcome)
        click.echo(f"test {outcome.state}\t{send.recipient.address}\t{send.what.value}", err=True)

    with stoppable() as stopped:
        end = send_all(job, ledger, SendContext(server, sleeper(stopped), stopped, tell, PAUSES))
    accepted = sum(outcome.state == "accepted" for outcome in outcomes)
    click.echo(f"{number(accepted, 'test message')} accepted. Nothing counts as sent.")
    if accepted < len(job.sends):
        why = end or "the server did not take every message"
        raise BoardpackError(f"The test failed: {why}. Put that right and run the same command again.")
