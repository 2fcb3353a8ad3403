"""Numbers in people's own words that give a suppressed figure away."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.content import Image
from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.prose import RULE
from boardpack.disclosure.said import numbers_said
from boardpack.load.markdown import parse
from boardpack.model.disclosure import Exemption, ExemptPart, PartKind, Release
from boardpack.model.finding import Place
from boardpack.model.indicator import Comparator, RagBands, Target, TargetStatus
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import DataNote, Forecast, ValueStatus
from boardpack.model.pack import Abbreviation, Owner, Pack
from tests.disclosure.made import APRIL, SMALL, made_pack, total

PACK = made_pack({"W": [20, 21], "X": [5, 3], "Y": [15, 18]}, total("W", "X", "Y"))
"""In May X is 3 and suppressed, and Y with it; X was 5 in April."""


def saying(text: str, pack: Pack = PACK, *, table: str = "visits") -> list[str]:
    """The places of what is refused in a piece of commentary that begins at line 3."""
    place = Place("narratives/2017-05/visits.md", 3)
    blocks, _ = parse(text, place)
    kind = NarrativeKind.IMPROVEMENT if table else NarrativeKind.SUMMARY
    said = replace(pack, narratives=(Narrative(kind, table, text, blocks, place),))
    return [str(one.place) for one in edition_of(said).findings if one.rule == RULE]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "text",
        [
            "X was 3.", "There were three children in X.", "X fell by 2 to a new low.", "It was down by two.",
            "The rest, 18 children, stayed.", "In May it was 3 (provisional).",
        ],
    )  # fmt: skip
    def test_the_figure_and_what_it_follows_from(self, text: str) -> None:
        assert saying(text) == ["narratives/2017-05/visits.md:3:" + str(_column(text))]

    def test_in_the_line_where_it_is(self) -> None:
        places = saying("Visits went well.\n\nOf these, all were seen,\nand three children moved.")
        assert places == ["narratives/2017-05/visits.md:6:5"]

    def test_in_the_summary_where_people_are_counted_or_the_indicator_is_named(self) -> None:
        assert saying("We saw three children.", table="")
        assert saying("For X it is 3.", table="")
        assert not saying("We hired three advisers.", table="")

    def test_the_finding_does_not_repeat_the_number(self) -> None:
        place = Place("narratives/2017-05/visits.md", 3)
        blocks, _ = parse("X was 3.", place)
        written = Narrative(NarrativeKind.IMPROVEMENT, "visits", "X was 3.", blocks, place)
        said = replace(PACK, narratives=(written,))
        found = next(one for one in edition_of(said).findings if one.rule == RULE)
        assert not any(ch.isdigit() for ch in f"{found.found} {found.expected}")


class TestWhatItFollowsFrom:
    """X is 3 of W's 21, and Y is 18; X was 5 in April."""

    @pytest.mark.parametrize(
        "text",
        [
            "All but eighteen of the 21 were seen.", "A quarter of the 12 moved.", "One in four of 12 moved.",
            "Half of the 6 moved.", "One third of the 9 moved.", "Two boys and one girl moved.",
            "A girl, then 2 boys and 1 sister moved.", "It changed from 5 to 8.",
            "All but three of the 13 stayed.",
            "Everyone except 3 of our 20 stayed.", "A single child, and twins, moved: 3 in all.",
        ],
    )  # fmt: skip
    def test_a_number_that_words_come_to(self, text: str) -> None:
        assert saying(text)

    def test_over_the_end_of_a_line_in_a_paragraph_about_nothing_else(self) -> None:
        assert saying("We saw three\nchildren.", table="") == ["narratives/2017-05/visits.md:3:8"]
        assert saying("Visits began and\nall but three of\nthe 13 stayed.")[0].startswith(
            "narratives/2017-05/visits.md:4:"
        )

    def test_in_what_is_said_of_an_exempt_part_and_in_the_glossary(self) -> None:
        why = Exemption("2", "It is about three children.", "Privacy outweighs it.")
        place = Place("data/exempt.csv", 2)
        pack = replace(PACK, exempt=(ExemptPart(PartKind.ACTION, "A-1", why, place),))
        assert saying("It went well.", pack) == ["data/exempt.csv:2:13"]
        entry = Abbreviation("XG", "A group of three children", "en-GB", Place("data/glossary.csv", 2))
        assert saying("It went well.", replace(PACK, glossary=(entry,))) == ["data/glossary.csv:2:12"]

    def test_of_a_group_of_which_nothing_follows(self) -> None:
        assert not saying("A quarter of the 40 visits were late.")
        assert not saying("Seven boys and two girls sang in the choir of 40.", replace(PACK, disclosure=None))

    def test_what_is_left_of_a_total_whose_other_part_is_small(self) -> None:
        held = made_pack({"W": [20, 21], "X": [5, 3], "Y": [15, 18]}, total("W", "X", "Y"))
        assert saying("The remaining 18 stayed.", held)


