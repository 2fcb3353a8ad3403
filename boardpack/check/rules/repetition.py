"""Rules about words used twice: in two sections of a pack, or in two months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.check import thresholds
from boardpack.check.rule import Remark, W, comparison, rule
from boardpack.model.finding import Place
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack


@rule("commentary-repeated", W, "A passage stands in two sections.")
def repeated(pack: Pack) -> Iterator[Remark]:
    """The same run of words in two pieces of commentary."""
    first: dict[tuple[str, ...], Narrative] = {}
    told: set[tuple[Place, Place]] = set()
    for narrative in pack.narratives:
        for run, line in _runs(narrative):
            other = first.setdefault(run, narrative)
            pair = (other.place, narrative.place)
            if other is not narrative and pair not in told:
                told.add(pair)
                yield Remark(
                    Place(narrative.place.file, line), narrative.table and canonical_ref(narrative.table),
                    f"a passage stands word for word in {other.place.file} as well",
                    "commentary written for its own indicators",
                    "Say it once, or say what it means here.",
                    pack.period.iso,
                )  # fmt: skip


@comparison("commentary-carried-over", W, "A sentence unchanged since last month.")
def carried_over(pack: Pack, earlier: Pack) -> Iterator[Remark]:
    """A sentence that is unchanged from the month before."""
    for narrative in pack.narratives:
        before = earlier.narrative(narrative.kind, narrative.table, narrative.heading)
        known = {words for words, _ in _sentences(before)} if before is not None else set()
        for words, line in _sentences(narrative):
            if words in known:
                yield Remark(
                    Place(narrative.place.file, line), narrative.table and canonical_ref(narrative.table),
                    f"a sentence is unchanged since {earlier.period.long}",
                    "commentary on this month",
                    "Say what has happened since, or leave the sentence out.",
                    pack.period.iso,
                )  # fmt: skip


def _words(narrative: Narrative) -> list[tuple[str, int]]:
    """The words of a narrative with their lines in the file."""
    found: list[tuple[str, int]] = []
    for number, line in enumerate(narrative.source.splitlines()):
        spoken = re.sub(r"^\s{0,3}#.*", "", line).casefold()
        words = re.findall(r"[\w%{}]+", spoken)
        found += [(word, narrative.place.line + number) for word in words]
    return found


def _runs(narrative: Narrative) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of words with its line, except lists of references, which are no wording."""
    found = _words(narrative)
    words = [word for word, _ in found]
    weighty = [len(word) > 2 for word in words]
    for start in range(len(words) - thresholds.REPEATED_WORDS + 1):
        end = start + thresholds.REPEATED_WORDS
        if sum(weighty[start:end]) >= thresholds.REPEATED_WORDS / 2:
            yield tuple(words[start:end]), found[start][1]


def _sentences(narrative: Narrative) -> Iterator[tuple[tuple[str, ...], int]]:
    line = narrative.place.line
    for paragraph in re.split(r"(\n\s*\n)", narrative.source):
        for match in re.finditer(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?", paragraph):
            sentence = match[0]
            words = tuple(re.findall(r"[\w%{}]+", sentence.casefold()))
            lead = len(sentence) - len(sentence.lstrip())
            if len(words) >= thresholds.CARRIED_WORDS:
                yield words, line + paragraph.count("\n", 0, match.start() + lead)
        line += paragraph.count("\n")
