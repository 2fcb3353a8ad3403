"""Readings of sheets and a project → the plan of an import; typed commentary becomes Markdown."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from boardpack.importer.columns import (
    column_remarks,
    indicator_rows,
    known_of,
    rating_remarks,
    reported_ratings,
)
from boardpack.importer.grid import SheetFault, SheetGrid
from boardpack.importer.model import (
    Commentary,
    Gathering,
    ImportOptions,
    ImportPlan,
    Normalised,
    Note,
    Present,
    Reads,
    SheetReading,
    SheetRemark,
    Speech,
    shown_ref,
)
from boardpack.importer.periods import Stated, YearLabel, labels_in, with_periods
from boardpack.importer.rows import read_rows
from boardpack.importer.shapes import read_sheets
from boardpack.importer.wide import TableOptions
from boardpack.model.finding import counted
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def readings_of(pack: Pack, grids: Iterable[SheetGrid], options: ImportOptions) -> Reads:
    """How the sheets are read for a pack; SheetFault when there is no table of its indicators."""
    reads = read_sheets(with_periods(grids, pack), _asked(pack, options))
    if not reads.readings:
        raise SheetFault(_nothing(pack, reads.remarks))
    return reads


def _asked(pack: Pack, options: ImportOptions) -> TableOptions:
    labels = labels_in(options.year)
    start = pack.year.start
    label = labels[0] if labels else YearLabel(start.year, spans=start.month > 1)
    where = "as --year says" if labels else "the pack's own year"
    return TableOptions(
        known_of(pack),
        start.month,
        Stated(label, where),
        confirmed=bool(labels),
        hidden=options.hidden,
        cadence=pack.calendar.cadence,
    )


def plan_readings(
    pack: Pack,
    present: Present,
    readings: Sequence[SheetReading],
    remarks: Iterable[SheetRemark],
    options: ImportOptions,
) -> ImportPlan:
    """Plan what tables bring to a month's pack, whose values files hold `present`.

    Values of months after the pack's own are not read. A value of the pack's month that differs is
    changed; one of an earlier month is restated, or late where there was a status. A blank cell changes
    nothing.
    """
    got = Gathering(pack, present, options)
    for remark in remarks:
        (got.unmatched if remark.serious else got.remarks).append(remark)
    for reading in readings:
        _read(reading, got)
    for reading in readings:
        got.remarks += rating_remarks(reading, got)
    absent = [i for i in pack.indicators if i.ref not in got.refs and i.table]
    return ImportPlan(
        period=pack.period,
        changes=tuple(got.changes.values()),
        commentary=tuple(got.commentary),
        notes=_stretches(got.notes),
        normalised=tuple(got.normalised),
        ratings=tuple(got.ratings),
        unmatched=tuple(dict.fromkeys(got.unmatched)),
        remarks=tuple(dict.fromkeys(got.remarks)),
        columns=tuple(left for reading in readings for left in reading.left_out if not left.serious),
        unknown=tuple(got.unknown),
        rows_left=tuple(got.rows_left),
        kept=tuple(got.kept),
        absent=tuple(map(shown_ref, absent)),
        same=got.same,
        blank=got.blank,
        headings=pack.headings,
    )


def _read(reading: SheetReading, got: Gathering) -> None:
    """Take from one table its figures, its commentary and what is beside them."""
    got.unmatched += [
        SheetRemark(left.where, f"the column “{left.header}” was not read: {left.why}", serious=True)
        for left in reading.left_out
        if left.serious
    ]
    if not reading.months and not any(left.serious for left in reading.left_out):
        place = reading.grid.place(reading.header, reading.subject)
        headers = ", ".join(dict.fromkeys(left.header for left in reading.left_out)) or "none"
        unit = got.pack.calendar.cadence.name.lower()
        got.trouble(place, f"no column of a {unit} was found, and only {unit}s can be stored: {headers}")
    read_rows(reading, got)
    _read_speeches(reading, got)
    _read_columns(reading, got)
    remarks = tuple(column_remarks(reading, got.pack))
    got.remarks += [remark for remark in remarks if not remark.serious]
    got.unmatched += [remark for remark in remarks if remark.serious]
    if got.options.ratings:
        got.ratings += reported_ratings(reading, got.pack)


def _nothing(pack: Pack, remarks: Sequence[SheetRemark]) -> str:
    seen = "; ".join(f"{remark.where}: {remark.what}" for remark in remarks[:6])
    return (
        "No table of indicators was found: a row or a column of months (Apr-17, 2017-10, real dates) beside "
        f"references such as {', '.join(shown_ref(i) for i in pack.indicators[:3])}, or their titles. "
        "Months may also be in rows, under headers such as Period, Ref and Value."
        + (f" Seen: {seen}." if seen else "")
    )


# --------------------------------------------------------------------------------------- commentary


def _read_speeches(block: SheetReading, got: Gathering) -> None:
    """Bring in the rows of commentary of a table that has the pack's month."""
    table = _table(block, got.pack)
    for speech in block.speeches:
        where = block.grid.place(speech.row, speech.column)
        if not speech.text:
            continue
        if not _has_month(block, got.pack.period):
            got.trouble(
                where, f"commentary beside figures without {got.pack.period.long}: whose month is it?"
            )
        elif not table:
            got.trouble(where, "commentary under figures of no table, or of several: put it into its file")
        else:
            _read_speech(speech, table, where, got)


