"""Rules about what the commentary covers: each Red has words, and the directors say what is Red."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.analysis.rating import rate
from boardpack.check import thresholds
from boardpack.check.rule import E, Remark, W, rule, shown
from boardpack.claims.register import register
from boardpack.claims.sentences import Passage, passages
from boardpack.claims.vocabulary import Vocabulary, speaks_of, vocabulary
from boardpack.model.finding import Place, listed
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack, TableGroup
from boardpack.model.rating import Rag


@rule("red-not-covered", E, "Commentary does not name a Red indicator.")
def red_not_covered(pack: Pack) -> Iterator[Remark]:
    """A Red indicator that neither piece of its table's commentary names, although something is written."""
    yield from _uncovered(pack, Rag.RED)


@rule("amber-not-covered", W, "Commentary does not name an Amber one.")
def amber_not_covered(pack: Pack) -> Iterator[Remark]:
    """An Amber indicator that neither piece of its table's commentary names."""
    yield from _uncovered(pack, Rag.AMBER)


@rule("red-without-activity", W, "Only the next steps name a Red one.")
def red_without_activity(pack: Pack) -> Iterator[Remark]:
    """A Red indicator that the next steps name and the improvement activity does not."""
    ties = _ties(pack)
    for table in pack.tables:
        activity = pack.narrative(NarrativeKind.IMPROVEMENT, table.key)
        steps = pack.narrative(NarrativeKind.NEXT_STEPS, table.key)
        if activity is None or activity.is_blank:
            continue
        members = pack.in_table(table.key)
        for indicator in _rated(pack, members, Rag.RED):
            spoken = [
                piece is not None and _speaks(pack, piece, indicator, members, ties)
                for piece in (activity, steps)
            ]
            if spoken == [False, True]:
                yield Remark(
                    activity.place, indicator.ref,
                    f"{shown(pack, indicator)} is Red; the next steps name it and the improvement activity "
                    "does not",
                    "what is being done about it, beside what comes next",
                    f"Write a sentence on {shown(pack, indicator)}.",
                    pack.period.iso,
                )  # fmt: skip


@rule("activity-missing", E, "Something is Red; no improvement activity.")
def no_activity(pack: Pack) -> Iterator[Remark]:
    """No improvement activity in a table in which something is Red."""
    yield from _missing(pack, NarrativeKind.IMPROVEMENT)


@rule("next-steps-missing", E, "Something is Red; no next steps.")
def no_next_steps(pack: Pack) -> Iterator[Remark]:
    """No next steps in a table in which something is Red."""
    yield from _missing(pack, NarrativeKind.NEXT_STEPS)


@rule("commentary-missing", W, "A table without any commentary.")
def no_commentary(pack: Pack) -> Iterator[Remark]:
    """A table without any commentary, though nothing in it is Red."""
    for table in pack.tables:
        if any(piece is not None and not piece.is_blank for _, piece in pack.commentary(table.key)):
            continue
        members = pack.in_table(table.key)
        if members and not _rated(pack, members, Rag.RED):
            yield Remark(
                _place(pack, table, NarrativeKind.IMPROVEMENT), canonical_ref(table.key),
                f"nothing is written on {listed([shown(pack, indicator) for indicator in members])}",
                "improvement activity or next steps",
                "Write a sentence, if only that nothing need be done.",
                pack.period.iso,
            )  # fmt: skip


@rule("summary-missing", E, "There is no directors' summary.")
def no_summary(pack: Pack) -> Iterator[Remark]:
    """No directors' summary."""
    summary = pack.narrative(NarrativeKind.SUMMARY)
    if summary is None or summary.is_blank:
        yield Remark(
            summary.place if summary else pack.facts.place, "",
            "there is no directors' summary",
            "a summary of the month",
            "Write directors-summary.md in the month's folder.",
            pack.period.iso,
        )  # fmt: skip


