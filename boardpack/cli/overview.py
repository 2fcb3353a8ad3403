"""What `boardpack check` says first on a terminal: whether a pack can be printed, and where to begin.

At 80 columns or more it fits a screen of 24 lines, the prompt included, whatever there is to say.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from boardpack.check.report import FindingKind, by_owner, is_open, kinds
from boardpack.cli.output import NOBODY, message
from boardpack.model.finding import Finding, Place, Severity, counted
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class ShownLine(Struct, frozen=True):
    """A line of the overview and how it is shown: `bold`, `bold red`, `yellow` or as it is."""

    text: str
    style: str = ""


FIRST_KINDS = 7
FIRST_ERRORS = 3
"""What is shown of each before the rest is counted; an error takes up to two lines."""
OWNER_LINES = 2
KIND_LINES = 4
"""Lines of the lists of owners and of kinds."""
SENTENCE = 44
"""Columns of a kind's sentence at 80 columns; it grows with the width."""


def overview(
    period: Period, pack: Pack | None, findings: Sequence[Finding], width: int
) -> Iterator[ShownLine]:
    """Yield the lines, none wider than `width`."""
    live = [finding for finding in findings if is_open(finding)]
    yield from _verdict(period, pack, findings, width)
    if live:
        found = kinds(live)
        yield ShownLine("")
        yield ShownLine("Look at these first", "bold")
        yield from _first(found, width)
        yield ShownLine("")
        yield from _listed("By whom", _owners(pack, live), width, OWNER_LINES)
        most = sorted(found, key=lambda kind: -len(kind.findings))
        yield from _listed("By kind", [f"{len(k.findings)} {k.rule}" for k in most], width, KIND_LINES)
    yield ShownLine("")
    one = (f"--kind {found[0].rule}",) if live else ()
    more = ("--all", "--todo", "--by owner", *one, "--html FILE")
    yield from _flow("More: boardpack check with", more, width, len(more), gap="  ")


def _verdict(
    period: Period, pack: Pack | None, findings: Sequence[Finding], width: int
) -> Iterator[ShownLine]:
    open_ones = [finding for finding in findings if finding.waiver is None]
    errors, warnings, notes = ([f for f in open_ones if f.severity is one] for one in Severity)
    can = pack is not None and not errors
    counts = [counted(len(errors), "error"), counted(len(warnings), "warning"), counted(len(notes), "note")]
    if kinds_of := len({finding.rule for finding in warnings}):
        counts[1] += f" of {counted(kinds_of, 'kind')}"
    waived = len(findings) - len(open_ones)
    said = f"{period.long} {'can be printed' if can else 'cannot be printed'}."
    said += f" {', '.join(counts)}; {waived} waived."
    for line in textwrap.wrap(said, width):
        yield ShownLine(line, "bold" if can else "bold red")


# --------------------------------------------------------------------------------- what comes first


def _first(found: Sequence[FindingKind], width: int) -> Iterator[ShownLine]:
    """Errors one by one, then the first kinds of warning; what is left over is counted."""
    errors = [finding for kind in found if kind.severity is Severity.ERROR for finding in kind.findings]
    warnings = [kind for kind in found if kind.severity is Severity.WARNING]
    for finding in errors[:FIRST_ERRORS]:
        yield from _error(finding, width)
    if len(errors) > FIRST_ERRORS:
        yield ShownLine(_cut(f"  and {counted(len(errors) - FIRST_ERRORS, 'more error')}: --errors", width))
    room = max(1, FIRST_KINDS - 2 * min(len(errors), FIRST_ERRORS) - (len(errors) > FIRST_ERRORS))
    for kind in warnings[:room]:
        yield from _kind(kind, width)


def _error(finding: Finding, width: int) -> Iterator[ShownLine]:
    lines = textwrap.wrap(
        f"{finding.place} {message(finding)}", width, max_lines=2, placeholder=" …",
        initial_indent="  ", subsequent_indent="    ",
    )  # fmt: skip
    yield from (ShownLine(line, "red") for line in lines)


def _kind(kind: FindingKind, width: int) -> Iterator[ShownLine]:
    """A kind of warning in a line: how many, what the rule finds, the places."""
    room = min(SENTENCE + (width - 80) // 2, width - 6)
    start = f"{len(kind.findings):>4}  "
    places = _places([finding.place for finding in kind.findings])
    if width < NARROW:
        yield ShownLine(start + _cut(kind.sentence, width - len(start)), "yellow")
        yield ShownLine(" " * len(start) + _cut(places, width - len(start)))
        return
    sentence = _cut(kind.sentence, room).ljust(room)
    yield ShownLine(f"{start}{sentence}  {_cut(places, width - len(start) - room - 2)}".rstrip(), "yellow")


NARROW = 72
"""Below this a kind's places have a line of their own."""


def _places(places: Sequence[Place]) -> str:
    """`workforce.md:3, :9; pack.toml`: files by their last name, each with the lines in it."""
    said = []
    for file, group in groupby(sorted(set(places)), key=lambda place: place.file):
        lines = list(dict.fromkeys(f":{place.line}" for place in group if place.line))
        said.append(file.rpartition("/")[2] + ", ".join(lines))
    return "; ".join(said)


# ------------------------------------------------------------------------------------------- lists


def _owners(pack: Pack | None, live: Sequence[Finding]) -> list[str]:
    return [f"{group.name or NOBODY} {len(group.findings)}" for group in by_owner(pack, live)]


def _listed(title: str, parts: Iterable[str], width: int, most: int) -> Iterator[ShownLine]:
    yield from _flow(title, tuple(parts), width, most, gap=" · ")


def _flow(title: str, parts: Sequence[str], width: int, most: int, *, gap: str) -> Iterator[ShownLine]:
    """Set parts after a title, each whole, in at most so many lines; the rest is counted."""
    lines, held = [f"{title}  "], list(parts)
    fresh = True
    while held:
        rest = f"{gap}and {len(held)} more" if len(lines) == most and len(held) > 1 else ""
        added = ("" if fresh else gap) + held[0]
        if len(lines[-1]) + len(added) + len(rest) <= width:
            lines[-1] += added
            held.pop(0)
            fresh = False
        elif len(lines) == most:
            lines[-1] += f"{'' if fresh else gap}and {len(held)} more"
            break
        elif fresh:
            lines[-1] += _cut(held.pop(0), width - len(lines[-1]))
            fresh = False
        else:
            lines.append(" " * INDENT)
            fresh = True
    yield from (ShownLine(_cut(line.rstrip(), width)) for line in lines)


INDENT = 9


def _cut(text: str, width: int) -> str:
    """Cut a text that is too long, with a mark of what is left out."""
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "…"
