"""Rules about what indicators are: titles, footnotes, owners, the stretch of time, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.check import thresholds
from boardpack.check.rule import E, N, Remark, W, indicator_rule, rule, shown
from boardpack.model.finding import Place, listed
from boardpack.model.indicator import Basis, Indicator, Unit, canonical_ref
from boardpack.model.pack import Pack


@indicator_rule("title-differs", E, "A title for the summary that is not the table's.")
def title_differs(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """One reference with two titles: in its table and in the summary."""
    definition = indicator.definition(pack.period)
    if definition.summary_title and _folded(definition.summary_title) != _folded(definition.title):
        yield Remark(
            definition.place, indicator.ref,
            f"the summary calls {shown(pack, indicator)} “{definition.summary_title}”",
            f"“{definition.title}”, as its table does: the summary prints that",
            "Leave summary_title empty; to reprint it, waive this with a note for the reader.",
        )  # fmt: skip


@indicator_rule("reference-differs", N, "A reference is printed in two ways.")
def reference_differs(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A reference printed in two ways, or that carries a version in brackets."""
    definition = indicator.definition(pack.period)
    if definition.summary_reference and definition.summary_reference != definition.reference:
        yield Remark(
            definition.place, indicator.ref,
            f"the summary prints {definition.summary_reference}, the table {definition.reference}",
            "one reference",
            "Keep the version in its own column.",
        )  # fmt: skip


@indicator_rule("title-footnote", E, "A footnote mark without its note.")
def footnote(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A footnote mark in a title that no note answers."""
    definition = indicator.definition(pack.period)
    mark = next((letter for letter in definition.title if letter in "*†‡§"), None)
    notes = [note.text for note in pack.notes if note.ref in {indicator.ref, ""}]
    if mark is not None and not any(mark in text for text in notes):
        yield Remark(
            definition.place, indicator.ref,
            f"the title of {shown(pack, indicator)} has the mark {mark} and there is no note for it",
            "a note that begins with the mark, or no mark",
            f"Add a note for {shown(pack, indicator)} that begins with {mark}, or take the mark out.",
        )  # fmt: skip


@rule("title-unit", W, "A title does not say what its numbers are, though its like do.")
def title_without_unit(pack: Pack) -> Iterator[Remark]:
    """A title that does not say what its numbers are, where nearly all others of its unit do.

    A pack whose titles leave it to the figures (`43%`, `£1,200`) is consistent, and right.
    """
    for unit, words in _UNIT_WORDS.items():
        members = [indicator for indicator in pack.indicators if indicator.unit is unit]
        silent = [
            indicator
            for indicator in members
            if not re.search(words, indicator.definition(pack.period).title, re.IGNORECASE)
        ]
        if len(silent) > len(members) * thresholds.ODD_ONES or len(members) < thresholds.LIKE_TITLES:
            continue
        for indicator in silent:
            definition = indicator.definition(pack.period)
            yield Remark(
                definition.place, indicator.ref,
                f"the title of {shown(pack, indicator)} does not say that its values are "
                f"{_UNIT_NAMES[unit]}, as the other titles do",
                f"a title such as “{_UNIT_TITLES[unit]} {definition.title}”",
                "Complete the title.",
            )  # fmt: skip


@rule("basis-missing", W, "The stretch of time of a value is not stated.")
def basis(pack: Pack) -> Iterator[Remark]:
    """Indicators that do not say which stretch of time a month's value describes."""
    silent = [indicator for indicator in pack.indicators if indicator.basis is Basis.NOT_STATED]
    if silent:
        yield Remark(
            silent[0].place, "",
            f"{len(silent)} of {len(pack.indicators)} indicators do not say which stretch of time a value "
            f"describes: {listed([shown(pack, indicator) for indicator in silent])}",
            "month, month end, year to date, rolling 12 months or rolling 36 months",
            "Fill in the column basis.",
        )  # fmt: skip


@indicator_rule("owner-missing", W, "An indicator has no owner.")
def owner_missing(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """An indicator that is nobody's."""
    if not indicator.owner.strip():
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} has no owner",
            "the code of an owner listed in owners.csv",
            "Enter who answers for it.",
        )  # fmt: skip


@indicator_rule("owner-unknown", W, "An owner is not listed.")
def owner_unknown(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """An owner's code that owners.csv does not list."""
    if indicator.owner.strip() and pack.owner(indicator.owner) is None:
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} belongs to {indicator.owner}, whom owners.csv does not list",
            "a code listed in owners.csv",
            "Correct the code, or add a row with the role.",
        )  # fmt: skip


@rule("owner-unexplained", W, "An owner's code has no role.")
def owner_unexplained(pack: Pack) -> Iterator[Remark]:
    """An owner's code without a role: readers see initials that mean nothing to them."""
    for owner in pack.owners:
        if not owner.role.strip():
            yield Remark(
                owner.place, owner.code,
                f"owner {owner.code} has no role",
                "a role, such as “Head of Service, Assessment”; never a person's name",
                "Fill in the column role.",
            )  # fmt: skip