@rule("summary-red-missing", W, "The summary leaves out a Red indicator.")
def red_not_in_summary(pack: Pack) -> Iterator[Remark]:
    """A Red indicator that the directors' summary leaves out."""
    summary = pack.narrative(NarrativeKind.SUMMARY)
    if summary is None or summary.is_blank:
        return
    parts, known, ties = passages(pack, summary), vocabulary(pack), _ties(pack)
    for table in pack.tables:
        own = [part for part in parts if part.heading == table.summary_heading and table.summary_heading]
        rivals = _sharing(pack, table)
        for indicator in _rated(pack, pack.in_table(table.key), Rag.RED):
            tied = (indicator.ref, summary.place) in ties
            if not tied and not _summary_names(known, indicator, summary, own, rivals):
                yield Remark(
                    Place(summary.place.file, own[0].line if own else summary.place.line), indicator.ref,
                    f"{shown(pack, indicator)} is Red and the directors' summary does not speak of it",
                    "every Red indicator in the summary",
                    f"Name {shown(pack, indicator)} in the summary and say what is being done.",
                    pack.period.iso,
                )  # fmt: skip


@rule("summary-heading", E, "The summary lacks a heading it should have.")
def heading_missing(pack: Pack) -> Iterator[Remark]:
    """A heading that a table is said to belong under, which the summary lacks among its headings."""
    summary = pack.narrative(NarrativeKind.SUMMARY)
    if summary is None or summary.is_blank:
        return
    headings = {part.heading for part in passages(pack, summary) if part.heading}
    for table in pack.tables if headings else ():
        if table.summary_heading and table.summary_heading not in headings:
            yield Remark(
                table.place, canonical_ref(table.key),
                f"the directors' summary has no heading “{table.summary_heading}”",
                f"one of {listed([f'“{heading}”' for heading in sorted(headings)])}",
                "Correct summary_heading in sections.csv, or write the part of the summary.",
                pack.period.iso,
            )  # fmt: skip


@rule("summary-plain", W, "The summary has no headings, and tables are to belong under some.")
def headings_missing(pack: Pack) -> Iterator[Remark]:
    """A summary written in one piece: it is printed so, and speaks for every table."""
    summary = pack.narrative(NarrativeKind.SUMMARY)
    wanted = list(dict.fromkeys(table.summary_heading for table in pack.tables if table.summary_heading))
    if summary is None or summary.is_blank or not wanted:
        return
    if not any(part.heading for part in passages(pack, summary)):
        yield Remark(
            summary.place, "",
            "the directors' summary has no headings",
            listed([f"`## {heading}`" for heading in wanted]),
            "Write the headings, or leave summary_heading empty in sections.csv.",
            pack.period.iso,
        )  # fmt: skip


@rule("summary-section", W, "No part of the summary is for a table.")
def section_not_in_summary(pack: Pack) -> Iterator[Remark]:
    """A table that no part of the directors' summary speaks for."""
    for table in pack.tables:
        if not table.summary_heading and pack.in_table(table.key):
            yield Remark(
                table.place, canonical_ref(table.key),
                f"no heading of the directors' summary is for the table {table.key}",
                "a heading under which the directors speak of it",
                "Fill in summary_heading in sections.csv, and write that part of the summary.",
                pack.period.iso,
            )  # fmt: skip


@rule("commentary-reference", E, "A reference that the pack does not have.")
def unknown_reference(pack: Pack) -> Iterator[Remark]:
    """A reference in the commentary that looks like one of the pack's and is not; once a file."""
    known = {indicator.ref for indicator in pack.indicators} | {
        canonical_ref(action.ref) for action in pack.actions
    }
    families = {match[0] for ref in known if (match := re.match(r"[A-Z]+(?=\d)", ref))}
    if not families:
        return
    family = "|".join(sorted(families))
    pattern = re.compile(rf"(?<![A-Za-z0-9])({family}) ?(\d{{1,3}}) ?([a-z]?)(?![A-Za-z0-9%])")
    told: set[tuple[str, str]] = set()
    for narrative in pack.narratives:
        spoken = re.sub(r"\{\{.*?\}\}", lambda live: " " * len(live[0]), narrative.source)
        for match in pattern.finditer(spoken):
            ref = f"{match[1]}{match[2]}"
            known_one = ref in known or f"{ref}{match[3]}".upper() in known
            if not known_one and (narrative.place.file, ref) not in told:
                told.add((narrative.place.file, ref))
                yield Remark(
                    _at(narrative, match.start()), ref,
                    f"the commentary speaks of {match[1]} {match[2]}, which the pack does not have",
                    "a reference listed in indicators.csv",
                    "Correct the reference.",
                    pack.period.iso,
                )  # fmt: skip


