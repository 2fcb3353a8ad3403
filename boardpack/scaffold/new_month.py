"""Opening a month: every file it needs, made from the month before.

In the action log what is open stays and what has been shown as done drops out. Last month's commentary is
put into comments to write over: a comment `<!-- … -->` is not printed (`boardpack.load.markdown`), so
nothing of last month is carried into print unless someone takes it out of its comment. The month's own facts
have dates to fill in, and last month's waivers are to be taken up or left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.check import check
from boardpack.check.waivers import READER_RULES
from boardpack.disclosure.clear_days import publish_by
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.csv_table import RawCsv, read_raw
from boardpack.load.findings import FindingLog
from boardpack.load.loader import load
from boardpack.load.project import FileChange, Project, text_change
from boardpack.load.sections import SUMMARY_FILE
from boardpack.load.toml_file import toml_text
from boardpack.load.values import ANNUAL, blank_year, values_file, with_month
from boardpack.model.finding import Finding, Waiver
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, Period, financial_year


class Opening(Struct, frozen=True):
    """A month that is to be opened."""

    period: Period
    earlier: Period
    """The month it is opened from."""
    changes: tuple[FileChange, ...]
    """The month's folder comes last, so that the month is not open before everything else is there."""
    log: CarriedLog
    new_year: bool
    targets_wanted: bool
    """Whether rows for targets were added, which are to be filled in."""
    publish_by: date | None = None
    """The last lawful day of publication, where the meeting and the jurisdiction are known."""


def plan_month(
    project: Project,
    period: Period,
    *,
    blank_actions: int = 0,
    keep_waivers: bool = False,
    meeting: date | None = None,
) -> Opening:
    """Plan the files of a month from the latest month before it.

    UsageFault when the month is open already, or when none precedes it; BoardpackError when the
    month before cannot be read.
    """
    earlier = _earlier(project, period)
    faults = FindingLog()
    carried = _log(project, earlier, period, blank_actions, faults)
    values = values_changes(project.root, earlier, period, faults)
    targets = new_target_files(project.root, earlier, period, faults)
    if faults.findings:
        raise BoardpackError(unreadable_month(earlier.period, faults.findings[0]))
    findings = check(earlier) if earlier.waivers else ()
    actions = FileChange(f"data/actions-{period.iso}.csv", carried.log.data, new=True)
    return Opening(
        period=period,
        earlier=earlier.period,
        changes=(
            *values,
            *targets,
            actions,
            *narrative_files(earlier, period),
            *fact_files(earlier, findings, period, keep_waivers=keep_waivers, meeting=meeting),
        ),
        log=carried,
        new_year=period not in earlier.year,
        targets_wanted=bool(targets),
        publish_by=publish_by(replace(earlier, facts=replace(earlier.facts, meeting_date=meeting))),
    )


def _earlier(project: Project, period: Period) -> Pack:
    months = project.months()
    if period in months:
        raise UsageFault(
            f"{period.long} is open already: narratives/{period.iso} is there, and nothing in it "
            f"was touched. Write in it, then run `boardpack check {period.iso}`."
        )
    before = [month for month in months if month < period]
    if not before:
        known = ", ".join(month.iso for month in months) or "none"
        raise UsageFault(
            f"There is no month before {period.long} to open it from (months there: {known}). "
            "A first month is started with `boardpack init`."
        )
    loaded = load(project, before[-1])
    if loaded.pack is None:
        raise BoardpackError(unreadable_month(before[-1], loaded.findings[0]))
    return loaded.pack


def _log(project: Project, earlier: Pack, period: Period, blank: int, faults: FindingLog) -> CarriedLog:
    file = f"data/actions-{earlier.period.iso}.csv"
    log = read_raw(project.root, file, faults, required=False)
    return carry_forward(log if log is not None and log.header else EMPTY, period, blank=blank)


def unreadable_month(earlier: Period, first: Finding) -> str:
    """Say that the month before must be put right first, and where."""
    return (
        f"{earlier.long} cannot be read, so nothing was opened from it. First: {first.place}: {first.found}. "
        f"Run `boardpack check {earlier.iso}`."
    )


# -------------------------------------------------------------------------------- figures and targets


def values_changes(root: Path, earlier: Pack, period: Period, faults: FindingLog) -> tuple[FileChange, ...]:
    """A column for the month where its year's file has none; a file for the year where there is none."""
    year = financial_year(period, earlier.year.start.month)
    file = values_file(year)
    calendar = Calendar(period.cadence, earlier.year.start.month)
    if period.length == 12:
        file = ANNUAL
    elif not (root / file).exists():
        before = read_raw(root, values_file(earlier.year), faults)
        return () if before is None else (FileChange(file, blank_year(before, year).data, new=True),)
    values = read_raw(root, file, faults)
    if values is None or any(calendar.parse(header) == period for header in values.header):
        return ()
    return (FileChange(file, with_month(values, period, calendar).data),)


