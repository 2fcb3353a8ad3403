"""Grids and a project → the plan of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from boardpack.importer.changes import Commentary, ImportPlan, Normalised, Note
from boardpack.importer.columns import column_remarks, reported_ratings
from boardpack.importer.commentary import as_markdown
from boardpack.importer.context import Gathering, ImportOptions, Present, shown
from boardpack.importer.grid import SheetFault, SheetGrid
from boardpack.importer.rows import read_rows
from boardpack.importer.tables import SheetTable, Speech, find_blocks
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def plan_import(
    pack: Pack, present: Present, grids: Iterable[SheetGrid], options: ImportOptions | None = None
) -> ImportPlan:
    """Plan what sheets bring to a month's pack, whose values files hold `present`.

    Values of months after the pack's own are not read. A value of the pack's month that differs is
    changed; one of an earlier month is restated. A blank cell changes nothing. SheetFault when there
    is no table of indicators at all.
    """
    got = Gathering(pack, present, options or ImportOptions())
    blocks = [block for grid in grids for block in _blocks(grid, got)]
    if not blocks:
        raise SheetFault(_nothing(got))
    for block in blocks:
        read_rows(block, got)
        _read_speeches(block, got)
        beside = tuple(column_remarks(block, pack))
        got.remarks += [remark for remark in beside if not remark.serious]
        got.unmatched += [remark for remark in beside if remark.serious]
        if got.options.ratings:
            got.ratings += reported_ratings(block, pack)
    absent = [i for i in pack.indicators if i.ref not in got.refs and i.table]
    return ImportPlan(
        period=pack.period,
        changes=tuple(got.changes.values()),
        commentary=tuple(got.commentary),
        notes=_stretches(got.notes),
        normalised=tuple(got.normalised),
        ratings=tuple(got.ratings),
        unmatched=tuple(got.unmatched),
        remarks=tuple(dict.fromkeys(got.remarks)),
        absent=tuple(map(shown, absent)),
        same=got.same,
        blank=got.blank,
        values=len(got.seen),
        headings=pack.headings,
    )


def _blocks(grid: SheetGrid, got: Gathering) -> tuple[SheetTable, ...]:
    known = {indicator.ref for indicator in got.pack.indicators}
    found = find_blocks(grid, known, got.pack.year, hidden=got.options.hidden)
    got.remarks += [remark for remark in found.remarks if not remark.serious]
    got.unmatched += [remark for remark in found.remarks if remark.serious]
    return found.blocks


def _nothing(got: Gathering) -> str:
    seen = "; ".join(f"{remark.where}: {remark.what}" for remark in (*got.unmatched, *got.remarks)[:3])
    return (
        "No table of indicators was found: a row of months (Apr-17, 2017-10, real dates) above rows that "
        f"begin with references such as {', '.join(shown(i) for i in got.pack.indicators[:3])}."
        + (f" Seen: {seen}." if seen else "")
    )


# --------------------------------------------------------------------------------------- commentary


def _read_speeches(block: SheetTable, got: Gathering) -> None:
    """Bring in the rows of commentary of a table that has the pack's month."""
    table = _table(block, got.pack)
    for speech in block.speeches:
        where = block.grid.place(speech.row, speech.column)
        if not speech.text:
            continue
        if got.pack.period not in block.months.values():
            got.trouble(
                where, f"commentary beside figures without {got.pack.period.long}: whose month is it?"
            )
        elif not table:
            got.trouble(where, "commentary under figures of no table, or of several: put it into its file")
        else:
            _read_speech(speech, table, where, got)


def _read_speech(speech: Speech, table: str, where: str, got: Gathering) -> None:
    """Bring in a piece of commentary, unless the project has it, or has other words in its place."""
    members = got.pack.in_table(table)
    written = as_markdown(speech.text, members)
    heading, narrative = got.pack.heading(speech.kind), got.pack.narrative(speech.kind, table)
    if not heading:
        got.trouble(where, f"{speech.kind.value}: the pack's commentary has no heading for it")
        return
    if narrative is not None and _words(narrative.source) == _words(written.text):
        got.same += 1
        return
    there = narrative is not None and not narrative.is_blank
    if there and not got.options.replace_commentary:
        got.trouble(
            where,
            f"narratives/{got.pack.period.iso}/{table}.md has other words under “{heading}”, "
            "which were kept; --replace-commentary takes the sheet's",
        )
        return
    got.commentary.append(Commentary(table, heading, written.text, where, there))
    if written.reason:
        name = f"{heading} ({', '.join(map(shown, members))})"
        paragraphs = f"{written.paragraphs} paragraph{'' if written.paragraphs == 1 else 's'}"
        got.normalised.append(
            Normalised("narrative", "", name, written.was, paragraphs, written.reason, where)
        )


def _words(text: str) -> list[str]:
    return text.replace("\\", "").split()


def _table(block: SheetTable, pack: Pack) -> str:
    """The table whose indicators stand in a block; empty when there are several."""
    members = [pack.indicator(canonical_ref(block.ref(row))) for row in block.rows]
    tables = Counter(indicator.table for indicator in members if indicator is not None and indicator.table)
    return next(iter(tables)) if len(tables) == 1 else ""


def _stretches(notes: Iterable[tuple[str, Period, str]]) -> tuple[Note, ...]:
    """Join the same remark in consecutive months."""
    found: list[Note] = []
    for ref, month, text in sorted(dict.fromkeys(notes), key=lambda note: (note[0], note[2], note[1])):
        last = found[-1] if found else None
        if last is not None and (last.ref, last.text) == (ref, text) and last.last.plus(1) == month:
            found[-1] = Note(ref, last.first, month, text)
        else:
            found.append(Note(ref, month, month, text))
    return tuple(found)