def of(earlier: int, now: int, other: int = 18) -> Pack:
    """X of two months and another part, of a published whole; X of May is suppressed, whatever it is."""
    whole = [earlier + other, now + other]
    pack = made_pack({"W": whole, "X": [earlier, now], "Y": [other, other]}, total("W", "X", "Y"))
    seen = replace(pack.observations["X", APRIL.next], status=ValueStatus.SUPPRESSED)
    return replace(pack, observations={**pack.observations, ("X", APRIL.next): seen})


class TestWhatAReaderSees:
    """X is 3, and W 21: read in the parsed commentary, at the line where it is written."""

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("**Three** children moved.", 3),
            ("Of them ***thr*ee** moved.", 3),
            ("`3` children moved.", 3),
            ("We saw [three children](https://example.org/a).", 3),
            ("Words.\n\n- One thing.\n- Then three moved.", 6),
            ("Words.\n\n1. One thing.\n   - Three moved.", 6),
            ("| Group | May |\n|---|---|\n| X | 3 |", 5),
            ("| Children who moved | Note |\n|---|---|\n| three | none |", 5),
            ("Words.[^1]\n\n[^1]: Three children moved.", 5),
            ("Words.[^1] More words.\n\n[^1]: A note.\n\nLast, three moved.", 7),
            ("### Three children moved\n\nWords.", 3),
            ('![Three children](map.png "A map")', 3),
            ('Words.\n\n![A map](map.png "Three children")', 5),
            ("[Aeth tri o blant: 3]{lang=cy}", 3),
            ("Of the {{W}}, all but 18 moved.", 3),
        ],
    )
    def test_is_refused_where_it_is(self, text: str, line: int) -> None:
        assert [place.split(":")[1] for place in saying(text)] == [str(line)]

    @pytest.mark.parametrize(
        "text",
        [
            "<!-- three children --> Nothing to say.", "W is {{W}}.", "X is {{X}}, of {{W}}.",
            "It is [on the site](https://example.org/3/three-children).",
        ],
    )  # fmt: skip
    def test_what_nobody_sees_is_not(self, text: str) -> None:
        assert saying(text) == []

    def test_the_texts_of_the_data_are_read(self) -> None:
        place, words = Place("data/x.csv", 2), "Three children moved."
        one = PACK.indicators[0]
        changed = replace(one, definitions=(replace(one.definitions[0], change=words, place=place),))
        titled = replace(one, definitions=(replace(one.definitions[0], summary_title=words, place=place),))
        table = replace(PACK.sections[0].tables[0], title=words, place=place)
        packs = [
            replace(PACK, releases=(Release("Z", APRIL, date(2017, 6, 1), words, "Head", place),)),
            replace(PACK, forecasts=(Forecast("W", APRIL, Decimal(9), words, date(2017, 6, 1), place),)),
            replace(PACK, owners=(Owner("HC", words, place),)),
            replace(PACK, indicators=(changed, *PACK.indicators[1:])),
            replace(PACK, indicators=(titled, *PACK.indicators[1:])),
            replace(PACK, sections=(replace(PACK.sections[0], tables=(table,)),)),
            replace(PACK, sections=(replace(PACK.sections[0], title=words, place=place),)),
            replace(PACK, facts=replace(PACK.facts, classification=words, place=place)),
            replace(PACK, notes=(DataNote("W", None, None, words, place),)),
        ]
        for pack in packs:
            assert saying("It went well.", pack) == [f"{place}:1"]

    def test_a_number_in_a_title_is_of_the_definition(self) -> None:
        one = PACK.indicators[1]
        named = replace(
            one.definitions[0], title="Visits within 3 days of 3 or more", summary_title="3 checks"
        )
        pack = replace(
            PACK, indicators=(PACK.indicators[0], replace(one, definitions=(named,)), PACK.indicators[2])
        )
        assert saying("It went well.", pack) == []


