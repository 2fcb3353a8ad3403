"""Waivers keep a finding's severity and take away its force; each is for one rule and one subject."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from boardpack.check import check
from boardpack.model.finding import Place, Severity, Waiver
from boardpack.model.indicator import Polarity
from boardpack.model.pack import Pack
from tests.check.builders import clean, with_indicator

HERE = Place("narratives/2017-10/waivers.toml", 3)


def waiver(rule: str = "polarity-contradicted", subject: str = "AB 1", **changes: str) -> Waiver:
    base = Waiver(rule, subject, "As published.", "Director", date(2017, 11, 24), HERE)
    return replace(base, **changes)


def faulty(*waivers: Waiver) -> Pack:
    pack = with_indicator(clean(), "AB1", polarity=Polarity.SMALLER)
    return replace(pack, waivers=waivers)


@pytest.mark.parametrize("subject", ["AB1", "AB 1", "ab 1"])
def test_a_waiver_matches_however_its_reference_is_written(subject: str) -> None:
    (finding,) = check(faulty(waiver(subject=subject)))
    assert finding.severity is Severity.ERROR
    assert finding.waiver is not None
    assert not finding.blocks


@pytest.mark.parametrize(
    "other", [waiver(subject="CD 1"), waiver(subject=""), waiver(rule="polarity-missing")]
)
def test_a_waiver_for_something_else_is_itself_a_finding(other: Waiver) -> None:
    found = {finding.rule: finding for finding in check(faulty(other))}
    assert found["polarity-contradicted"].blocks
    assert found["waiver-unused"].place == HERE
    assert found["waiver-unused"].severity is Severity.WARNING


def test_an_empty_subject_is_the_whole_pack() -> None:
    pack = replace(
        clean(),
        facts=replace(clean().facts, committee=""),
        waivers=(waiver("facts-missing", ""),),
    )
    assert [(f.rule, f.blocks) for f in check(pack)] == [("facts-missing", False)]


@pytest.mark.parametrize("changes", [{"reason": " "}, {"role": ""}])
def test_a_waiver_needs_a_reason_and_a_role(changes: dict[str, str]) -> None:
    found = [finding for finding in check(faulty(waiver(**changes))) if finding.rule == "waiver-incomplete"]
    assert [finding.blocks for finding in found] == [True]


def test_words_narrow_a_waiver_to_the_message_that_has_them() -> None:
    (finding,) = check(faulty(waiver(words="is marked SIB")))
    assert finding.waiver is not None
    found = {finding.rule: finding for finding in check(faulty(waiver(words="is marked BIB")))}
    assert found["polarity-contradicted"].blocks
    assert found["waiver-unused"].place == HERE
