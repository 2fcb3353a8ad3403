"""Loading a month and checking it, with the month before for comparison: one fault, one finding.

What follows from a fault that the loader has already reported is left out: a row of indicators.csv or
targets.csv that cannot be read in full would otherwise bring a finding for each of its values, its bands and
what is written on it, which all vanish once the row is put right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.cache import Cache
from boardpack.check.registry import check, order
from boardpack.claims.register import register
from boardpack.disclosure.decide import Decision
from boardpack.disclosure.editions import EditionPack, edition_of
from boardpack.disclosure.public import public_pack
from boardpack.disclosure.relations import Earlier
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding, Severity
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class Audit(Struct, frozen=True):
    """A month's pack with everything that reading and checking it found."""

    pack: Pack | None
    """None when the files do not make a pack."""
    findings: tuple[Finding, ...]
    """In the order of files, lines and rules."""
    decision: Decision | None = None
    """What the public edition keeps back, where that is the edition."""


class PackReading(Struct, frozen=True):
    """A month's pack as an edition has it, read and not checked yet."""

    findings: tuple[Finding, ...]
    """What reading found."""
    made: EditionPack | None = None
    """None when the files do not make a pack."""


def audit(
    project: Project,
    period: Period,
    *,
    waived: bool = True,
    edition: Audience | None = None,
    earlier: Sequence[Earlier] = (),
) -> Audit:
    """Read a month and check it; without `waived`, as if there were no waivers.

    Where the pack keeps something back, it is checked as `edition` has it, by default the public one, in view
    of what was issued `earlier`.
    """
    return checked(
        project, period, read_edition_pack(project, period, waived=waived, edition=edition, earlier=earlier)
    )


def read_edition_pack(
    project: Project,
    period: Period,
    *,
    waived: bool = True,
    edition: Audience | None = None,
    earlier: Sequence[Earlier] = (),
) -> PackReading:
    """Read a month's pack as `audit` does, to be checked by `checked`."""
    loaded = load(project, period)
    if loaded.pack is None:
        return PackReading(loaded.findings)
    pack = loaded.pack if waived else replace(loaded.pack, waivers=())
    return PackReading(loaded.findings, edition_of(pack, edition, earlier))


def checked(project: Project, period: Period, reading: PackReading, cache: Cache | None = None) -> Audit:
    """Check a month's pack that was read; `cache` spares reading again the commentary that did not change."""
    made = reading.made
    if made is None:
        return Audit(None, reading.findings)
    pack, before = made.pack, period.previous
    last = load(project, before).pack if before in project.months() else None
    if last is not None and made.held is not None:
        last = public_pack(last, made.held)
    register(pack, cache)
    found = (*joined_findings(pack, reading.findings, check(pack, last)), *made.findings)
    return Audit(pack, tuple(sorted(found, key=order)), made.decision)


INDICATORS = "data/indicators.csv"

CROWD = 3
"""So many findings of one rule in one line, or of one wording in one file, are reported as one."""


UNTIED = frozenset({"claim-unchecked", "claim-contradicted"})
"""What a claim is that cannot be tied to an indicator."""
MISREAD = frozenset({"claim-doubtful", "claim-unread"})
"""What words are that were read in part, as the letters and the number of an unknown reference are."""

UNREADABLE = frozenset({
    "character-refused", "file-kind", "file-missing", "file-unreadable", "narrative-missing", "not-utf8",
    "path-outside", "toml-syntax", "too-large",
})  # fmt: skip
"""The loader's faults that leave nothing of a file: what is not in it need not be asked for as well."""


def joined_findings(pack: Pack, loaded: Sequence[Finding], checked: Iterable[Finding]) -> tuple[Finding, ...]:
    """Join what loading and checking found, without what only follows from something else."""
    errors = (finding.place for finding in loaded if finding.severity is Severity.ERROR)
    broken = {(place.file, place.line) for place in errors if place.line and place.file.startswith("data/")}
    unread = {indicator.ref for indicator in pack.indicators if broken & _rows(indicator)}
    unread |= {f.subject for f in loaded if f.place.file == INDICATORS and f.severity is Severity.ERROR} - {
        ""
    }
    unread |= {target.ref for target in pack.targets if (target.place.file, target.place.line) in broken}
    closed = {f.place.file for f in loaded if f.rule in UNREADABLE}
    kept = [
        f
        for f in checked
        if f.subject not in unread
        and f.place.file not in closed
        and (f.place.file, f.place.line) not in broken
    ]
    return (*gathered(loaded), *_without_echoes(kept))


def gathered(findings: Sequence[Finding]) -> list[Finding]:
    """Report findings that are alike as one: the first of them, with how many there are.

    Alike are those of one rule that share a line, or a file and their words.
    """
    groups: dict[tuple[str, str, int | str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule, finding.place.file, finding.place.line].append(finding)
        groups[finding.rule, finding.place.file, finding.found].append(finding)
    crowds = [group for group in groups.values() if len(group) >= CROWD]
    told = {id(group[0]): len(group) for group in crowds}
    crowded = {id(finding) for group in crowds for finding in group[1:]}
    return [
        replace(f, found=f"{f.found} (and {told[id(f)] - 1} more like it)") if id(f) in told else f
        for f in findings
        if id(f) not in crowded
    ]


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what an unknown reference brings with it: claims that cannot be tied, live figures again."""
    every = list(findings)
    unknown = {(f.place.file, f.place.line) for f in every if f.rule == "commentary-reference"}
    told = {(f.place.file, f.subject) for f in every if f.rule == "commentary-reference"}
    for finding in every:
        file = finding.place.file
        if finding.rule == "live-reference":
            reference = (file, canonical_ref(finding.found.removeprefix("the reference ")))
            echo = reference in told
            told.add(reference)
        else:
            claim = finding.rule in MISREAD or (finding.rule in UNTIED and not finding.subject)
            echo = claim and (file, finding.place.line) in unknown
        if not echo:
            yield finding


def _rows(indicator: Indicator) -> set[tuple[str, int]]:
    """The lines of indicators.csv and definitions.csv that make an indicator what it is."""
    return {
        (place.file, place.line) for place in (indicator.place, *(d.place for d in indicator.definitions))
    }
