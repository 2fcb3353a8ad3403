"""Sentences written before the rules that read them were looked at: true, and with a single fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.claims.findings import claim_findings
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
    summary = Narrative(NarrativeKind.SUMMARY, "", source, (), Place("summary.md", 1))
    told = replace(pack, narratives=(summary,))
    return {finding.severity for finding in claim_findings(told)} - {Severity.NOTE}


FALSE_ALARMS = (
    "QA 1 rose slightly, from 64%",  # three points: more than "slightly" by the word list
    "Re-referral rates have more than halved the excess",  # halved what: not the rate
)
"""How the true sentences begin that are faulted, with what they are read as."""
MISSED = (
    "Caseloads in Care Planning and Permanence",  # no references, so not paired
    "Newly qualified social workers (W 1 e) carry",  # cases are no word of the title
    "AD 7 is now 45 days inside",  # days of a time limit
    "W1 a increased by three cases",  # a spelt number before its noun
    "From a high of 91% in June",  # a figure before its subject
    "CP 10 is down to 5 plans from 18",  # plans are no word of the title
    "CIN reviews: 69% on time (78%",  # later figures of a list in brackets
    "CP 10: seven plans",
)
"""How the false sentences begin that are not found, with what is not read in them."""

OCTOBER_TRUE = _sentences("october_fresh_true.txt")
OCTOBER_FALSE = _sentences("october_fresh_false.txt")
SMALL_TRUE = _sentences("small_fresh_true.txt")


@pytest.mark.parametrize(("heading", "sentence"), OCTOBER_TRUE)
def test_what_is_true_of_october_is_silent(october: Pack, heading: str, sentence: str) -> None:
    expected = sentence.startswith(FALSE_ALARMS)
    assert bool(_severities(october, heading, sentence)) is expected


@pytest.mark.parametrize(("heading", "sentence"), SMALL_TRUE)
def test_what_is_true_of_the_small_pack_is_silent(small: Pack, heading: str, sentence: str) -> None:
    assert _severities(small, heading, sentence) == set()


@pytest.mark.parametrize(("heading", "sentence"), OCTOBER_FALSE)
def test_what_is_false_of_october_is_found(october: Pack, heading: str, sentence: str) -> None:
    expected = not sentence.startswith(MISSED)
    assert bool(_severities(october, heading, sentence)) is expected