class TestHowItIsSaid:
    @pytest.mark.parametrize(
        "text",
        [
            "A seventh of them moved.", "One in seven moved.", "One in every seven moved.",
            "1 out of 7 moved.",
            "Six in seven stayed.", "Six sevenths of the children stayed.", "Some 14% of them moved.",
            "Between 2 and 4 children moved.", "Two to four moved.", "2-4 moved.", "Three or four moved.",
            "Fewer than four moved.", "At least two moved.", "Up to 3 moved.", "No more than three moved.",
            "3 or fewer moved.", "About three moved.", "More than two moved.", "At least 18 stayed.",
            "That is 2 fewer.", "It fell by two.", "It is down two on April.", "Down from 5 to 3.",
            "Down from five children to three.", "2 below April.", "Two fewer children than in April.",
            "All but 18 stayed.", "The other eighteen stayed.", "A trio of children moved.",
            "It was a third less: three.", "Last year two moved; this year three children did.",
            "At this stage three are not known.", "This week three children called.",
            "In this group 3 moved.",
            "Of these 3 may return.", "3 mar the picture.", "Three returned home.",
            "Three changed placements.", "Three, in fact, are lost.",
            "We know of 18 of the 21.", "A further 3 children moved.", "Six sevenths stayed.",
            "3+ children moved.", "Three, all of them girls, moved.", "(3)", "X: 3", "X=3", "3.",
            "Two girls and a boy moved.", "half a dozen less three",
        ],
    )  # fmt: skip
    def test_of_three_of_21(self, text: str) -> None:
        assert saying(text)

    @pytest.mark.parametrize(
        ("earlier", "now", "text"),
        [
            (2, 4, "It doubled."), (2, 4, "Twice as many moved as in April."), (2, 4, "Double last month's."),
            (2, 6, "Three times as many."), (2, 6, "It trebled."), (6, 3, "It halved."),
            (6, 3, "Half as many."),
            (6, 3, "Half of last month's."), (6, 6, "It was unchanged."),
            (6, 6, "The same number as in April."),
            (6, 6, "There was no change."), (6, 6, "It remained the same."), (5, 1, "The only child moved."),
            (5, 1, "A single child moved."), (5, 1, "Only one child moved."), (5, 1, "A lone boy moved."),
            (5, 2, "Both moved."), (5, 2, "Both children moved."), (5, 2, "A couple moved."),
            (5, 2, "A pair of siblings moved."), (5, 2, "The twins moved."), (5, 12, "A dozen moved."),
            (5, 23, "Twenty-three moved."), (5, 23, "twenty three moved"), (5, 6, "Half a dozen moved."),
            (5, 6, "A quarter of them moved."), (5, 6, "Three quarters of them stayed."),
            (5, 18, "Half of them moved."), (5, 18, "Half the children moved."), (5, 18, "Half moved."),
            (5, 9, "A third of the children moved."), (5, 9, "Two thirds of the children stayed."),
            (5, 0, "None of the children moved."), (5, 0, "No child moved."), (5, 0, "Nobody moved."),
            (5, 0, "Not a single child moved."), (5, 0, "The number was zero."), (5, 0, "0 moved."),
            (5, 9, "It is half of the number of Y."), (5, 36, "Twice as many as stayed."),
        ],
    )  # fmt: skip
    def test_of_another_figure(self, earlier: int, now: int, text: str) -> None:
        assert saying(text, of(earlier, now))

    @pytest.mark.parametrize(
        "text", ["All of the children moved.", "Every child moved.", "Everyone moved.", "They were all seen."]
    )
    def test_that_it_is_all_of_them(self, text: str) -> None:
        settings = replace(SMALL, group_attributes=True)
        values = {"W": [8, 8], "X": [5, 8], "Y": [3, 0]}
        assert saying(text, made_pack(values, total("W", "X", "Y"), settings=settings))
        assert not saying(text, of(5, 8))

    @given(
        st.integers(1, 4),
        st.integers(5, 30),
        st.sampled_from(["{} moved.", "There are {} of them.", "X: {}"]),
    )
    @settings(max_examples=40, deadline=None)
    def test_every_small_count_in_figures_and_words(self, now: int, other: int, form: str) -> None:
        word = ("one", "two", "three", "four")[now - 1]
        assert saying(form.format(now), of(5, now, other))
        assert saying(f"We saw {word} children.", of(5, now, other), table="")

    @given(st.integers(1, 4), st.integers(6, 30), st.integers(0, 40))
    @settings(max_examples=60, deadline=None)
    def test_a_number_that_says_nothing_of_it_is_let_through(self, now: int, other: int, number: int) -> None:
        pack = of(5, now, other)
        near = {now, other, now + other, 5, abs(now - 5), other + 5, abs(other - 5)}
        if number not in near:
            assert not saying(f"We saw {number} children.", pack), number


