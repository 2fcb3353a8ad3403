"""Sentences written before the rules that read them were looked at: true, and with a single fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from boardpack.claims.report import claim_findings
from boardpack.load.markdown import parse
from boardpack.model.finding import Place, Severity
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack

HERE = Path(__file__).parent


def _sentences(name: str) -> list[tuple[str, str]]:
    """The sentences of a file, each with the heading of the directors' summary it stands under."""

    def read() -> Iterator[tuple[str, str]]:
        heading = ""
        for line in (HERE / name).read_text("utf-8").splitlines():
            if line.startswith("## "):
                heading = line
            elif line:
                yield heading, line

    return list(read())


def _severities(pack: Pack, heading: str, sentence: str) -> set[Severity]:
    source = f"{heading}\n\n{sentence}\n"
    place = Place("summary.md", 1)
    summary = Narrative(NarrativeKind.SUMMARY, "", source, parse(source, place)[0], place)
    told = replace(pack, narratives=(summary,))
    return {finding.severity for finding in claim_findings(told)} - {Severity.NOTE}


FALSE_ALARMS = (
    "QA 1 rose slightly, from 64%",  # three points: more than "slightly" by the word list
    "Our vacancy rate of 43% compares unfavourably with the 24% we are aiming for",  # an aim
    "CIN 5 is 20 percentage points or more below target in every month",  # the 29 is a gap of the last month
)
"""How the true sentences begin that are warned of, with what they are read as; none is an error."""
MISSED = ("CP 10: seven plans",)  # plans are no word of the title
"""How the false sentences begin that are not found, with what is not read in them."""

OCTOBER_TRUE = _sentences("october_fresh_true.txt")
OCTOBER_FALSE = _sentences("october_fresh_false.txt")
SMALL_TRUE = _sentences("small_fresh_true.txt")


def _faulted(pack: Pack, sentences: Sequence[tuple[str, str]]) -> dict[str, set[Severity]]:
    """The sentences of which something is found that is more than a note, each on its own."""
    found = {sentence: _severities(pack, heading, sentence) for heading, sentence in sentences}
    return {sentence: severities for sentence, severities in found.items() if severities}


def test_what_is_true_of_october_is_silent(october: Pack) -> None:
    alarms = [sentence for _, sentence in OCTOBER_TRUE if sentence.startswith(FALSE_ALARMS)]
    assert _faulted(october, OCTOBER_TRUE) == {sentence: {Severity.WARNING} for sentence in alarms}


def test_what_is_true_of_the_small_pack_is_silent(small: Pack) -> None:
    assert _faulted(small, SMALL_TRUE) == {}


def test_what_is_false_of_october_is_found(october: Pack) -> None:
    found = _faulted(october, OCTOBER_FALSE)
    missed = [sentence for _, sentence in OCTOBER_FALSE if sentence not in found]
    assert missed == [sentence for _, sentence in OCTOBER_FALSE if sentence.startswith(MISSED)]