@rule("reference-style", N, "References are spaced in different ways.")
def reference_styles(pack: Pack) -> Iterator[Remark]:
    """References of one family that are spaced in different ways."""
    families: dict[str, list[Indicator]] = {}
    for indicator in pack.indicators:
        family = re.match(r"[A-Z]*", indicator.ref)
        families.setdefault(family[0] if family else "", []).append(indicator)
    for members in families.values():
        styles = {re.sub(r"\d+", "9", re.sub(r"[A-Za-z]+", "A", shown(pack, i))): i for i in members}
        short = {style: i for style, i in styles.items() if "(" not in style}
        if _spacings(short) > 1:
            yield Remark(
                members[0].place, members[0].ref,
                f"references of one family are spaced differently: "
                f"{listed([shown(pack, indicator) for indicator in short.values()])}",
                "one way of spacing",
                "Nothing need be done: they are known by their letters and numbers.",
            )  # fmt: skip


@rule("abbreviation-unexpanded", W, "An abbreviation is never expanded.")
def abbreviations(pack: Pack) -> Iterator[Remark]:
    """An abbreviation that the glossary does not expand, nor the text itself."""
    texts = list(_texts(pack))
    known = {_singular(entry.short).casefold() for entry in pack.glossary} | WELL_KNOWN
    known |= {expanded.casefold() for text, _, _ in texts for expanded in _EXPANDED.findall(text)}
    families = {match[0] for i in pack.indicators if (match := re.match(r"[A-Z]+", i.ref))}
    references = {"".join(shown(pack, indicator).split()) for indicator in pack.indicators}
    seen: set[str] = set()
    for text, place, subject in texts:
        for match in _ABBREVIATION.finditer(text):
            short = _singular(match[0])
            numbered = match[0] in families and re.match(r"\s?\d", text[match.end() :])
            reference = numbered or (short in references)
            if short.casefold() in known or short in seen or reference:
                continue
            seen.add(short)
            line = place.line + text.count("\n", 0, match.start()) if place.line else 0
            yield Remark(
                Place(place.file, line), subject,
                f"the abbreviation {short} is never expanded",
                "an entry in the glossary",
                f"Add {short} to glossary.csv.",
            )  # fmt: skip


# ------------------------------------------------------------------------------------------- words

_UNIT_WORDS = {
    Unit.PERCENT: r"percent|per cent|%|\brate\b|proportion|\bshare\b|\bratio\b",
    Unit.COUNT: r"\bnumber\b|\bcounts?\b|\btotal\b|how many|\bvolume",
    Unit.AVERAGE: r"average|mean|median|\bper\b",
    Unit.DAYS: r"\bdays?\b",
    Unit.WEEKS: r"\bweeks?\b",
    Unit.POUNDS: r"£|pounds?|cost|spend|expenditure|budget",
}
_UNIT_NAMES = {
    Unit.PERCENT: "percentages",
    Unit.COUNT: "counts",
    Unit.AVERAGE: "averages",
    Unit.DAYS: "days",
    Unit.WEEKS: "weeks",
    Unit.POUNDS: "pounds",
}
_UNIT_TITLES = {
    Unit.PERCENT: "Percentage of",
    Unit.COUNT: "Number of",
    Unit.AVERAGE: "Average",
    Unit.DAYS: "Days:",
    Unit.WEEKS: "Weeks:",
    Unit.POUNDS: "Cost of",
}

WELL_KNOWN = frozenset({"uk", "nhs", "gp", "it", "mp", "pdf", "ok", "am", "pm"})
"""Abbreviations that need no entry in a glossary."""

_ABBREVIATION = re.compile(r"(?<![\w/@#{.-])(?:[a-z]?[A-Z][a-z]*[A-Z&][A-Za-z&]{0,4})(?![\w@])")
_EXPANDED = re.compile(r"[\w'’-],? [\w'’-]+,? \(([A-Za-z&]{2,7}?)s?\)")


def _singular(short: str) -> str:
    return short[:-1] if re.fullmatch(r".*[A-Z]s", short) else short


def _texts(pack: Pack) -> Iterator[tuple[str, Place, str]]:
    """Everything a reader sees in words: titles, actions, commentary."""
    for indicator in pack.indicators:
        definition = indicator.definition(pack.period)
        yield definition.title, definition.place, indicator.ref
    for action in pack.actions:
        yield action.text, action.place, canonical_ref(action.ref)
    for narrative in pack.narratives:
        blanked = re.sub(r"\{\{.*?\}\}|\(https?:[^)]*\)|`[^`]*`", lambda m: " " * len(m[0]), narrative.source)
        yield blanked, narrative.place, canonical_ref(narrative.table)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _spacings(styles: dict[str, Indicator]) -> int:
    """In how many ways a family is spaced: `A9` and `A 9` are two, `A 9` and `A 9 A` one."""
    spaced = [style[1:2] == " " for style in styles]
    suffixed = [" A" in style[1:] for style in styles if style.rstrip("A") != style]
    return max(len(set(spaced)), len(set(suffixed)))
