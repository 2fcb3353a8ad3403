"""Numbers in people's own words that give a suppressed figure away."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.content import Image
from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.prose import RULE
from boardpack.load.markdown import parse
from boardpack.model.disclosure import Exemption, ExemptPart, PartKind
from boardpack.model.finding import Place
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Abbreviation, Pack
from tests.disclosure.made import made_pack, total

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
            "It is the 3rd visit.",
        ],
    )  # fmt: skip
    def test_other_numbers(self, text: str) -> None:
        assert saying(text) == []

    def test_a_pack_that_suppresses_nothing(self) -> None:
        assert saying("X was 3.", replace(PACK, disclosure=None)) == []


def _column(text: str) -> int:
    marks = ("three", "two", "18", " 3", " 2")
    return next(text.index(mark) + len(mark) - len(mark.lstrip()) for mark in marks if mark in text) + 1
