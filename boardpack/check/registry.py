"""The table of rules, and the audit that applies them."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.check import waivers
from boardpack.check.rule import E, Family, N, Rule, W, signed
from boardpack.check.rules import (
    actions,
    bands,
    commentary,
    coverage,
    definitions,
    metadata,
    ratings,
    reported,
    series,
    targets,
    values,
)
from boardpack.check.rules.commentary import LIVE_RULES, live_findings
from boardpack.claims.report import CLAIM_RULES, claim_findings
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack


def check(pack: Pack, earlier: Pack | None = None) -> tuple[Finding, ...]:
    """Audit a pack, with the pack of the month before where there is one; waivers are already applied.

    The order is that of the files, the lines in them, and the rules' names.
    """
    found = [*_findings(pack, earlier)]
    waived = list(waivers.waive(found, pack.waivers))
    judged = [
        *waived,
        *(signed(remark, *UNTOLD[:2]) for remark in waivers.untold(waived)),
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
    """The names of all rules that this package may report, for waivers and documentation."""
    return tuple(name for name, _, _ in documented())


def documented() -> Iterator[tuple[str, Severity, str]]:
    """Name, severity and sentence of every rule."""
    for rule in (*RULES, *COMPARISONS):
        yield rule.name, rule.severity, rule.sentence
    for family in FAMILIES:
        yield from family.rules
    yield UNUSED
    yield UNTOLD
    yield INCOMPLETE


def documented_elsewhere() -> Iterator[tuple[str, Severity, str]]:
    """Name, severity and matter of every rule of another room, whose findings say what they are about."""
    for severity, matter, names in ELSEWHERE:
        yield from ((name, severity, matter) for name in names.split())


def _findings(pack: Pack, earlier: Pack | None) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.findings(pack)
    if earlier is not None:
        for comparison in COMPARISONS:
            yield from comparison.findings(pack, earlier)
    for family in FAMILIES:
        yield from family.find(pack)


SUBJECTS = (
    ratings, bands, targets, values, series, definitions, actions, coverage, commentary, metadata, reported,
)  # fmt: skip
"""The modules of `boardpack.check.rules`, in the order of the documentation."""


def _rules(*, comparing: bool) -> tuple[Rule, ...]:
    """Every rule that a subject's module defines, in the order of its lines."""
    every = (each for module in SUBJECTS for each in vars(module).values() if isinstance(each, Rule))
    return tuple(rule for rule in every if rule.compares is comparing)


RULES: tuple[Rule, ...] = _rules(comparing=False)

COMPARISONS: tuple[Rule, ...] = _rules(comparing=True)

FAMILIES: tuple[Family, ...] = (
    Family(claim_findings, tuple((one.name, one.severity, one.sentence) for one in CLAIM_RULES)),
    Family(live_findings, LIVE_RULES),
)

UNUSED = ("waiver-unused", W, "A waiver matches no finding.")
UNTOLD = ("waiver-reader", E, "A waiver of what a reader sees has no note for the reader.")
INCOMPLETE = ("waiver-incomplete", E, "A waiver lacks its reason or role.")

ELSEWHERE: tuple[tuple[Severity, str, str], ...] = (
    (E, "Opening a file of the project.",
     "character-refused file-kind file-missing file-unreadable not-utf8 path-outside too-large"),
    (N, "Opening a file of the project.", "word-bullets"),
    (W, "Which files are there.", "file-unknown"),
    (E, "The rows and columns of a CSV file.",
     "cell-blank column-missing column-repeated column-unknown csv-separator csv-syntax file-empty row-long"),
    (W, "The rows and columns of a CSV file.", "row-short"),
    (E, "A cell of a CSV file.",
     """date-unknown language-tag month-rewritten month-unknown number-unknown period-unknown ref-repeated
     ref-unknown status-unknown value-not-number word-unknown"""),
    (E, "data/sections.csv.",
     """section-conflict section-unknown table-elsewhere table-name table-page table-repeated
     table-title-repeated table-unknown"""),
    (E, "data/indicators.csv and definitions.csv.", "definition-missing definition-repeated ratio-half"),
    (W, "data/indicators.csv and definitions.csv.", "ref-period"),
    (E, "data/targets.csv.",
     """band-half levels-count levels-order months-reversed range-unread target-repeated target-value
     tolerance-unclear"""),
    (W, "data/targets.csv.", "tolerance-zero"),
    (E, "data/values-….csv.", "file-name month-outside-year percent-ambiguous row-missing value-unit"),
    (W, "data/values-….csv.", "percent-fraction"),
    (E, "The small files of data/.", "comparator-repeated override-repeated ref-rewritten"),
    (E, "pack.toml, month.toml or waivers.toml.",
     """columns-unknown columns-wrong commentary-headings fact-missing fact-wrong key-unknown language-unknown
     month-missing ratings-wrong toml-syntax words-key words-wrong"""),
    (E, "The files and headings of narratives/<month>/.",
     "heading-repeated heading-unknown narrative-missing narrative-unknown text-before-heading"),
    (W, "The files and headings of narratives/<month>/.", "heading-unclear"),
    (E, "The Markdown of the commentary.",
     """comment-open figure-in-link figure-open footnote-missing footnote-repeated footnote-shape
     footnote-unused image-alt image-refused language-span link-anchor-unknown link-refused pin-span
     raw-html text-struck"""),
    (W, "The Markdown of the commentary.",
     "link-letters link-user link-words list-run-in mark-unread table-row-wide task-box"),
    (N, "The Markdown of the commentary.", "list-under-words"),
    (E, "The brand under styles/.",
     """brand-unknown font-unreadable glyph-missing image-unreadable theme-missing theme-room theme-unknown
     theme-wrong"""),
    (E, "What may be published.",
     """disclosure-attached disclosure-missing disclosure-open disclosure-prose
     disclosure-release disclosure-wrong exempt-unread"""),
    (W, "What may be published.",
     "disclosure-counts disclosure-picture disclosure-published disclosure-total"),
    (E, "`boardpack email`: its settings and recipients.",
     """address-malformed email-missing email-setting name-unusable recipient-format recipient-repeated
     recipients-none"""),
    (E, "`boardpack archive verify`.", "archive-anchor archive-bag archive-ledger archive-stray"),
)  # fmt: skip
"""Rules of other rooms, most of them of reading: severity (the graver of two), what is read, their names."""
