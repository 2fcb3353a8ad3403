"""What a message says: the same in both renderings, from the same figures as the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.analysis.change import change, news
from boardpack.analysis.compare import Comparison, Difference, DifferenceKind, compare
from boardpack.analysis.rating import count_ratings, rate
from boardpack.compose.phrases import rating_names
from boardpack.content import Table, inline_text
from boardpack.document import Document, block_texts, walk
from boardpack.load.theme import read_theme
from boardpack.mail.message import plain_text
from boardpack.mail.plan import What
from boardpack.mail.summary import Covering, compose_summary
from boardpack.model.finding import Place
from boardpack.model.pack import Pack
from boardpack.model.rating import Level, Rag, Sense, Tone
from boardpack.render.html import render_html
from boardpack.words import read_words
from tests.conftest import loaded
from tests.mail.hand import entry, settings
from tests.support.projects import REPOSITORY
from tests.words.pseudo import ACCENTED, LANGUAGE, PLAIN, write_pseudo

Golden = Callable[[Path, str], None]
HERE = Path(__file__).parent
BACK = str.maketrans(ACCENTED, PLAIN)

OCTOBER = entry(
    period="2017-10", pack="childrens-improvement-priority-indicators",
    title="Children's Improvement Priority Indicators", pages=28, pdf_size=157_495,
    pdf_name="2017-10-childrens-improvement-priority-indicators.pdf",
)  # fmt: skip


def summary(pack: Pack, what: What = What.ATTACHMENT, **changes: object) -> Document:
    edition = replace(OCTOBER, **changes)
    return compose_summary(Covering(edition, pack, what, settings()))


def words_of(html: str) -> list[str]:
    body = html.partition("<main>")[2]
    visible = re.sub(r"<[^>]*>", " ", re.sub(r'<span aria-hidden="true">[^<]*</span>', "", body))
    return re.findall(r"\w+", unescape(visible))


@pytest.mark.parametrize("what", [What.ATTACHMENT, What.LINK])
def test_a_message_about_an_example_says_so_first(what: What, october: Pack) -> None:
    example = replace(october, facts=replace(october.facts, note="EXAMPLE: made-up figures"))
    document = summary(example, what)
    assert document.title.startswith("EXAMPLE: ")
    assert plain_text(document).startswith("EXAMPLE: not a published paper.\n")
    assert "EXAMPLE: not" not in plain_text(summary(october, what))


@pytest.mark.parametrize("what", [What.ATTACHMENT, What.LINK, What.ENCRYPTED])
def test_plain_text_and_html_say_every_word_of_the_same_document(
    what: What, october: Pack, small: Pack, repository: Path
) -> None:
    for pack in (october, small):
        document = summary(pack, what)
        theme, _ = read_theme(repository / "styles", pack.facts.brand)
        assert theme is not None
        plain = " ".join(plain_text(document).split())
        html = words_of(render_html(document, theme))
        position = 0
        for block in walk(document.sections[0].blocks):
            for text in block_texts(block):
                words = re.findall(r"\w+", text)
                assert html[position : position + len(words)] == words, text
                position += len(words)
                if not re.search(r"[A-Z&]{2}", text):  # plain text puts an abbreviation's meaning behind it
                    assert " ".join(text.split()).removeprefix("How to") in plain or text in plain, text
        assert position == len(html)


def test_october_reads_well(october: Pack, golden: Golden) -> None:
    text = plain_text(summary(october))
    golden(HERE / "goldens/october.txt", text)
    assert max(map(len, text.splitlines())) <= 72


def test_the_counts_are_those_of_the_paper(october: Pack) -> None:
    counts = count_ratings(october)
    text = plain_text(summary(october))
    assert f"{counts.total} indicators: {counts.sentence(october.words)}." in text
    assert len(re.findall(r"^- .*\n(?:  .*\n)*?    Oct-17: ", text, re.MULTILINE)) == counts.red
    assert counts.red == 15
    assert Rag.RED.value in text


def test_a_restricted_paper_is_not_told(october: Pack) -> None:
    text = plain_text(summary(october, What.ENCRYPTED, classification="Restricted"))
    assert "password" in text
    assert "never sent by email" in text
    for told in ("15 Red", "Amber", "Caseload", "caseload", "Oct-01", "September"):
        assert told not in text


def test_a_link_is_told_instead_of_a_file(october: Pack) -> None:
    text = plain_text(summary(october, What.LINK))
    assert "https://example.org/2017-10/v1" in text
    assert "attached" not in text


def test_a_restricted_correction_gives_no_reason(october: Pack) -> None:
    held = {"supersedes": "v1", "reason": "CP 10 was wrong", "version": 2}
    text = plain_text(summary(october, What.ENCRYPTED, **held))
    assert "It replaces version 1" in text
    assert "CP 10" not in text


def difference(kind: DifferenceKind, number: int = 1, **changes: str) -> Difference:
    base = Difference(kind, f"X{number}", "a title", "5", "6", Place("x"), "2017-09")
    return replace(base, **changes)


@pytest.mark.parametrize("kind", list(DifferenceKind))
def test_every_kind_of_difference_is_told_in_a_sentence_or_left_out(
    kind: DifferenceKind, october: Pack
) -> None:
    corrected = Comparison("2017-10", "2017-10", (difference(kind),))
    edition = replace(OCTOBER, version=2, supersedes="v1", reason="a value was wrong")
    covering = Covering(edition, october, What.ATTACHMENT, settings(), corrected)
    text = plain_text(compose_summary(covering))
    told = text.partition("Reason: a value was wrong.\n")[2].partition("\n35 indicators")[0].strip()
    assert bool(told) is (kind is not DifferenceKind.CARRIED)
    if told:
        assert told.startswith("- ")
        assert told.endswith(".")
        assert "X1" in told


def test_many_differences_are_counted(october: Pack) -> None:
    found = tuple(difference(DifferenceKind.RESTATED, number) for number in range(15))
    edition = replace(OCTOBER, version=2, supersedes="v1", reason="values were wrong.")
    covering = Covering(edition, october, What.ATTACHMENT, settings(), Comparison("a", "b", found))
    text = plain_text(compose_summary(covering))
    assert "X11, a title: September 2017 is now 6, not 5." in text
    assert "X12" not in text
    assert "And 3 more differences." in text
    assert compare(october, october).differences == ()


def test_a_quiet_month_says_so(october: Pack) -> None:
    month = october.period
    bare = replace(
        october, actions=(), targets=(), overrides=(), reported=(), observations={
            (ref, period): one for (ref, period), one in october.observations.items() if period == month},
    )  # fmt: skip
    text = plain_text(summary(bare))
    for words in (
        "No indicator is Red.",
        "No rating moved.",
        "No actions are recorded.",
    ):
        assert words in text
    nothing = replace(bare, indicators=())
    assert "No indicators." in plain_text(summary(nothing))
    done = replace(october, actions=tuple(one for one in october.actions if not one.is_open))
    assert "4 actions: 0 open, 4 closed." in plain_text(summary(done))


def test_late_actions_are_called_so(october: Pack) -> None:
    later = replace(october, period=october.period.plus(3))
    assert "Overdue: due Dec-17." in plain_text(summary(later))


def test_whom_to_ask_is_told_when_it_is_known(october: Pack) -> None:
    silent = Covering(OCTOBER, october, What.ATTACHMENT, settings(contact=""))
    assert "another form" not in plain_text(compose_summary(silent))
    spoken = Covering(OCTOBER, october, What.ATTACHMENT, settings(contact="the clerk, room 5"))
    assert "not meant for\nyou: the clerk, room 5" in plain_text(compose_summary(spoken))


def test_every_word_of_a_message_is_the_pack_s(october: Pack, tmp_path: Path) -> None:
    words = read_words(LANGUAGE, folder=write_pseudo(tmp_path))
    pack = replace(october, words=words)
    for what in What:
        one, two = (summary(each, what) for each in (october, pack))
        assert one.title != two.title
        said, other = (
            [text for block in walk(document.sections[0].blocks) for text in block_texts(block)]
            for document in (one, two)
        )
        assert [text.translate(BACK).casefold() for text in other] == [t.casefold() for t in said]
        english = [text for text in said if re.search(r"[A-Za-z]{2}", text) and text in other]
        definitions = [d for indicator in october.indicators for d in indicator.definitions]
        data = {
            f"{one.summary_reference} {title}"
            for one in definitions
            for title in (one.title, one.summary_title)
        }
        data |= {target.published for target in october.targets}
        assert [text for text in english if text not in data] == []


# -------------------------------------------------------------------------------------------- news


@pytest.fixture(scope="module")
def november() -> Pack:
    return loaded(REPOSITORY / "tests/packs/november")


def first_words(document: Document, asked: str) -> list[str]:
    """The words of the plain text up to the end of what is asked."""
    before, found, _ = plain_text(document).partition(asked)
    assert found
    return (before + found).split()


def test_the_subject_has_the_news_and_the_meeting(november: Pack, october: Pack) -> None:
    assert summary(november, period="2017-11").title == (
        "EXAMPLE: Children's Improvement Priority Indicators, November 2017: 15 Red, 2 newly Green; "
        "meeting 16 January"
    )
    assert summary(october).title.endswith(", October 2017: 15 Red, 3 newly Green")
    corrected = summary(october, version=2, supersedes="v1", reason="A value was wrong.")
    assert ", October 2017, corrected (version 2): 15 Red" in corrected.title


def test_the_first_ninety_words_have_what_a_member_asks(november: Pack) -> None:
    words = first_words(summary(november, period="2017-11"), "before the meeting of 16 January 2018.")
    assert len(words) <= 90
    said = " ".join(words)
    for told in (
        "35 indicators: 15 Red, 2 Amber, 7 Green, 11 not rated. As many Red as in October.",
        "Newly Red: none.", "Newly Green: FD 3 and LAC 20.", "Red and worse: LAC 11.",
        "Red longest, 8 months: W 1 e, CIN 4, CIN 5, CP 13 and 3 more.",
    ):  # fmt: skip
        assert told in said


def test_the_news_is_worked_out_from_the_ratings(october: Pack) -> None:
    found = news(october)
    before = october.period.previous
    for one in found.newly_red:
        assert rate(october, one.ref, before).rag is not Rag.RED
    assert {one.ref for one in found.worse} <= {one.ref for one in found.red}
    assert found.counted == count_ratings(october).red
    earlier = news(replace(october, period=before))
    assert found.before == earlier.counted
    assert {one.ref for one in news(replace(october, period=before)).newly_red} == {
        one.ref for one in october.indicators
        if one.in_summary and rate(october, one.ref, before).rag is Rag.RED
        and rate(october, one.ref, before.previous).rag not in {None, Rag.RED}
    }  # fmt: skip


def test_a_month_with_newly_red_indicators_says_so_everywhere(october: Pack) -> None:
    september = replace(october, period=october.period.previous)
    found = news(september)
    assert found.newly_red
    document = summary(september, period="2017-09")
    assert f"{len(found.newly_red)} newly Red" in document.title
    rows = rows_of(document)
    assert [row[0] for row in rows[: len(found.newly_red)]] == [
        one.definition(september.period).summary_reference for one in found.red[: len(found.newly_red)]
    ]
    assert set(found.red[: len(found.newly_red)]) == set(found.newly_red)


def rows_of(document: Document) -> list[list[str]]:
    """The reference and the other cells of each row of the table."""
    (table,) = (block for block in walk(document.sections[0].blocks) if isinstance(block, Table))
    return [[inline_text(cell.content[:1]) for cell in row.cells] for row in table.body if len(row.cells) > 1]


def test_the_table_has_the_worst_first(november: Pack) -> None:
    pack = november
    order = [one.ref for one in news(pack).red]
    senses = [change(pack, ref, pack.period).sense for ref in order]
    assert senses == sorted(senses, key=[Sense.WORSE, Sense.NEITHER, Sense.BETTER].index)
    assert rows_of(summary(pack, period="2017-11"))[0][0] == "LAC 11"


def test_an_action_is_beside_its_indicator_and_only_there(november: Pack) -> None:
    text = " ".join(plain_text(summary(november, period="2017-11")).split())
    assert text.count("Nov-02:") == 1
    assert text.index("LAC 11 Percentage") < text.index("Action Nov-02:") < text.index("W 1 e Average")
    assert "3 are in the table above" in text


def test_pages_and_links_are_given_where_they_are_known(october: Pack) -> None:
    covering = Covering(
        OCTOBER, october, What.ATTACHMENT, settings(), pages={"P1": "7"},
        links={"W1A": "https://example.org/2017-10#indicator-w1a"},
    )  # fmt: skip
    document = compose_summary(covering)
    assert "P1 Vacancy Rate (page 7)" in plain_text(document)
    assert "W1 a <https://example.org/2017-10#indicator-w1a>" in " ".join(plain_text(document).split())
    assert "https://example.org/2017-10#" not in plain_text(summary(october))


def test_the_titles_are_those_of_the_definitions_in_force(october: Pack) -> None:
    text = " ".join(plain_text(summary(october)).split())
    assert "same social worker for last 12 months" in text
    assert "same social worker for last 6 months" not in text


def test_what_is_asked_can_be_said_by_the_body(october: Pack, november: Pack) -> None:
    asked = Covering(OCTOBER, november, What.ATTACHMENT, settings(asked="Please note the report"))
    assert "Please note the report.\n" in plain_text(compose_summary(asked))
    assert "Please read" not in plain_text(compose_summary(asked))
    assert "Please read" not in plain_text(summary(october)), "no meeting is known"


def test_a_pack_with_levels_of_its_own_speaks_of_them(october: Pack) -> None:
    levels = (Level("On track", Tone.GOOD), Level("Behind", Tone.LOW), Level("Off track", Tone.WORST))
    assert rating_names(replace(october, levels=levels))["red"] == "Behind, Off track"
    assert rating_names(october)["red"] == "Red"
