"""The columns of months below their headers: which month each is, and which of several is the actual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from boardpack.importer.cell_values import is_number
from boardpack.importer.grid import SheetCell, SheetGrid
from boardpack.importer.header_words import LAST_YEAR, Role, figure_role, folded_header
from boardpack.importer.model import TO_DATE, LeftOut, MonthColumn
from boardpack.importer.month_heading import MonthHeading, days_as_months, month_heading, serial_month
from boardpack.importer.periods import Stated, YearLabel, dated, labels_in, one_year, stated_in, stored
from boardpack.model.period import Cadence, Calendar, Period


def is_figure(cell: SheetCell) -> bool:
    """Whether a cell is a number and no year."""
    if cell.date is not None:
        return False
    number = cell.exact is not None or is_number(cell.text)
    return number and not re.fullmatch(r"(?:19|20)\d\d", cell.text)


class TableHead(Struct, frozen=True):
    """The rows that head a table."""

    grid: SheetGrid
    row: int
    """The row of months."""
    above: tuple[int, ...]
    """Rows above it that head its columns, the nearest first."""
    below: tuple[int, ...]
    """A row of sub-headers below it; empty for none."""
    titles: tuple[int, ...]
    """Rows above the table that have its title."""
    data: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row of it, from above."""
        return tuple(sorted((*self.above, self.row, *self.below)))


class Slot(Struct, frozen=True):
    """A column under a header of a month."""

    column: int
    heading: MonthHeading
    header: str
    sub: str = ""
    role: Role = Role.PLAIN
    label: YearLabel | None = None
    """The year that a header above it names."""


class MonthsRead(Struct, frozen=True):
    """What was made of a row of months."""

    columns: tuple[MonthColumn, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]
    years: str
    actual: str


def read_months(
    head: TableHead, start: int, supposed: Stated, *, confirmed: bool, cadence: Cadence = Cadence.MONTH
) -> MonthsRead:
    """Read a table's months; `supposed` is the year of months whose year the sheet has nowhere.

    That supposition is a doubt unless it is `confirmed`.
    """
    left: list[LeftOut] = []
    doubts: list[str] = []
    slots = tuple(_slots(head))
    months = _settled(head, slots, left, doubts)
    years = "in their headers"
    bare = [slot for slot in slots if slot.heading.name]
    if bare:
        years, found = _with_years(head, bare, months, start, supposed, confirmed=confirmed, doubts=doubts)
        months |= found
        left += [
            _left(head, slot, "the year of this month cannot be told", serious=True)
            for slot in bare
            if slot.column not in months
        ]
    if cadence is Cadence.QUARTER and (ends := _quarter_ends(months, start)):
        months = ends
        doubts.append("its months are supposed to be the last ones of their quarters")
    columns = tuple(_actuals(head, slots, months, left, cadence))
    subs = {c.header.partition(", ")[2] for c in columns if c.measure == "value"} - {""}
    return MonthsRead(columns, tuple(left), tuple(doubts), years, " / ".join(sorted(subs)))


def _left(head: TableHead, slot: Slot, why: str, *, serious: bool = False) -> LeftOut:
    return LeftOut(head.grid.place(head.row, slot.column), slot.header, why, serious)


# -------------------------------------------------------------------------------------------- slots


def _slots(head: TableHead) -> Iterator[Slot]:
    """Every column of a month with its sub-header; a month over several columns gives each of them."""
    grid = head.grid
    for column in range(grid.columns):
        cell = grid.cell(head.row, column)
        heading = header_time(head, column)
        if cell is None or heading is None or not (heading.is_month or heading.unclear):
            continue
        span = _span(head, column)
        for at in span:
            sub = next((text for row in head.below if (text := grid.text(row, at))), "")
            label, above = _above(head, at)
            if heading.month is not None and folded_header(above) in LAST_YEAR:
                above = ""  # the header itself says of which year it is
            role = _role(heading, sub, above, single=len(span) == 1)
            yield Slot(at, heading, cell.text, sub or above, role, label)


def header_time(head: TableHead, column: int) -> MonthHeading | None:
    """What the header of a column says of time; a spreadsheet's number of a day counts as a day."""
    cell = head.grid.cell(head.row, column)
    if cell is None:
        return None
    if (month := serial_month(cell)) is not None:
        return MonthHeading(month=month)
    return month_heading(cell)


def _span(head: TableHead, column: int) -> list[int]:
    """The columns that a month's header is over: merged with it, or blank beside it and headed below."""
    grid = head.grid
    merged = next(
        (m for m in grid.merged if m[0] <= head.row <= m[2] and m[1] == column and m[3] > column), None
    )
    right = merged[3] if merged else grid.columns - 1
    span = [column]
    for at in range(column + 1, right + 1):
        if grid.cell(head.row, at) is not None:
            break
        headed = any(grid.text(row, at) for row in head.below)
        if not headed and any(grid.text(row, at) for row in head.above):
            break  # its header is in the row above
        if not merged and not headed and not _has_figures(head, at):
            break
        if headed or any(grid.cell(row, at) is not None for row in head.data):
            span.append(at)
    if merged and len(span) > 1 and not any(grid.cell(row, column) is not None for row in head.data):
        span = span[1:]  # a header drawn over an empty column
    return span


