"""The table of rules, and the audit that applies them.

To add a rule, write a function that yields `Remark`s in the module of its family, and add its row to `RULES`:
its name (waivers use it, so it stays), its severity, and a sentence for the documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.check import waivers
from boardpack.check.rule import CheckedPack, Family, Rule, signed
from boardpack.check.rules import (
    actions,
    bands,
    coverage,
    definitions,
    metadata,
    ratings,
    repetition,
    reported,
    series,
    values,
)
from boardpack.check.rules.live_figures import LIVE_RULES, live_findings
from boardpack.claims.findings import CLAIM_RULES, claim_findings
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack


def check(pack: Pack, earlier: Pack | None = None) -> tuple[Finding, ...]:
    """Audit a pack, with the pack of the month before where there is one; waivers are already applied.

    The order is that of the files, the lines in them, and the rules' names.
    """
    found = [*_findings(pack, earlier)]
    judged = [
        *waivers.waive(found, pack.waivers),
        *(signed(remark, *UNUSED[:2]) for remark in waivers.unused(found, pack.waivers)),
        *(signed(remark, *INCOMPLETE[:2]) for remark in waivers.incomplete(pack.waivers)),
    ]
    return tuple(sorted(dict.fromkeys(judged), key=order))


def order(finding: Finding) -> tuple[str, int, str, int, str, str, str]:
    """What findings are sorted by."""
    place = finding.place
    return (
        place.file, place.line, finding.rule, place.column, finding.subject, finding.period, finding.found
    )  # fmt: skip


def rule_names() -> tuple[str, ...]:
    """The names of all rules that this room may report, for waivers and documentation."""
    return tuple(name for name, _, _ in documented())


def documented() -> Iterator[tuple[str, Severity, str]]:
    """Name, severity and sentence of every rule."""
    for rule in RULES:
        yield rule.name, rule.severity, rule.sentence
    for comparison in COMPARISONS:
        yield comparison.name, comparison.severity, comparison.sentence
    for family in FAMILIES:
        yield from family.rules
    yield UNUSED
    yield INCOMPLETE


def _findings(pack: Pack, earlier: Pack | None) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.findings(pack)
    for comparison in COMPARISONS if earlier is not None else ():
        if earlier is not None:
            yield from comparison.findings(pack, earlier)
    for family in FAMILIES:
        yield from family.find(pack)


E = Severity.ERROR
W = Severity.WARNING
N = Severity.NOTE

RULES: tuple[Rule, ...] = (
    # ratings
    Rule("rating-unknown", E, ratings.unknown, "A reported rating is no rating: a placeholder, initials."),
    Rule("rating-alias", N, ratings.alias, "A reported rating has another word for Amber."),
    Rule("rating-differs", E, ratings.differs, "A reported rating is not the computed one."),
    Rule("rating-blank", E, ratings.blank, "A rating was left blank that can be computed."),
    Rule("rating-blank-unrated", N, ratings.blank_unrated, "A blank stands for “Not rated”."),
    Rule("rating-undefined", W, ratings.undefined, "Grey, which does not say why there is no rating."),
    Rule("rating-unexplained", W, ratings.unexplained, "An indicator is not rated and nothing says why."),
    Rule("rating-unsupported", E, ratings.unsupported, "A rating stands as reported and cannot be computed."),
    Rule("rating-override", N, ratings.overridden, "A person has set the rating."),
    Rule("rating-on-boundary", W, ratings.on_boundary, "A rounded value lies on a boundary of its bands."),
    Rule("summary-row-missing", E, ratings.not_in_summary, "The summary leaves out an indicator."),
    Rule("table-row-missing", E, ratings.not_in_table, "The summary rates an indicator no table shows."),
    Rule("headline-counts", E, ratings.headline, "The reported ratings count up to other numbers."),
    # bands, targets, polarity
    Rule("bands-unreadable", E, bands.unreadable, "The published bands cannot be read."),
    Rule("bands-unpublished", W, bands.unpublished, "Thresholds, and no published bands."),
    Rule("band-threshold", E, bands.unstored, "The thresholds are not those of the published bands."),
    Rule("band-order", E, bands.disordered, "Amber does not lie between Green and Red."),
    Rule("band-gap", E, bands.gaps, "A printed value can fall between two bands."),
    Rule("band-hairline", W, bands.hairlines, "An unrounded value can fall between two bands."),
    Rule("band-overlap", E, bands.overlaps, "A value can have two ratings."),
    Rule("band-tolerance", W, bands.tolerances, "Like targets have Amber bands of unlike width."),
    Rule("band-wording", N, bands.wordings, "Bands are written in a style of their own."),
    Rule("target-not-green", E, bands.target_apart, "The target is not where Green begins."),
    Rule("target-misread", E, bands.misread_target, "The printed target is not the computed one."),
    Rule("target-decimals", N, bands.target_decimals, "Target and bands differ in decimals."),
    Rule("target-shifted", E, reported.target_shifted, "The target stands in another column."),
    Rule("target-blank", W, reported.target_blank, "The target is blank, which may mean two things."),
    Rule(
        "target-none-for-standard", W, reported.standard_without_target,
        "A title carries a standard and there is no target.",
    ),
    Rule("threshold-range", E, bands.out_of_range, "A percentage target or threshold is above 100."),
    Rule("unit-mismatch", E, bands.units, "Target and bands are in another unit than the value."),
    Rule("polarity-contradicted", E, bands.contradicted_polarity, "The bands deny the polarity."),
    Rule("polarity-missing", E, bands.missing_polarity, "There are bands and no polarity."),
    Rule("polarity-blank", W, bands.blank_polarity, "Which way is good is nowhere said."),
    # values
    Rule("value-blank", E, values.blank, "No value this month, or in any, and nothing says why."),
    Rule("value-blank-earlier", W, values.blank_earlier, "Earlier months are blank without a reason."),
    Rule("value-blank-reported", W, values.blank_reported, "Months were reported blank."),
    Rule("value-zero", E, values.zero, "A zero where there can be none."),
    Rule("value-range", E, values.out_of_range, "A percentage above 100, a broken count, a minus."),
    Rule("value-fraction", W, values.fraction_as_percent, "A number up to 1 among percentages."),
    Rule("value-decimals", W, values.mixed_decimals, "Values of one row have different decimals."),
    Rule("value-decimals-hidden", W, values.coarse, "Values have more decimals than are shown."),
    Rule("value-annotated", N, values.annotated, "A reported cell held words beside its number."),
    Rule("value-small-count", W, values.small_count, "A count of 1 to 5."),
    Rule("value-small-base", W, values.small_denominator, "A figure of fewer than 20 cases."),
    Rule("value-no-base", W, values.without_denominators, "Percentages without their counts."),
    Rule("value-base-missing", W, values.base_missing, "A month lacks the counts that others have."),
    Rule("value-provisional", N, values.provisional, "This month's value is provisional."),
    Rule("value-restated", E, values.restated, "A restatement is not what the values say."),
    Rule("value-revised", W, values.revised_silently, "A revised value without a restatement."),
    Rule("value-jump", W, series.jump, "A value far from the one before."),
    Rule("value-spike", W, series.spike, "A month far from both of its neighbours."),
    Rule("value-rolling", W, series.rolling, "A rolling measure moves more than it can."),
    Rule("value-derived", W, series.derived, "A percentage does not follow from its counts."),
    Rule("series-break", W, series.series_break, "A new definition within the months shown."),
    Rule("series-unreviewed", W, series.unreviewed, "A new definition with the old target and bands."),
    # definitions
    Rule("title-differs", E, definitions.title_differs, "Summary and table give different titles."),
    Rule("title-footnote", E, definitions.footnote, "A footnote mark without its note."),
    Rule("title-unit", W, definitions.title_without_unit, "A title does not say what its numbers are."),
    Rule("reference-differs", N, definitions.reference_differs, "A reference is printed in two ways."),
    Rule("reference-style", N, definitions.reference_styles, "References are spaced in different ways."),
    Rule("basis-missing", W, definitions.basis, "The stretch of time of a value is not stated."),
    Rule("owner-missing", W, definitions.owner_missing, "An indicator has no owner."),
    Rule("owner-unknown", W, definitions.owner_unknown, "An owner is not listed."),
    Rule("owner-unexplained", W, definitions.owner_unexplained, "An owner's code has no role."),
    Rule("abbreviation-unexpanded", W, definitions.abbreviations, "An abbreviation is never expanded."),
    # actions
    Rule("action-due-before-raised", E, actions.due_before_raised, "Due before it was raised."),
    Rule("action-dates", E, actions.dates_disorder, "Ended before it started, or done after publication."),
    Rule("action-overdue", W, actions.overdue, "Open after the month in which it was due."),
    Rule("action-tbc", W, actions.to_be_confirmed, "The month in which it is due is to be confirmed."),
    Rule("action-tbc-long", E, actions.to_be_confirmed_long, "To be confirmed for months."),
    Rule("action-owner-missing", W, actions.owner_missing, "An action has no owner."),
    Rule("action-owner-unknown", W, actions.owner_unknown, "An action's owner is not listed."),
    Rule("action-unlinked", W, actions.unlinked, "An action serves no indicator."),
    Rule("action-link-unknown", E, actions.linked_unknown, "An action serves an unknown indicator."),
    Rule("action-undated", W, actions.undated, "Complete without a date."),
    Rule("action-half-done", W, actions.half_done, "Complete and still running, or open and dated."),
    Rule("action-not-working", W, actions.not_working, "Complete, and its indicator got worse."),
    Rule("action-worse", N, actions.getting_worse, "Open, and its indicator got worse."),
    Rule("action-later", W, actions.later_than_pack, "Raised after the pack's month."),
    Rule("action-compound", W, actions.compound, "Two actions in one row."),
    Rule("action-state", W, actions.status_report, "A state of things instead of an action."),
    Rule("action-yearless", W, actions.yearless, "A day without its year."),
    Rule("action-reference", N, actions.spreadsheet_dates, "References that spreadsheets take for dates."),
    Rule("action-status-words", N, actions.status_words, "Statuses reported in other words."),
    # coverage
    Rule("red-not-covered", E, coverage.red_not_covered, "Commentary does not name a Red indicator."),
    Rule("amber-not-covered", W, coverage.amber_not_covered, "Commentary does not name an Amber one."),
    Rule("red-without-activity", W, coverage.red_without_activity, "Only the next steps name a Red one."),
    Rule("activity-missing", E, coverage.no_activity, "Something is Red; no improvement activity."),
    Rule("next-steps-missing", E, coverage.no_next_steps, "Something is Red; no next steps."),
    Rule("commentary-missing", W, coverage.no_commentary, "A table without any commentary."),
    Rule("summary-missing", E, coverage.no_summary, "There is no directors' summary."),
    Rule("summary-red-missing", W, coverage.red_not_in_summary, "The summary leaves out a Red indicator."),
    Rule("summary-heading", E, coverage.heading_missing, "The summary lacks a heading it should have."),
    Rule("summary-section", W, coverage.section_not_in_summary, "No part of the summary is for a table."),
    Rule("commentary-reference", E, coverage.unknown_reference, "A reference that the pack does not have."),
    Rule("commentary-small-group", W, coverage.small_groups, "Words on a very small group of people."),
    Rule("commentary-repeated", W, repetition.repeated, "A passage stands in two sections."),
    # the pack itself
    Rule("facts-missing", E, metadata.facts_missing, "Committee, meeting date, version … not stated."),
    Rule("dates-missing", W, metadata.dates_missing, "How old figures and words are is not stated."),
    Rule("dates-order", E, metadata.dates_disorder, "Dates in an order that cannot be."),
    Rule("dates-clear-days", W, metadata.published_late, "Fewer than five clear days to the meeting."),
    Rule("charts-unknown", E, metadata.charts_unknown, "A way of drawing charts that does not exist."),
    Rule("cells-shifted", E, reported.shifted, "A row's cells stand one column to the right."),
    Rule("chart-placeholder", E, reported.placeholder, "A chart was reported as “Graph 1”."),
    Rule("cell-unknown", W, reported.unknown_subject, "A cell was reported for an unknown reference."),
    Rule("note-dates", W, values.backward_notes, "A note ends before it starts."),
    Rule("cell-normalised", N, reported.normalised, "The pack words a reported cell differently."),
)  # fmt: skip

COMPARISONS: tuple[CheckedPack, ...] = (
    CheckedPack(
        "commentary-carried-over", W, repetition.carried_over, "A sentence unchanged since last month."
    ),
)

FAMILIES: tuple[Family, ...] = (Family(claim_findings, CLAIM_RULES), Family(live_findings, LIVE_RULES))

UNUSED = ("waiver-unused", W, "A waiver matches no finding.")
INCOMPLETE = ("waiver-incomplete", E, "A waiver lacks its reason or role.")