def _has_month(block: SheetReading, period: Period) -> bool:
    return period in {*(month.month for month in block.months), *block.row_months.values()}


def _read_columns(block: SheetReading, got: Gathering) -> None:
    """Bring in columns of commentary: the words beside each indicator, under its table's heading."""
    pieces: dict[tuple[str, NarrativeKind], list[tuple[int, int]]] = {}
    for column, kind in block.commentary.items():
        for row, indicator in indicator_rows(block, got.pack):
            if (
                not block.grid.text(row, column)
                or block.row_months.get(row, got.pack.period) != got.pack.period
            ):
                continue
            if not _has_month(block, got.pack.period):
                where = block.grid.place(row, column)
                what = f"commentary beside figures without {got.pack.period.long}: it was left"
                got.kept.append(SheetRemark(where, what))
            else:
                pieces.setdefault((indicator.table, kind), []).append((row, column))
    for (table, kind), cells in pieces.items():
        _read_cells(block, table, kind, cells, got)


def _read_cells(
    block: SheetReading, table: str, kind: NarrativeKind, cells: Sequence[tuple[int, int]], got: Gathering
) -> None:
    """Put the cells of one table's commentary together, each with its indicator's reference."""
    where = block.grid.place(*cells[0])
    if not table:
        got.kept.append(
            SheetRemark(where, "commentary on indicators that are in no table: put it into a file")
        )
        return
    texts: list[str] = []
    for row, column in cells:
        cell = block.grid.cell(row, column)
        indicator = got.pack.indicator(block.refs[row])
        if cell is not None and indicator is not None:
            words = as_markdown(cell.written or cell.text, (indicator,)).text
            texts.append(labelled(words, shown_ref(indicator), indicator.ref))
    _take("\n\n".join(dict.fromkeys(texts)), kind, table, where, got)


def _read_speech(speech: Speech, table: str, where: str, got: Gathering) -> None:
    """Bring in a row of commentary."""
    members = got.pack.in_table(table)
    written = as_markdown(speech.text, members)
    if _take(written.text, speech.kind, table, where, got) and written.reason:
        name = f"{got.pack.heading(speech.kind)} ({', '.join(map(shown_ref, members))})"
        paragraphs = counted(written.paragraphs, "paragraph")
        got.normalised.append(
            Normalised("narrative", "", name, written.was, paragraphs, written.reason, where)
        )


def _take(text: str, kind: NarrativeKind, table: str, where: str, got: Gathering) -> bool:
    """Bring in a piece of commentary, unless the project has it, or has other words in its place."""
    heading, narrative = got.pack.heading(kind), got.pack.narrative(kind, table)
    if not heading:
        got.kept.append(SheetRemark(where, f"{kind.value}: the pack's commentary has no heading for it"))
        return False
    if narrative is not None and _words(narrative.source) == _words(text):
        got.same += 1
        return False
    there = narrative is not None and not narrative.is_blank
    if there and not got.options.replace_commentary:
        what = (
            f"narratives/{got.pack.period.iso}/{table}.md has other words under “{heading}”, "
            "which were kept; --replace-commentary takes the sheet's"
        )
        got.kept.append(SheetRemark(where, what))
        return False
    number = next((n for n, c in enumerate(got.commentary) if (c.table, c.heading) == (table, heading)), None)
    if number is None:
        got.commentary.append(Commentary(table, heading, text, where, there))
    elif text not in got.commentary[number].text:
        earlier = got.commentary[number]
        got.commentary[number] = Commentary(table, heading, f"{earlier.text}\n\n{text}", earlier.where, there)
    return True