def new_target_files(root: Path, earlier: Pack, period: Period, faults: FindingLog) -> tuple[FileChange, ...]:
    """A row for each indicator without a target in the month's year, to be filled in.

    Nothing of last year's target is carried over: a target is set for a year, and the committee sets it.
    """
    year = financial_year(period, earlier.year.start.month)
    if year == earlier.year:
        return ()
    without = [i.ref for i in earlier.indicators if earlier.target(i.ref, period) is None]
    targets = read_raw(root, TARGETS, faults) if without else None
    if targets is None:
        return ()
    written = _as_written(targets)
    first, last = year.months[0].iso, year.months[-1].iso
    rows = tuple(
        targets.row(ref=written[ref], status="not set", reason="", **{"from": first, "to": last})
        for ref in without
        if ref in written
    )
    return (FileChange(TARGETS, targets.with_rows((*targets.rows, *rows)).data),) if rows else ()


def _as_written(targets: RawCsv) -> Mapping[str, str]:
    refs = [targets.cell(row, "ref") for row in targets.rows]
    return {canonical_ref(ref): ref for ref in refs}


TARGETS = "data/targets.csv"


DONE = frozenset({"complete", "cancelled"})
"""The statuses that a log shows once and then no more."""


class CarriedLog(Struct, frozen=True):
    """A new month's log and what became of the old one."""

    log: RawCsv
    kept: tuple[str, ...]
    """References of the actions carried forward."""
    dropped: tuple[str, ...]
    """References of those that were shown as complete or cancelled."""
    added: tuple[str, ...]
    """References given to new, blank rows."""
    next_ref: str
    """The reference that the next new action takes."""


def carry_forward(log: RawCsv, period: Period, *, blank: int = 0) -> CarriedLog:
    """Carry a log into a month, with so many rows for new actions: `Nov-01`, `Nov-02` ….

    A new row has no words yet; the checks ask for them, so that none is printed blank.
    """
    refs = [log.cell(row, "ref") for row in log.rows]
    done = [_done(log.cell(row, "status")) for row in log.rows]
    first = next_number(refs, period)
    added = tuple(reference(period, first + step) for step in range(blank))
    kept = tuple(row for row, gone in zip(log.rows, done, strict=True) if not gone)
    fresh = tuple(log.row(ref=ref, raised=period.iso, due="TBC", status="not started") for ref in added)
    return CarriedLog(
        log=log.with_rows((*kept, *fresh)),
        kept=tuple(ref for ref, gone in zip(refs, done, strict=True) if not gone),
        dropped=tuple(ref for ref, gone in zip(refs, done, strict=True) if gone),
        added=added,
        next_ref=reference(period, first + blank),
    )


def reference(period: Period, number: int) -> str:
    """`Nov-01`, or `Q2-01` in a pack of quarters."""
    return f"{_prefix(period)}-{number:02d}"


def _prefix(period: Period) -> str:
    match period.cadence:
        case Cadence.MONTH:
            return period.name[:3]
        case Cadence.QUARTER:
            return f"Q{period.number}"
        case Cadence.YEAR:
            return f"Y{period.year % 100:02d}"


def next_number(refs: Iterable[str], period: Period) -> int:
    """One more than the highest number that an action of the month's name already has."""
    pattern = re.compile(rf"{_prefix(period)}-(\d{{1,4}})", re.IGNORECASE)
    taken = [int(match[1]) for ref in refs if (match := pattern.fullmatch(ref.strip()))]
    return max(taken, default=0) + 1


def _done(status: str) -> bool:
    return " ".join(status.replace("_", " ").casefold().split()) in DONE


HEADER: tuple[str, ...] = (
    "ref", "raised", "action", "due", "status", "owner", "indicators", "started", "ended", "completed",
    "as_reported_status",
)  # fmt: skip

EMPTY = RawCsv(HEADER, (), marked=True)
"""The log of a pack that has none yet."""


_SUB_HEADING = re.compile(r"##(?!#)[ \t]*(?P<words>.*?)[ \t#]*")


def narrative_files(earlier: Pack, period: Period) -> tuple[FileChange, ...]:
    """The directors' summary and a file for each table, in order."""
    folder = f"narratives/{period.iso}"
    summary = text_change(f"{folder}/{SUMMARY_FILE}.md", _summary(earlier), new=True)
    tables = [
        text_change(f"{folder}/{table.key}.md", _table(earlier, table.key), new=True)
        for table in earlier.tables
    ]
    return (summary, *tables)


def _table(earlier: Pack, key: str) -> str:
    return "\n".join(
        _piece(f"# {heading.words}", _source(narrative), earlier)
        for heading, narrative in earlier.commentary(key)
    )


def _summary(earlier: Pack) -> str:
    kind = NarrativeKind.SUMMARY
    parts = split_at_headings(_source(earlier.narrative(kind)))
    wanted = dict.fromkeys(table.summary_heading for table in earlier.tables if table.summary_heading)
    for heading in wanted:
        parts.setdefault(heading, "")
    return "\n".join(
        _piece(f"## {heading}" if heading else f"# {earlier.heading(kind)}", text, earlier)
        for heading, text in parts.items()
    )