class TestAPercentageThatIsKeptBack:
    """P is N of D: 3 of 12, and 6 of 12 the month before."""

    PACK = made_pack({"N": [6, 3], "D": [12, 12], "P": [50, 25]}, ratios={"P": ("N", "D")})

    @pytest.mark.parametrize(
        "text",
        [
            "25% moved.", "25 per cent moved.", "Twenty-five percent moved.", "A quarter of them moved.",
            "One in four moved.", "Three in four stayed.", "It fell by 25 percentage points.",
            "Between 20% and 30% moved.", "3 of the 12 moved.", "The other 9 stayed.",
            "75% of the 12 stayed.",
            "It halved.", "Half as many as in April.", "A quarter moved.", "Around a quarter moved.",
        ],
    )  # fmt: skip
    def test_it_and_its_counts(self, text: str) -> None:
        assert saying(text, self.PACK)

    @pytest.mark.parametrize(
        "text", ["D is 12.", "In April P was 50%.", "90% of visits were good.", "25 staff."]
    )
    def test_what_says_nothing_of_it(self, text: str) -> None:
        assert not saying(text, self.PACK)


class TestRatingsInWords:
    """X is 0 and kept back with all of its group; Green is 0, Amber up to 2."""

    BANDS = RagBands(Decimal(0), Decimal(2), bigger_is_better=False, of_denominator=False)

    def rated(self, count: int) -> Pack:
        pack = of(5, count)
        aim = Target(
            "X", None, None, "0", TargetStatus.SET, Comparator.AT_MOST, Decimal(0), False, self.BANDS, "", "",
            Place("data/targets.csv", 2),
        )  # fmt: skip
        return replace(pack, targets=(aim,))

    @pytest.mark.parametrize(
        ("count", "text"),
        [
            (0, "X is Green."), (0, "X met its target."), (0, "X is on target."), (1, "X is Amber."),
            (2, "X stays Amber."), (3, "X is Red."), (0, "The target of X was met."),
        ],
    )  # fmt: skip
    def test_from_which_a_count_follows(self, count: int, text: str) -> None:
        assert saying(text, self.rated(count))

    @pytest.mark.parametrize(
        ("count", "text"),
        [
            (12, "X is Red."), (3, "X is Amber."), (0, "W is Green."), (3, "Visits are Green."),
            (3, "X missed its target."),
        ],
    )  # fmt: skip
    def test_from_which_none_follows(self, count: int, text: str) -> None:
        assert not saying(text, self.rated(count))


class TestAnotherIndicatorsFigures:
    """X is 3 and kept back; V is 3 as well, and no count of people."""

    MADE = made_pack({"X": [5, 3], "V": [2, 3]})
    PACK = replace(MADE, indicators=(MADE.indicators[0], replace(MADE.indicators[1], sensitive=False)))

    @pytest.mark.parametrize(
        "text", ["V is 3.", "V was 2 and is 3.", "In April V was 2.", "V rose by 1 to 3."]
    )
    def test_are_let_through_where_it_is_named(self, text: str) -> None:
        assert not saying(text, self.PACK)

    @pytest.mark.parametrize("text", ["V is 9, of which 3 moved.", "X is 3.", "V and X are 3.", "It is 3."])
    def test_are_refused_where_they_may_be_its_own(self, text: str) -> None:
        assert saying(text, self.PACK)

    def test_its_own_of_another_month_is_let_through(self) -> None:
        assert not saying("In April X was 5.", made_pack({"X": [5, 3], "Z": [5, 10]}))


