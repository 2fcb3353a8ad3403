"""What an import would do, in lines for a person: first what a person must look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.importer.layouts import FILE, Settled, Standing, fingerprint, header_text
from boardpack.importer.model import (
    CellChange,
    ChangeKind,
    Commentary,
    ImportPlan,
    LeftOut,
    Normalised,
    Note,
    SheetReading,
    SheetRemark,
    shown_ref,
)
from boardpack.model.finding import counted
from boardpack.model.narrative import default_headings
from boardpack.model.pack import Pack

HEADINGS = {each.kind: each.words for each in default_headings()}
"""What kinds of commentary are called."""

LISTED = 40
"""Lines of one heading; what is beyond them is counted."""

EXAMPLES = 3
"""How many of many like things are named."""


def settled_lines(settled: Sequence[Settled]) -> Iterator[str]:
    """How tables are read, like ones together; a line where the layout was confirmed before."""
    groups: dict[tuple[object, ...], list[Settled]] = {}
    for one in settled:
        reading = one.reading
        like = (
            reading.grid.name,
            fingerprint(reading),
            reading.years,
            reading.doubts,
            one.standing,
            one.moved,
        )
        groups.setdefault((*like, _months(reading)), []).append(one)
    if settled:
        yield "how it is read:"
    for group in groups.values():
        lines = list(reading_lines([one.reading for one in group]))
        if group[0].standing is Standing.KNOWN:
            yield f"  {lines[0]}; as confirmed in {FILE}"
            yield from (f"  {line}" for line in lines if line.startswith("  left out:"))
            continue
        yield from (f"  {line}" for line in lines)
        yield from (f"    MOVED: {moved}" for moved in group[0].moved)


def reading_lines(like: Sequence[SheetReading]) -> Iterator[str]:
    """How tables of one layout are read, for a person to confirm."""
    reading = like[0]
    grid = reading.grid
    place = grid.place(reading.header, reading.subject)
    rows = len({ref for one in like for ref in one.refs.values()})
    tables = f"{len(like)} tables, " if len(like) > 1 else ""
    yield f"{place}: {reading.shape.value}; {tables}{counted(rows, 'indicator')} by {_subject(reading)}"
    yield f"  months: {_months(reading)} ({reading.years})"
    if others := [m for m in reading.months if m.length != m.month.length and not reading.row_months]:
        stored = (f"{column.header} → {column.month.short}" for column in others)  # `2024/25 → Mar-25`
        yield f"  for indicators by quarter or year: {', '.join(stored)}"
    if reading.actual:
        yield f"  actual: {reading.actual}"
    if reading.by_title:
        yield f"  by title: {', '.join(title for one in like for title in _titles(one))}"
    if reading.commentary:
        words = (f"{header_text(reading, c)} → {HEADINGS[k]}" for c, k in reading.commentary.items())
        yield f"  commentary: {', '.join(words)}"
    compared = [name for name in ("rag", "target", "title", "owner", "polarity") if name in reading.named]
    if compared:
        yield f"  compared with the project's own: {', '.join(compared)}"
    if left := [left for one in like for left in one.left_out if not left.serious]:
        yield f"  left out: {_left(left)}"
    for doubt in reading.doubts:
        yield f"  NOT SURE: {doubt}"


def _subject(reading: SheetReading) -> str:
    written = header_text(reading, reading.subject)
    what = "title" if reading.by_title else "reference"
    return f"the {what} in “{written}”" if written else f"the {what} in a column without a header"


def _months(reading: SheetReading) -> str:
    months = sorted({m.month for m in reading.months if m.length == m.month.length})
    if reading.row_months:
        months = sorted(set(reading.row_months.values()))
    if not months:
        return "none"
    whole = len(months) == months[0].until(months[-1]) + 1
    if len(months) > 2 and whole:
        return f"{months[0].short} to {months[-1].short}"
    return ", ".join(month.short for month in months)


def _titles(reading: SheetReading) -> list[str]:
    found = [f"“{reading.ref(row)[:40]}” is {ref}" for row, ref in reading.refs.items() if reading.ref(row)]
    more = len(found) - LISTED
    return [*found[:LISTED], *([f"and {more} more"] if more > 0 else [])]


def _left(left: Sequence[LeftOut]) -> str:
    by_why: dict[str, list[str]] = {}
    for column in left:
        by_why.setdefault(column.why, []).append(column.header)
    return "; ".join(f"{_some(headers)} ({why})" for why, headers in by_why.items())


def _some(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - 6
    return ", ".join(distinct[:6]) + (f" and {more} more" if more > 0 else "")


# ---------------------------------------------------------------------------------------- the plan


def plan_lines(plan: ImportPlan, pack: Pack) -> Iterator[str]:
    """A line for each thing, under its heading; headings without lines are left out."""
    sections: tuple[tuple[str, list[str]], ...] = (
        *((kind.value, [_change(c, pack) for c in plan.of_kind(kind)]) for kind in ChangeKind),
        ("commentary", [_commentary(words) for words in plan.commentary]),
        ("normalised", [_normalised(entry) for entry in plan.normalised]),
        ("noted", [_note(note, pack) for note in plan.notes]),
        ("ratings kept", [f"{len(plan.ratings)} of the sheet's own"] if plan.ratings else []),
        ("not brought in", _remarks(plan.unmatched)),
        ("look at", _remarks(plan.remarks)),
        ("left as it is", _remarks(plan.kept)),
        ("not read", list(_unread(plan))),
        ("no row in the sheet", [", ".join(plan.absent)] if plan.absent else []),
    )  # fmt: skip
    for heading, lines in sections:
        if lines:
            yield f"{heading}:"
            yield from (f"  {line}" for line in lines[:LISTED])
            if len(lines) > LISTED:
                yield f"  … and {len(lines) - LISTED} more"


def _remarks(remarks: Sequence[SheetRemark]) -> list[str]:
    return [f"{remark.where}: {remark.what}" for remark in remarks]


def _unread(plan: ImportPlan) -> Iterator[str]:
    """Counts and a few examples of what the sheet has and the pack has no place for."""
    if plan.rows_left:
        kinds = _some([remark.what for remark in plan.rows_left])
        yield f"{counted(len(plan.rows_left), 'row')} of the pack's indicators: {kinds}, not the actual"
    if plan.unknown:
        count = len(plan.unknown)
        names = ", ".join(f"`{remark.what}` ({remark.where})" for remark in plan.unknown[:EXAMPLES])
        more = ", …" if count > EXAMPLES else ""
        yield f"{counted(count, 'row')} of no indicator of data/indicators.csv: {names}{more}"


def _commentary(words: Commentary) -> str:
    return f"{words.heading} of {words.table}{' (replaced)' if words.replaces else ''}   {words.where}"


def _normalised(entry: Normalised) -> str:
    what = f"{entry.ref} {entry.field}".strip()
    return f"{what}: {entry.text or '(blank)'} → {entry.used}   {entry.where}   {entry.reason}"


def _note(note: Note, pack: Pack) -> str:
    until = f" to {note.last.short}" if note.last != note.first else ""
    return f"{_name(note.ref, pack)} {note.first.short}{until}: {note.text}"


def _change(change: CellChange, pack: Pack) -> str:
    measure = "" if change.measure == "value" else f" {change.measure}"
    arrow = f"{change.was} → {change.now}" if change.was else change.now
    return f"{_name(change.ref, pack)}{measure} {change.month.short}: {arrow}   {change.where}"


def _name(ref: str, pack: Pack) -> str:
    indicator = pack.indicator(ref)
    return shown_ref(indicator) if indicator is not None else ref


def change_counts(plan: ImportPlan) -> str:
    """`35 added, 1 changed, 2 restated, 0 not brought in; 211 the same.`."""
    order = (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.RESTATED, ChangeKind.LATE)
    kinds = ", ".join(
        f"{len(plan.of_kind(kind))} {kind.value}"
        for kind in order
        if kind is not ChangeKind.LATE or plan.of_kind(kind)
    )
    rest = f"; {plan.blank} blank in the sheet and left as they are" if plan.blank else ""
    return f"{plan.period.long}: {kinds}, {len(plan.unmatched)} not brought in; {plan.same} the same{rest}."


def nothing_to_write(plan: ImportPlan) -> str:
    """Why an import writes nothing: the project has it all, or nothing could be taken."""
    if plan.unmatched and not plan.same:
        return f"Nothing was written: {len(plan.unmatched)} could not be brought in, see above."
    if plan.unmatched:
        return "Nothing was written: what could be read is in the project already; the rest is above."
    if not plan.same:
        return "Nothing was written: the sheet has no figure of this pack."
    return "Nothing to write: the project has all of it."