def _has_figures(head: TableHead, column: int) -> bool:
    return any((cell := head.grid.cell(row, column)) is not None and is_figure(cell) for row in head.data)


def _above(head: TableHead, column: int) -> tuple[YearLabel | None, str]:
    """The year, and the words, that a header above a column gives it: a merged `2016-17`, `Actual`."""
    label: YearLabel | None = None
    words = ""
    for row in head.above:
        text = _over(head, row, column)
        labels = labels_in(text)
        if label is None and len(labels) == 1:
            label = labels[0]
        rest = folded_header(text)
        if not words and rest and figure_role(text) is not Role.UNKNOWN:
            words = text
    return label, words


def _over(head: TableHead, row: int, column: int) -> str:
    """The text of a header row over a column: its own, the merged one's, or the nearest to its left."""
    grid = head.grid
    if text := grid.text(row, column):
        return text
    for first, left, last, right in grid.merged:
        if first <= row <= last and left <= column <= right:
            return grid.text(first, left)
    months = [c for c in range(grid.columns) if (h := header_time(head, c)) is not None and h.is_month]
    nearest = (grid.text(row, at) for at in range(column, min(months, default=column) - 1, -1))
    return next((text for text in nearest if text), "")


def _role(heading: MonthHeading, sub: str, above: str, *, single: bool) -> Role:
    if heading.unclear:
        return Role.UNKNOWN
    if heading.role is not Role.PLAIN:
        return heading.role
    if sub:
        return figure_role(sub)
    if not single:
        return Role.UNKNOWN
    return figure_role(above) if above else Role.PLAIN


# -------------------------------------------------------------------------------------------- years


def _settled(
    head: TableHead, slots: Sequence[Slot], left: list[LeftOut], doubts: list[str]
) -> dict[int, Period]:
    """The months of slots whose headers have their year; days and headers that were rewritten are left."""
    months = {s.column: s.heading.month for s in slots if s.heading.month is not None}
    days = days_as_months({s.column: s.heading for s in slots if s.heading.day is not None})
    months |= days.months
    if days.month_first:
        doubts.append("the days in the headers are read month first, as in America")
    by_column = {slot.column: slot for slot in slots}
    why = (
        "its neighbours are days or weeks: a week's figure is no month's"
        if days.weekly
        else "a day, no month"
    )
    left += [_left(head, by_column[column], why, serious=True) for column in days.days]
    for slot in slots:
        if guess := slot.heading.guess:
            why = (
                f"the header is a day; if the spreadsheet made it of `{guess}`, format the header as text "
                f"and write the month as `{guess[:3]} 20{guess[-2:]}`"
            )
            left.append(_left(head, slot, why, serious=True))
        elif slot.heading.unclear:
            what = {1: "a month", 3: "a quarter"}.get(slot.heading.length, "a year")
            why = f"{what} with the words “{slot.heading.unclear}”, which are not understood"
            left.append(_left(head, slot, why, serious=True))
    return {column: month for column, month in months.items() if not by_column[column].heading.unclear}


def _with_years(
    head: TableHead,
    bare: Sequence[Slot],
    dated_months: Mapping[int, Period],
    start: int,
    supposed: Stated,
    *,
    confirmed: bool,
    doubts: list[str],
) -> tuple[str, dict[int, Period]]:
    """Give months without a year theirs, from the nearest place that names one."""
    found: dict[int, Period] = {}
    said: list[str] = []
    for label in dict.fromkeys(slot.label for slot in bare if slot.label is not None):
        group = [slot for slot in bare if slot.label == label]
        found |= _given(group, label, start)
        said.append(f"{label.words}, above them")
    rest = [slot for slot in bare if slot.label is None]
    if rest:
        stated, doubt = _stated(head, rest, dated_months, start, supposed)
        given = _given(rest, stated.label, start)
        found |= given
        said.append(f"{stated.label.words}, {stated.where}")
        if doubt and not confirmed and given:
            doubts.append(doubt)
    return "; ".join(said), found


def _given(group: Sequence[Slot], label: YearLabel, start: int) -> dict[int, Period]:
    """The months of a group of columns; none when they do not fit into the year in their order."""
    found: dict[int, Period] = {}
    for length in {slot.heading.length for slot in group}:
        alike = [slot for slot in group if slot.heading.length == length]
        names = list(dict.fromkeys(slot.heading.name for slot in alike))
        months = dated(names, label, start, length)
        if months is not None and _together(alike):
            of_name = dict(zip(names, months, strict=True))
            found |= {slot.column: of_name[slot.heading.name] for slot in alike}
    return found