def split_at_headings(source: str) -> dict[str, str]:
    """Cut text at its `## headings`; what precedes the first is under "", which comes first."""
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for line in source.split("\n"):
        if (match := _SUB_HEADING.fullmatch(line)) is not None:
            heading = match["words"]
            parts.setdefault(heading, [])
        else:
            parts[heading].append(line)
    return {heading: "\n".join(lines) for heading, lines in parts.items()}


def _piece(heading: str, text: str, earlier: Pack) -> str:
    """A heading, and under it what was there last month as a comment."""
    kept = _tidied(text.split("\n"))
    if not kept:
        return f"{heading}\n"
    return f"{heading}\n\n<!-- {earlier.period.long}:\n\n{kept}\n\n-->\n"


def _tidied(lines: Iterable[str]) -> str:
    """The text without the blanks that its own comments left, and without what would end a comment."""
    text = "\n".join(line.rstrip() for line in lines).replace("-->", "-- >")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _source(narrative: Narrative | None) -> str:
    return narrative.source if narrative is not None else ""


def fact_files(
    earlier: Pack,
    findings: Sequence[Finding],
    period: Period,
    *,
    keep_waivers: bool = False,
    meeting: date | None = None,
) -> tuple[FileChange, ...]:
    """month.toml with its dates empty, and waivers.toml with last month's waivers as comments, or kept.

    `findings` are the earlier month's: a waiver that none of them needs is left out.
    """
    folder = f"narratives/{period.iso}"
    waivers = _waivers(earlier, findings, period, keep=keep_waivers)
    return (
        text_change(f"{folder}/month.toml", _month(earlier, period, meeting), new=True),
        text_change(f"{folder}/waivers.toml", waivers, new=True),
    )


def _month(earlier: Pack, period: Period, meeting: date | None) -> str:
    held = f'"{meeting.isoformat()}"' if meeting is not None else '""      '
    return MONTH.format(month=period.long, clear=_clear(earlier), meeting=held)


def _clear(earlier: Pack) -> str:
    """How many clear days there must be, in words."""
    return {"Wales": "three"}.get(earlier.facts.jurisdiction, "five")


def _waivers(earlier: Pack, findings: Sequence[Finding], period: Period, *, keep: bool) -> str:
    head = WAIVERS.format(month=period.long)
    carried = [bound for waiver in earlier.waivers if (bound := _bound(waiver, findings)) is not None]
    seen = [waiver.rule for waiver in earlier.waivers if waiver.rule in READER_RULES]
    if not carried and not seen:
        return head
    words = (KEPT if keep else ONCE_WAIVED).format(month=earlier.period.long)
    left = SEEN.format(rules=", ".join(sorted(set(seen)))) if seen else ""
    waivers = [_waiver(waiver, "" if keep else "# ") for waiver in carried]
    return "\n".join(filter(None, (head, words if carried else "", left, *waivers)))


def _bound(waiver: Waiver, findings: Sequence[Finding]) -> Waiver | None:
    """The waiver bound to the words of the finding that it is for; None when it is not to be taken over.

    What a reader sees is looked at anew each month, and so is a finding that is no longer there.
    """
    found = [finding.found for finding in findings if finding.waiver == waiver]
    if not found or waiver.rule in READER_RULES:
        return None
    return replace(waiver, words=found[0]) if len(found) == 1 and not waiver.words else waiver


def _waiver(waiver: Waiver, before: str) -> str:
    lines = (
        "[[waiver]]",
        f"rule = {toml_text(waiver.rule)}",
        f"subject = {toml_text(waiver.subject)}",
        *([f"words = {toml_text(waiver.words)}"] if waiver.words else []),
        f"reason = {toml_text(waiver.reason)}",
        *([f"reader = {toml_text(waiver.reader)}"] if waiver.reader else []),
        f"role = {toml_text(waiver.role)}",
        f"date = {waiver.date.isoformat()}",
    )
    return "\n".join(f"{before}{line}" for line in lines) + "\n"


MONTH = """\
# The facts of {month}'s pack. Dates are written 2017-10-31; an empty one is printed as not stated.

version = "1"
meeting_date = {meeting}  # when the committee meets
commentary_as_at = ""    # up to which day the commentary speaks
data_extracted_on = ""   # when the figures were taken from the system
published_on = ""        # {clear} clear days before the meeting at the latest
note = ""                # a line for the cover
"""

WAIVERS = """\
# Known faults of {month}'s pack that will not be put right, each waived for one rule and one subject,
# with a reason and the role of the person who accepts it. `boardpack check --no-waivers` shows them all.
"""

ONCE_WAIVED = """\
# Waived in {month}, and not carried over by itself. To waive a fault again, take away the `# ` before
# each line of its waiver, and give a reason and a date of today.
"""

SEEN = """\
# What a reader sees is not waived from month to month ({rules}): look at it again, and tell the reader.
"""

KEPT = """\
# Taken over from {month}, each with its reason and its day. `boardpack check` names those that match
# nothing any more: delete them.
"""
