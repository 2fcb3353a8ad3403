"""Waivers keep a finding's severity and take away its force; each is for one rule and one subject."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from boardpack.check import check
from boardpack.check.registry import rule_names
from boardpack.check.waivers import READER_RULES
from boardpack.compose.summary_columns import summary_title
from boardpack.load.markdown import parse
from boardpack.model.finding import Finding, Place, Severity, Waiver
from boardpack.model.indicator import Polarity
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack
from tests.support.packs import clean, with_indicator

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


def said(text: str, *waivers: Waiver) -> tuple[Finding, ...]:
    """The findings on a false sentence of the commentary."""
    source = f"{text}\n"
    place = Place("narratives/2017-10/visits.md", 2)
    piece = Narrative(NarrativeKind.IMPROVEMENT, "visits", source, parse(source, place)[0], place)
    pack = clean()
    others = tuple(one for one in pack.narratives if one.kind is not NarrativeKind.IMPROVEMENT)
    return check(replace(pack, narratives=(*others, piece), waivers=waivers))


def test_a_waiver_of_one_sentence_lapses_when_it_is_reworded() -> None:
    false = "AB 1 is Green."
    accepted = waiver("claim-contradicted", "AB 1", sentence=false, reader="AB 1: the sentence is older.")
    waived = [f for f in said(false, accepted) if f.rule == "claim-contradicted"]
    assert [f.waiver for f in waived] == [accepted]
    found = {f.rule: f for f in said("AB 1 is now Green.", accepted)}
    assert found["claim-contradicted"].blocks
    assert "waiver-unused" in found


def titled(*waivers: Waiver) -> Pack:
    """A pack whose summary has a title of its own."""
    pack = clean()
    (first, *others) = pack.indicators
    definition = replace(first.definitions[0], summary_title="An older title")
    changed = (replace(first, definitions=(definition, *first.definitions[1:])), *others)
    return replace(pack, indicators=changed, waivers=waivers)


def test_a_waiver_of_what_a_reader_sees_needs_a_note_for_the_reader() -> None:
    ref = titled().indicators[0].ref
    found = {f.rule: f for f in check(titled(waiver("title-differs", ref)))}
    assert found["waiver-reader"].blocks
    assert found["waiver-reader"].place == HERE
    assert found["title-differs"].audience == "analyst"
    told = {f.rule: f for f in check(titled(waiver("title-differs", ref, reader="The title is older.")))}
    assert "waiver-reader" not in told
    assert (told["title-differs"].audience, told["title-differs"].reader_note) == (
        "reader", "The title is older.",
    )  # fmt: skip


@pytest.mark.parametrize("rule", sorted(READER_RULES))
def test_the_rules_that_need_a_note_exist(rule: str) -> None:
    assert rule in rule_names()


def test_what_no_reader_sees_is_waived_without_a_note() -> None:
    assert [f.rule for f in check(faulty(waiver()))] == ["polarity-contradicted"]


def test_a_reprinted_title_is_printed_only_where_the_reader_is_told() -> None:
    (first, *_) = titled().indicators
    own, older = first.definitions[0].title, "An older title"
    assert summary_title(titled(), first) == own
    assert summary_title(titled(waiver("title-differs", first.ref)), first) == own
    assert summary_title(titled(waiver("title-differs", "CD 9", reader="Told.")), first) == own
    assert summary_title(titled(waiver("title-differs", first.ref, reader="Told.")), first) == older
