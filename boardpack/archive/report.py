"""What the archive holds, and what differs between two editions, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import asdict

from boardpack.analysis.compare import Comparison, Difference, DifferenceKind
from boardpack.archive.ledger import Entry, Ledger, count_sends
from boardpack.archive.lookup import inputs_folder
from boardpack.archive.search import Hit
from boardpack.load.project import Project
from boardpack.model.period import Calendar


def list_lines(archive: Path, entries: Iterable[Entry]) -> Iterator[str]:
    """Return a line for each edition."""
    for entry in entries:
        sent = _sent(count_sends(archive, entry.pack, entry.period, entry.version))
        again = f"  supersedes {entry.supersedes}" if entry.supersedes else ""
        yield (
            f"{entry.period}  v{entry.version}  issued {entry.issued_at[:10]}  "
            f"{file_size(entry.pdf_size):>8}  {entry.pdf_sha256[:12]}  {sent}  {entry.pack}{again}"
        )


def show_lines(archive: Path, ledger: Ledger, entry: Entry) -> Iterator[str]:
    """Return lines with all that is known of one edition."""
    versions = ledger.versions(entry.pack, entry.period)
    yield f"{entry.title}, {period_name(entry.period, Project(inputs_folder(archive, entry)).calendar)}"
    later = next((one for one in versions if one.version == entry.version + 1), None)
    facts = {
        "Version": f"v{entry.version} of {len(versions)}",
        "Supersedes": f"{entry.supersedes}: {entry.reason}" if entry.supersedes else "",
        "Superseded by": f"v{later.version}: {later.reason}" if later else "",
        "Printed version": entry.printed_version,
        "Issued": entry.issued_at,
        "Classification": entry.classification,
        "PDF": f"{archive / entry.path / 'data' / entry.pdf_name}",
        "Size": f"{file_size(entry.pdf_size)}, {entry.pages} pages; "
        f"the whole bag {file_size(entry.bag_size)}",
        "SHA-256": entry.pdf_sha256,
        "Sent": _sent(count_sends(archive, entry.pack, entry.period, entry.version)),
        "Keep until": f"{entry.keep_until} ({entry.retention})",
        "Ledger": f"entry {entry.number}, {entry.hash}",
        "Missing": "" if (archive / entry.path).is_dir() else "its folder is gone; run `archive verify`",
    }
    for name, value in facts.items():
        if value:
            yield f"  {name:<16}{value}"


def entry_json(archive: Path, entry: Entry) -> dict[str, object]:
    """Return one edition as JSON has it, with what it was sent as."""
    sends = dict(count_sends(archive, entry.pack, entry.period, entry.version))
    return {**asdict(entry), "hash": entry.hash, "path": entry.path, "sends": sends}


def _sent(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts.items()) or "not sent from here"


def file_size(count: int) -> str:
    """Write a number of bytes as people read it: `312 kB`, `2.3 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"


def period_name(period: str, calendar: Calendar) -> str:
    """Write `2017-10` as `October 2017`, `2017-Q2` as `Quarter 2 2017-18` in the pack's own calendar."""
    parsed = calendar.parse(period)
    return parsed.long if parsed else period


def hit_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """Return two lines for each passage that a search found."""
    for hit in hits:
        page = (
            f", {f'page {hit.label}' if hit.label[:1].isdigit() else hit.label.lower()}" if hit.label else ""
        )
        heading = f", {hit.heading}" if hit.heading and hit.heading != hit.section else ""
        old = "" if hit.current else " (superseded)"
        yield f"{hit.period} v{hit.version}{old}{page}: {hit.section}{heading}"
        yield f"    {hit.snippet}"


# ------------------------------------------------------------------------------------------ compare


def difference_lines(comparison: Comparison) -> Iterator[str]:
    """Return lines for every difference under its heading."""
    for kind in DifferenceKind:
        found = comparison.of(kind)
        if found:
            yield ""
            yield f"{kind.value} ({len(found)})"
            yield from (f"  {_difference(difference, comparison.calendar)}" for difference in found)
    if not comparison.differences:
        yield "No difference."


def _difference(one: Difference, calendar: Calendar) -> str:
    period = period_name(one.period, calendar) if one.period else ""
    about = " ".join(part for part in (one.shown or one.subject, period) if part)
    change = f"{one.was} → {one.now}" if one.was and one.now else one.was or one.now
    if one.kind in {
        DifferenceKind.TITLE,
        DifferenceKind.REWORDED,
        DifferenceKind.ADDED,
        DifferenceKind.REMOVED,
    }:
        line = f"{about}: {change}"
    elif one.kind in {DifferenceKind.CARRIED, DifferenceKind.REWRITTEN}:
        words = one.now if one.kind is DifferenceKind.CARRIED else change
        line = f"{about}, {one.title}: {words}" if one.title != one.subject else f"{about}: {words}"
    else:
        line = f"{about}, {one.title}: {change}"
    return f"{line} ({one.reason})" if one.reason else line


def comparison_json(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as JSON has it."""
    rows = [
        {
            "kind": one.kind.name.lower(),
            "subject": one.subject,
            "reference": one.shown,
            "title": one.title,
            "period": one.period,
            "was": one.was,
            "now": one.now,
            "reason": one.reason,
            "file": one.place.file,
            "line": one.place.line,
        }
        for one in comparison.differences
    ]
    return {"old": comparison.old, "new": comparison.new, "differences": rows}
