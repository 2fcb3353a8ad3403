"""Examples at the end of each command's `--help`: what people type, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import click

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "init": (
            ("init parks", "a small pack that builds at once, in the new folder parks/"),
            ("init parks --month 2024-04", "the same, with another first month"),
        ),
        "new": (
            ("new", "the month after the latest"),
            ("new 2017-11 --actions 3", "November, with room for three new actions"),
            ("new 2017-11 --keep-waivers", "October's waivers taken over as they are"),
        ),
        "import": (
            ("import sheet.xlsx --month 2017-11", "shows what would change, and asks"),
            ("import sheet.csv --yes", "the latest month, without asking"),
            ('import sheet.xlsx --reason "Late returns"', "says why earlier months are restated"),
        ),
        "compare": (
            ("compare published.csv", "shows the comparators it would take"),
            ("compare published.csv --yes", "writes them to data/comparators.csv"),
        ),
        "watch": (
            ("watch", "the latest month; prints the address of the page"),
            ("watch 2017-11 --open", "November, opened in the browser"),
        ),
        "check": (
            ("check", "where to begin"),
            ("check 2017-10 --todo", "what is still missing, and whose it is"),
            ("check --kind claim-unit", "one kind, with each place"),
            ("check --by owner > list.txt", "everything, to be given out"),
            ("check --html out/findings.html", "everything as one web page"),
            ("check --format json", "the same for other programs"),
        ),
        "build": (
            ("build", "the latest month; the path of the PDF is the last line"),
            ("build 2017-10 --draft", "over its errors, marked DRAFT"),
            ("build --months 2017-04..2017-10 --jobs 4", "seven months, four at a time"),
            ("build --brand harbour --out papers", "in another brand, into another folder"),
        ),
        "archive": (
            ("archive add 2017-10", "issues October"),
            ("archive list", "what has been issued"),
            ("archive verify", "whether all of it is as it was issued"),
        ),
        "archive add": (
            ("archive add", "issues the latest month"),
            ('archive add 2017-10 --reason "FD 8 was wrong"', "issues a correction"),
        ),
        "archive list": (("archive list", "every version, by month"),),
        "archive show": (
            ("archive show 2017-10", "the latest version of October"),
            ("archive show 2017-10 --version 1", "the first"),
        ),
        "archive search": (
            ("archive search caseload", "where anything issued speaks of it"),
            ("archive search '\"foster carers\"' --all-versions", "a phrase, in corrected papers too"),
        ),
        "archive diff": (
            ("archive diff 2017-09 2017-10", "what changed between two months"),
            ("archive diff 2017-10/v1 2017-10/v2", "what a correction changed"),
        ),
        "archive verify": (
            ("archive verify", "the whole archive"),
            ("archive verify 2017-10", "October alone"),
        ),
        "archive anchor": (
            ("archive anchor", "the hash to write into the minutes"),
            ("archive anchor --store head.tsr", "keeps a time stamp of it"),
        ),
        "archive rebuild": (("archive rebuild 2017-10", "whether October comes out the same again"),),
        "archive export": (("archive export 2017-10 --to site", "PDF and data for the website"),),
        "email": (
            ("email 2017-10", "who gets what; nothing is sent"),
            ("email 2017-10 --test pat@example.org", "the messages, to one listed tester"),
            ("email 2017-10 --send", "asks for the code, then sends"),
            ("email status 2017-10", "what became of each message"),
        ),
        "email plan": (
            ("email 2017-10 --group members", "the plan for one group"),
            ("email 2017-10 --test pat@example.org", "the messages, to one listed tester"),
            ("email 2017-10 --send --confirm ABCD-2345", "for scripts"),
            ("email 2017-10 --send --resend pat@example.org", "although the ledger is not sure"),
        ),
        "email status": (("email status 2017-10", "what became of each message"),),
    }
)
"""By command, each line with what it does."""


def with_examples(command: click.Command, path: str) -> click.Command:
    """Put a command's examples at the end of its help."""
    lines = EXAMPLES.get(path, ())
    if lines and not command.epilog:
        rows = "\n".join(f"  $ boardpack {line}\n      {what}" for line, what in lines)
        command.epilog = f"\b\nExamples:\n{rows}"
    return command
