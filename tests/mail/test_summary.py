"""What a message says: the same in both renderings, from the same figures as the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.analysis.compare import Comparison, Difference, DifferenceKind, compare
from boardpack.analysis.counts import count_ratings
from boardpack.document import Document, block_texts, walk
from boardpack.load.theme import read_theme
from boardpack.mail.plain_text import plain_text
from boardpack.mail.plan import What
from boardpack.mail.summary import Covering, compose_summary
from boardpack.model.finding import Place
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag
from boardpack.render.html import render_html
from boardpack.words import read_words
from tests.mail.hand import entry, settings
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
        "cannot be compared",
    ):
        assert words in text
    nothing = replace(bare, indicators=())
    assert "No figures to compare." in plain_text(summary(nothing))
    done = replace(october, actions=tuple(one for one in october.actions if not one.is_open))
    assert "0 are open, 4 closed." in plain_text(summary(done))


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
        data = {f"{one.summary_reference} {one.title}" for one in definitions}
        data |= {section.title for section in october.sections}
        data |= {target.published for target in october.targets}
        assert [text for text in english if text not in data] == []