def test_a_range_about_a_withheld_figure_is_refused_without_a_rule_of_small_counts() -> None:
    why = Exemption("2", "It is about one family.", "Privacy outweighs it.")
    part = ExemptPart(PartKind.INDICATOR, "X", why, Place("data/exempt.csv", 2))
    pack = replace(PACK, disclosure=None, exempt=(part,))
    assert saying("X is 2 to 4.", pack)
    assert not saying("X is 2 or more.", replace(pack, exempt=()))


@pytest.mark.parametrize(
    "piece",
    ["1-", "9", "1,", "3 a-b ", "1 in 2 of the ", "half of the ", "x@", "aged 3 to ", "2 boys, ", "1 and "],
)
def test_no_text_takes_long_to_read(piece: str) -> None:
    start = process_time()
    list(numbers_said(piece * (10_000 // len(piece)), re.compile("(?!)")))
    assert process_time() - start < 4, (
        "about half a second at most; seconds for a pattern that tries each way to split it"
    )


class TestPictures:
    def test_one_beside_suppressed_figures_is_a_warning(self) -> None:
        place = Place("narratives/2017-05/visits.md", 3)
        picture = Image("map.png", "A map", ())
        written = Narrative(NarrativeKind.IMPROVEMENT, "visits", "", (picture,), place)
        found = edition_of(replace(PACK, narratives=(written,))).findings
        assert "disclosure-picture" in {one.rule for one in found}
        assert not edition_of(replace(PACK, narratives=(written,), disclosure=None)).findings


class TestWhatIsNot:
    @pytest.mark.parametrize(
        "text",
        [
            "X is {{X}}.", "Visits are made within 3 days.", "On 3 May the team met.", "The cost was £3k.",
            "See 2003 and Q3.",
            "W is 21 and rose by 1.", "One of the aims is quality.", "3. The plan goes on.",
            "It is the 3rd visit.", "Children aged 3 were seen first.",
            "Children aged 3 to 5 were seen first.",
            "3 year olds were seen.", "Three-year-old children were seen.", "3- and 4-year-olds were seen.",
            "The under-3s were seen.", "See paragraph 3 and section 18.", "See paragraphs 2 to 3.",
            "Priority 3 is next.",
            "Year 3 pupils were seen.", "Key Stage 3 was reviewed.", "At 3pm, 3 pm and 3:00.",
            "On 3/5/2017 and 3 May 2017.",
            "3 May", "May 3, 2017 was the day.", "The plan has 3 aims.", "We held 3 team meetings.",
            "Three advisers started.", "3 new advisers for children started.", "Three homes were inspected.",
            "We opened 3 more homes.", "Over the next 3 months.", "For 18 months.", "A 3-month plan.",
            "It cost £3 million.", "It is 3 miles away.", "Both teams and both hubs met.",
            "Both quality and speed matter.",
            "In the third quarter.", "The second half was better.", "Half-term was quiet.",
            "Double-check it.",
            "Fewer than 5 children moved.", "At least one child moved.", "Between 0 and 5 moved.",
            "Under 18s were seen.",
            "More than 10 stayed.", "We saw 3 of the 4 providers.",
            "No change of policy is planned by the team.",
            "W was 20 and is 21.", "A first, a second and a third visit.", "Phase 3 begins.",
            "Ofsted grade 3.",
            "In 2003-04 and 2016/17.", "See www.example.org/3.", "Regulation 18 applies.",
            "On 3 and 18 May.", "From 3 to 5pm each day.", "Phase 1 of 3.", "The team of 3 has 18 vacancies.",
            "We wrote to 18 employers.", "Half the team changed.", "Three local businesses help.",
            "At 3 noon.",
            "The aims are (1) care, (2) trust, (3) time.", "We have 3 new team managers.",
            "3 of the 5 posts are filled.", "Over half of the children are seen.",
            "Form 3 was sent.", "The ratio is 3:1.", "The 3-18 policy.",
        ],
    )  # fmt: skip
    def test_other_numbers(self, text: str) -> None:
        assert saying(text) == []

    def test_a_pack_that_suppresses_nothing(self) -> None:
        assert saying("X was 3.", replace(PACK, disclosure=None)) == []


def _column(text: str) -> int:
    marks = ("three", "two", "18", " 3", " 2")
    return next(text.index(mark) + len(mark) - len(mark.lstrip()) for mark in marks if mark in text) + 1