def _words(text: str) -> list[str]:
    return text.replace("\\", "").split()


def _table(block: SheetReading, pack: Pack) -> str:
    """The pack's table whose indicators these are; empty when they are of several."""
    members = [pack.indicator(ref) for ref in block.refs.values()]
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


_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol)\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font)\b[^<>]{0,200}>", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•·▪◦]|[-*–](?=\s))\s*")
_STARTS = re.compile(r"(?:#|>|\+(?=\s)|-(?=\s)|={3,}|-{3,}|[0-9]{1,9}(?=\.\s))")


class CommentaryCell(Struct, frozen=True):
    """A cell of commentary as Markdown."""

    text: str
    paragraphs: int
    reason: str
    """What was done to it beyond copying; empty for nothing."""
    was: str
    """How it was, without quoting it."""


def as_markdown(cell: str, indicators: Iterable[Indicator]) -> CommentaryCell:
    """Set a cell's words out as paragraphs and lists.

    A paragraph begins where the cell has a line end or an HTML paragraph, or else where a sentence
    ends and the next begins with the reference of one of the table's indicators, or with `(2)`.
    """
    marked = _BLOCK.search(cell) is not None or _INLINE.search(cell) is not None
    text = html.unescape(_INLINE.sub("", _BLOCK.sub("\n", cell))) if marked else cell
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line]
    pieces = [piece for line in lines for piece in _runs(line, indicators)]
    if marked:
        why = "HTML marks in the text were taken out; no word is changed."
        was = " ".join(["<p>…</p>"] * len(pieces))
    elif len(pieces) > len(lines):
        why = "A new paragraph begins where a new indicator or number begins; no word is changed."
        was = "one run of text"
    else:
        why = was = ""
    return CommentaryCell(_joined(pieces), len(pieces), why, was)


def labelled(text: str, reference: str, ref: str) -> str:
    """Words of one indicator's cell with its reference before them, unless they begin with it."""
    if re.match(_spelling(ref), text, re.IGNORECASE):
        return text
    return f"{escaped(reference)}:\n\n{text}" if text.startswith("- ") else f"{escaped(reference)}: {text}"


def _runs(line: str, indicators: Iterable[Indicator]) -> list[str]:
    """Cut a run of text where another indicator's part begins."""
    refs = [_spelling(indicator.ref) for indicator in indicators]
    starts = "|".join([*refs, r"\([0-9]{1,2}\)\s"])
    cuts = [match.end() for match in re.finditer(rf"[.!?;]\s+(?=(?:{starts}))", line)]
    ends = [*cuts, len(line)]
    return [line[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True)]


def _spelling(ref: str) -> str:
    """A pattern for a reference however it is spaced: `MC6`, `MC 6`, but not `MC60`."""
    return r"\s?".join(re.escape(letter) for letter in ref) + r"(?![0-9A-Za-z])"


def _joined(pieces: list[str]) -> str:
    out: list[str] = []
    for number, piece in enumerate(pieces):
        bullet = _BULLET.match(piece)
        text = f"- {escaped(piece[bullet.end() :])}" if bullet else escaped(piece)
        together = bullet and number and _BULLET.match(pieces[number - 1])
        out.append(text if not number else f"{chr(10) if together else chr(10) * 2}{text}")
    return "".join(out)


def escaped(text: str) -> str:
    """Words as they are, though Markdown would read some marks in them as its own."""
    text = re.sub(r"([\\`*_\[\]])", r"\\\1", text).replace("{{", "\\{{").replace("<!--", "<! --")
    return re.sub(r"\A" + _STARTS.pattern, _escape_start, text)


def _escape_start(found: re.Match[str]) -> str:
    start = found[0]
    return f"{start}\\" if start[-1].isdecimal() else f"\\{start}"
