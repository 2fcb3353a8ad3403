"""Whatever the value, the bands and their words: everything that tells of a rating tells the same."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.live_figures import LiveText, evaluate
from boardpack.analysis.rating import count_ratings, rate
from boardpack.check.band_wording import parse_bands
from boardpack.check.registry import check
from boardpack.claims.register import register
from boardpack.compose.alt_text import alt_text, messages
from boardpack.compose.charts import chart_of
from boardpack.compose.summary import rag_summary
from boardpack.compose.table import indicator_tables
from boardpack.content import Table, inline_text
from boardpack.document import walk
from boardpack.mail.plan import What
from boardpack.mail.summary import Covering, compose_summary
from boardpack.model.indicator import Comparator, Polarity, RagBands
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag
from tests.mail.hand import entry
from tests.mail.hand import settings as mail_settings
from tests.support.packs import OCT, clean, with_cell, with_indicator, with_narrative, with_target


class Bands(Struct, frozen=True):
    """Two thresholds, which way is good, which of them are strict, and a style of words."""

    green: Decimal
    amber: Decimal
    green_strict: bool
    amber_strict: bool
    style: int

    @property
    def bigger(self) -> bool:
        return self.green > self.amber

    @property
    def stored(self) -> RagBands:
        return RagBands(
            self.green, self.amber, self.bigger, of_denominator=False,
            green_included=not self.green_strict, amber_included=not self.amber_strict,
        )  # fmt: skip

    @property
    def words(self) -> str:
        """The bands as a council may write them."""
        green, amber = f"{self.green}%", f"{self.amber}%"
        up = self.bigger
        signs = {(True, True): ">", (True, False): ">=", (False, True): "<", (False, False): "<="}
        g, a = signs[up, self.green_strict], signs[up, self.amber_strict]
        not_g, not_a = signs[not up, not self.green_strict], signs[not up, not self.amber_strict]
        worse, better = ("below", "above") if up else ("above", "below")
        best = f"{better} {green}" if self.green_strict else f"{green} or {better}"
        worst = f"{amber} or {worse}" if self.amber_strict else f"{worse} {amber}"
        low = {">": "over", "<": "under", ">=": "at least", "<=": "at most"}
        return (
            f"G {g} {green}; A {a} {amber} and {not_g} {green}; R {not_a} {amber}",
            f"{best} Green, {low[a]} {amber} but {low[not_g]} {green} Amber, {worst} Red",
            f"Green: {best}. Amber: {low[a]} {amber} and {low[not_g]} {green}. Otherwise Red.",
        )[self.style]


numbers = st.integers(1, 990).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def bands(draw: st.DrawFn) -> Bands:
    green = draw(numbers)
    amber = draw(numbers.filter(lambda other: other != green))
    return Bands(green, amber, draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 2)))


def packed(one: Bands, value: Decimal, **stored: object) -> Pack:
    """The clean pack with these bands and, this month, that value."""
    strict = {True: Comparator.ABOVE, False: Comparator.BELOW}
    weak = {True: Comparator.AT_LEAST, False: Comparator.AT_MOST}
    pack = with_indicator(
        clean(), "AB1", decimals=1, polarity=Polarity.BIGGER if one.bigger else Polarity.SMALLER
    )
    pack = with_target(
        pack, "AB1", published=f"{one.green}%", value=one.green, methodology=one.words,
        comparator=(strict if one.green_strict else weak)[one.bigger], bands=replace(one.stored, **stored),
    )  # fmt: skip
    return with_cell(pack, "AB1", OCT, value=value, text=f"{value}%", numerator=None, denominator=None)


def cells(pack: Pack) -> set[str]:
    """What the table and the summary print as the rating of AB1."""
    tables = [
        *indicator_tables(pack, "Visits", pack.in_table("visits")),
        *(block for block in walk(rag_summary(pack).blocks) if isinstance(block, Table)),
    ]
    rows = [[inline_text(cell.content) for cell in row.cells] for table in tables for row in table.body]
    known = {rag.value for rag in Rag}
    return {cell for row in rows if row[0] == "AB 1" for cell in row if cell in known}


@given(bands(), st.one_of(numbers, st.none()))
def test_every_place_tells_one_rating(one: Bands, value: Decimal | None) -> None:
    value = one.green if value is None else value
    pack = packed(one, value)
    rating = rate(pack, "AB1", OCT)
    read = parse_bands(one.words)
    assert read is not None, one.words
    assert read.ratings(value) == (rating.rag,), one.words
    assert cells(pack) == {rating.word}
    indicator = pack.in_table("visits")[0]
    spoken = alt_text(pack, indicator, messages(pack, indicator)[0])
    assert {rag.value for rag in Rag if rag.value in spoken} == {rating.word}
    counts = count_ratings(pack, ["AB1"])
    assert counts.sentence(pack.words) == f"1 {rating.word}"
    told = evaluate(pack, "AB 1 rating")
    assert isinstance(told, LiveText)
    assert told.text == rating.word
    found = {finding.rule for finding in check(pack) if finding.subject == "AB1"}
    assert not found & {"rating-words", "band-threshold", "bands-unreadable", "target-not-green"}, one.words


@given(bands(), st.one_of(numbers, st.none()))
def test_chart_email_and_register_tell_it_too(one: Bands, value: Decimal | None) -> None:
    value = one.amber if value is None else value
    pack = packed(one, value)
    word = rate(pack, "AB1", OCT).word
    chart = chart_of(pack, pack.in_table("visits")[0])
    last = chart.points[-1]
    assert (last.label, last.words) == ("Oct-17", f"{value}%")
    assert last.target == float(one.green)
    assert is_in_message(pack, "AB 1") == (word == "Red")
    for claimed in ("Red", "Amber", "Green"):
        told = with_narrative(
            pack, NarrativeKind.IMPROVEMENT, "visits", f"AB 1 is {claimed} in October, at {value}%."
        )
        verdicts = [claim.verdict.value for claim in register(told) if f"is {claimed}" in claim.sentence]
        assert ("contradicts" not in verdicts) == (claimed == word), (claimed, word, verdicts)
        assert claimed != word or set(verdicts) == {"agrees"}


def is_in_message(pack: Pack, shown: str) -> bool:
    """Whether the table of the message to members, which lists what is Red, has an indicator."""
    message = compose_summary(Covering(entry(period="2017-10"), pack, What.ATTACHMENT, mail_settings()))
    tables = [block for block in walk(message.sections[0].blocks) if isinstance(block, Table)]
    return any(shown in inline_text(row.cells[0].content) for table in tables for row in table.body)


@given(bands(), st.sampled_from(["green", "amber"]))
def test_the_other_strictness_is_an_error_at_the_boundary(one: Bands, name: str) -> None:
    value: Decimal = getattr(one, name)
    strict: bool = getattr(one, f"{name}_strict")
    pack = packed(one, value, **{f"{name}_included": strict})
    found = {finding.rule for finding in check(pack) if finding.subject == "AB1" and finding.blocks}
    assert "rating-words" in found
    assert found & {"band-threshold", "target-not-green"}