def _together(group: Sequence[Slot]) -> bool:
    """Whether each month's columns are beside one another, or say what they are: no second year's follow."""
    seen: dict[tuple[int, Role], int] = {}
    for slot in group:
        if seen.setdefault((slot.heading.name, slot.role), slot.column) != slot.column and (
            slot.role in {Role.PLAIN, Role.ACTUAL}
        ):
            return False
    return True


def _stated(
    head: TableHead, rest: Sequence[Slot], dated_months: Mapping[int, Period], start: int, supposed: Stated
) -> tuple[Stated, str]:
    """The nearest place that names one year for a row of months; else the year supposed, with a doubt."""
    if dated_months:
        month = dated_months[min(dated_months)]
        return Stated(YearLabel(month.year, spans=False, month=month.month), "in the header beside them"), ""
    grid, what = head.grid, "months" if rest[0].heading.length == 1 else "quarters"
    near = [
        (text, f"in {grid.place(row, column)}")
        for row in (*head.titles, *head.above, head.row)
        for column in range(grid.columns)
        if (text := grid.text(row, column)) and (row != head.row or "target" in text.casefold())
    ]
    sheet = [] if grid.lines else [(grid.name, "in the sheet's name")]
    for texts in (near, sheet, [(grid.file, "in the file's name")]):
        stated = stated_in(texts)
        if not stated:
            continue
        if (one := one_year(stated, start)) is not None:
            return one, ""
        words = " and ".join(dict.fromkeys(s.label.words for s in stated[:4]))
        return supposed, f"the sheet names {words}; its {what} are supposed to be of {supposed.label.words}"
    return supposed, f"its {what} have no year; they are supposed to be of {supposed.label.words}"


def _quarter_ends(months: Mapping[int, Period], start: int) -> dict[int, Period]:
    """Months that are all the last of a quarter, as those quarters; none where any other period is there."""
    calendar = Calendar(Cadence.QUARTER, start)
    quarters = {column: calendar.parse(month.short) for column, month in months.items() if month.length == 1}
    found = {column: quarter for column, quarter in quarters.items() if quarter is not None}
    return found if len(found) == len(months) > 1 else {}


# ------------------------------------------------------------------------------------------ actuals


def _actuals(
    head: TableHead,
    slots: Sequence[Slot],
    months: Mapping[int, Period],
    left: list[LeftOut],
    cadence: Cadence,
) -> Iterator[MonthColumn]:
    """The column of each month that is its actual; the others are left out and said."""
    by_month: dict[Period, list[Slot]] = {}
    for slot in slots:
        if slot.column in months:
            by_month.setdefault(months[slot.column], []).append(slot)
    for month, group in by_month.items():
        kept = stored(month, cadence)
        if kept is None:
            why = f"the pack is by {cadence.name.lower()}"
            left += [_left(head, slot, why) for slot in group]
            continue
        chosen = _chosen(group)
        known = month.length != cadence.value and all(slot.role in NO_ACTUALS for slot in group)
        for slot in group:
            measure = chosen.get(slot.column)
            if measure is not None:
                header = f"{slot.header}, {slot.sub}" if slot.sub else slot.header
                yield MonthColumn(slot.column, kept, header, measure, slot.heading.mark, month.length)
            elif chosen or known:
                left.append(_left(head, slot, f"{slot.sub or slot.role.value}, not the actual"))
            if measure == TO_DATE:
                left.append(_left(head, slot, "year to date: for indicators that are so"))
        if not chosen and not known:
            words = ", ".join(
                f"{head.grid.place(head.row, s.column)} {s.sub or '(no sub-header)'}" for s in group
            )
            left.append(
                _left(head, group[0], f"which column is the actual of {month.long} is not said: {words}",
                      serious=True)
            )  # fmt: skip


NO_ACTUALS = frozenset({Role.TARGET, Role.OTHER})
"""What a column may hold that is no actual for sure."""


def _chosen(group: Sequence[Slot]) -> dict[int, str]:
    """The columns of a month that are taken, each with its measure; none when it is not known which."""
    roles = {role: [slot.column for slot in group if slot.role is role] for role in Role}
    if roles[Role.UNKNOWN] and not (roles[Role.ACTUAL] or roles[Role.RATE]):
        return {}
    counts = {
        **dict.fromkeys(roles[Role.NUMERATOR], "numerator"),
        **dict.fromkeys(roles[Role.DENOMINATOR], "denominator"),
    }
    to_date = dict.fromkeys(roles[Role.TO_DATE], TO_DATE)
    for role in (Role.ACTUAL, Role.RATE, Role.PLAIN):
        if roles[role]:
            value = dict.fromkeys(roles[role], "value") | to_date
            return value | (counts if role is Role.RATE or roles[Role.DENOMINATOR] else {})
    if len(group) == 1 and roles[Role.NUMERATOR] and not roles[Role.DENOMINATOR]:
        return dict.fromkeys(roles[Role.NUMERATOR], "value")  # `Number` alone under a month
    return {}