@rule("commentary-small-group", W, "Words on a very small group of people.")
def small_groups(pack: Pack) -> Iterator[Remark]:
    """Commentary on a group so small that its people may be known."""
    for narrative in pack.narratives:
        for match in _SMALL.finditer(narrative.source):
            number = match["number"]
            if number is not None and number.isdigit() and int(number) > thresholds.SMALL_GROUP:
                continue
            yield Remark(
                _at(narrative, match.start()), narrative.table and canonical_ref(narrative.table),
                "the commentary speaks of a very small group of people or cases",
                "nothing by which a person could be known",
                "Read the passage as somebody who knows the people, and reword it if need be.",
                pack.period.iso,
            )  # fmt: skip


# ---------------------------------------------------------------------------------------- computing

_SMALL = re.compile(
    r"\bonly (?P<number>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:per ?cent|%))(?!%)"
    r"|\b(?:very )?small number of\b",
    re.IGNORECASE,
)


def _rated(pack: Pack, members: tuple[Indicator, ...], rag: Rag) -> list[Indicator]:
    return [member for member in members if rate(pack, member.ref, pack.period).rag is rag]


Ties = frozenset[tuple[str, Place]]
"""The references that a claim of their own ties to a piece of commentary, each with where that begins."""


def _ties(pack: Pack) -> Ties:
    return frozenset((claim.refs[0], claim.piece) for claim in register(pack) if len(claim.refs) == 1)


def _speaks(
    pack: Pack, piece: Narrative, indicator: Indicator, members: tuple[Indicator, ...], ties: Ties
) -> bool:
    """Whether a piece speaks of an indicator: by its words, or in a claim that the register ties to it."""
    if (indicator.ref, piece.place) in ties:
        return True
    return speaks_of(vocabulary(pack), piece.source, indicator, members)


def _uncovered(pack: Pack, rag: Rag) -> Iterator[Remark]:
    ties = _ties(pack)
    for table in pack.tables:
        members = pack.in_table(table.key)
        pieces = [piece for _, piece in pack.commentary(table.key)]
        written = [piece for piece in pieces if piece is not None and not piece.is_blank]
        for indicator in _rated(pack, members, rag) if written else ():
            if not any(_speaks(pack, piece, indicator, members, ties) for piece in written):
                yield Remark(
                    written[0].place, indicator.ref,
                    f"{shown(pack, indicator)} is {rag.value} and its table's commentary does not name it",
                    "what is being done about each Red and Amber indicator",
                    f"Write a sentence that names {shown(pack, indicator)}.",
                    pack.period.iso,
                )  # fmt: skip


def _missing(pack: Pack, kind: NarrativeKind) -> Iterator[Remark]:
    heading = pack.heading(kind)
    for table in pack.tables if heading else ():
        piece = pack.narrative(kind, table.key)
        red = _rated(pack, pack.in_table(table.key), Rag.RED)
        if red and (piece is None or piece.is_blank):
            yield Remark(
                _place(pack, table, kind), canonical_ref(table.key),
                f"{listed([shown(pack, indicator) for indicator in red])} "
                f"{'is' if len(red) == 1 else 'are'} Red, and nothing is written under {heading}",
                f"{heading} wherever something is Red",
                f"Write it in {table.key}.md.",
                pack.period.iso,
            )  # fmt: skip


def _place(pack: Pack, table: TableGroup, kind: NarrativeKind) -> Place:
    piece = pack.narrative(kind, table.key)
    if piece is not None:
        return piece.place
    return Place(f"narratives/{pack.period.iso}/{table.key}.md")


def _sharing(pack: Pack, table: TableGroup) -> list[Indicator]:
    """The indicators that the same part of the summary speaks for."""
    keys = {other.key for other in pack.tables if other.summary_heading == table.summary_heading}
    return [indicator for indicator in pack.indicators if indicator.table in keys]


def _summary_names(
    known: Vocabulary, indicator: Indicator, summary: Narrative, own: list[Passage], rivals: list[Indicator]
) -> bool:
    if indicator.ref in known.named_in(summary.source):
        return True
    return any(speaks_of(known, part.text, indicator, rivals) for part in own)


def _at(narrative: Narrative, offset: int) -> Place:
    """Where a character of a narrative is in its file."""
    line = narrative.source.count("\n", 0, offset)
    column = offset - (narrative.source.rfind("\n", 0, offset) + 1)
    return Place(narrative.place.file, narrative.place.line + line, column + 1)
