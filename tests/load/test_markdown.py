# ruff: noqa: E501 - a case is a line of a table

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.content import (
    Align,
    Column,
    HeaderScope,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Placeholder,
    Table,
    Text,
    inline_text,
)
from boardpack.document import Block, block_texts, walk
from boardpack.load import markdown
from boardpack.load.markdown import parse
from boardpack.model.finding import Finding, Place

PLACE = Place("narratives/2017-10/a.md", 11)


def read(source: str) -> tuple[Block, ...]:
    blocks, findings = parse(source, PLACE)
    assert findings == ()
    return blocks


def faults(source: str) -> list[tuple[str, int, int]]:
    return [(f.rule, f.place.line, f.place.column) for f in parse(source, PLACE)[1]]


def paragraph(*content: Text | Link | LineBreak | Placeholder) -> Paragraph:
    return Paragraph(content)


def test_paragraphs_are_divided_by_blank_lines_and_joined_over_line_ends() -> None:
    assert read("One\ntwo.\n\nThree – ‘four’ & A < B.\n") == (
        paragraph(Text("One two.")),
        paragraph(Text("Three – ‘four’ & A < B.")),
    )


def test_emphasis_and_strong_are_voices_of_plain_runs() -> None:
    assert read("a *b* **c *d*** e") == (
        paragraph(
            Text("a "), Text("b", emphasis=True), Text(" "), Text("c ", strong=True),
            Text("d", strong=True, emphasis=True), Text(" e"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Percentage of CIN* for whom",
        "1 < 2 & 3 > 2; R&D; &copy &;",
        "(1) From Monday (2) Focus",
        "+11% and -5%",
        "age <1 year",
        "a_b_c and 2*3*4 and * alone",
        "CIN* who were seen, LAC* who were not, CIN** too",
        "CIN* (* see note), 3*",
        "[1] and [x](",
        "$5m to $7m",
        "ŵ ŷ ’ – … 🙂",
        "C:\\temp",
        "!not an image",
        "> 5 days",
        "[label]: https://example.org",
        "A{b}c",
    ],
)
def test_words_that_only_look_like_markdown_stay_as_they_are(words: str) -> None:
    assert read(words) == (paragraph(Text(words)),)


def test_a_footnote_mark_beside_emphasis_stays() -> None:
    assert read("CIN* who *were* seen, **LAC** who* and [x*](https://example.org/a*b)\n\n*open\n\nend*") == (
        paragraph(
            Text("CIN* who "), Text("were", emphasis=True), Text(" seen, "), Text("LAC", strong=True),
            Text(" who* and "), Link("https://example.org/a*b", (Text("x*"),)),
        ),
        paragraph(Text("*open")),
        paragraph(Text("end*")),
    )  # fmt: skip


def test_stars_begin_the_items_of_a_list() -> None:
    assert read("* one*\n* *two*") == (
        ListBlock(((paragraph(Text("one*")),), (paragraph(Text("two", emphasis=True)),))),
    )


def test_an_escaped_mark_is_the_mark_itself() -> None:
    assert read(r"\*not emphasis\* and \[no link\] and \# and `code`") == (
        paragraph(Text("*not emphasis* and [no link] and # and code")),
    )


def test_a_line_that_ends_in_two_blanks_is_a_forced_line_end() -> None:
    assert read("one  \ntwo") == (paragraph(Text("one"), LineBreak(), Text("two")),)


def test_blanks_and_line_ends_at_the_ends_are_nothing() -> None:
    assert read("[](https://example.org)  \none *two *[](#a)  \n[](#b)") == (paragraph(Text("one *two *")),)
    assert read("one [](#a) {{P1}} **[](#a)**") == (paragraph(Text("one "), Placeholder("P1", 1, 12)),)


def test_lists_nest_and_hold_paragraphs() -> None:
    blocks = read("- one\n- two\n    - *inner*\n    - last\n\n3. third\n4. fourth\n\n    more\n")
    assert blocks == (
        ListBlock((
            (paragraph(Text("one")),),
            (
                paragraph(Text("two")),
                ListBlock((
                    (paragraph(Text("inner", emphasis=True)),),
                    (paragraph(Text("last")),),
                )),
            ),
        )),
        ListBlock(
            ((paragraph(Text("third")),), (paragraph(Text("fourth")), paragraph(Text("more")))),
            ordered=True, start=3,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("We will\n- do it\n", (2, 1)),
        ("We will:\n- do it\n", None),
        ("Words.\n\n- one\n\nMore words\n1. one\n", (6, 1)),
        ("1. one\n   - inner\n", None),
        ("We will:\n\n- do it\n- do that\n", None),
        ("## Heading\n- one\n", None),
        ("1. one\n    - inner\n2. two\n", None),
        ("- one\n  goes on\n* two\n+ three\n", None),
        ("fell by\n-5 points\n", None),
    ],
)
def test_a_list_that_is_printed_as_running_text_is_told(source: str, place: tuple[int, int] | None) -> None:
    _, findings = parse(source, Place("a.md", 1))
    told = [(f.place.line, f.place.column) for f in findings if f.rule == "list-run-in"]
    assert told == ([place] if place else [])


def test_an_indented_line_is_words_and_no_code() -> None:
    assert read("para\n\n    indented") == (paragraph(Text("para")), paragraph(Text("indented")))


def test_sub_headings_begin_at_the_second_level() -> None:
    assert read("## Two\n\n### Three *x*\n\nOver\n====\n\n# One\n\n##\n") == (
        Heading(2, (Text("Two"),)),
        Heading(3, (Text("Three "), Text("x", emphasis=True))),
        Heading(2, (Text("Over"),)),
        Heading(2, (Text("One"),)),
    )


def test_a_rule_across_the_page_says_nothing() -> None:
    assert read("a\n\n---\n\nb") == (paragraph(Text("a")), paragraph(Text("b")))


def test_tables_have_header_cells_and_alignment() -> None:
    (table,) = read("Team | Posts | Note\n:-- | --: | :-:\nA | **1** | x\nB | 2\n")
    assert isinstance(table, Table)
    assert table.columns == (Column(flexible=True), Column(Align.NUMBER), Column(Align.CENTRE))
    assert [cell.header for cell in table.head[0].cells] == [HeaderScope.COLUMN] * 3
    words = [[inline_text(cell.content) for cell in row.cells] for row in (*table.head, *table.body)]
    assert words == [["Team", "Posts", "Note"], ["A", "1", "x"], ["B", "2", ""]]


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("[a *b*](https://example.org/x?y=1&z)", Link("https://example.org/x?y=1&z", (Text("a "), Text("b", emphasis=True)))),
        ('[a](https://example.org/ "The plan")', Link("https://example.org/", (Text("a"),), "The plan")),
        ("<https://example.org/>", Link("https://example.org/", (Text("https://example.org/"),))),
        ("<clerk@example.org>", Link("mailto:clerk@example.org", (Text("clerk@example.org"),))),
        ("[a](mailto:clerk@example.org)", Link("mailto:clerk@example.org", (Text("a"),))),
        ("[a](#workforce)", Link("#workforce", (Text("a"),))),
        ("**[a](#b)**", Link("#b", (Text("a", strong=True),))),
    ],
)  # fmt: skip
def test_links_lead_to_the_web_to_mail_or_into_the_pack(source: str, link: Link) -> None:
    assert read(source) == (paragraph(link),)


@pytest.mark.parametrize(
    "target",
    [
        "http://example.org", "javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x",
        "../x.md", "//example.org", "mailto:", "https://", "x", "", "vbscript:x", "ftp://example.org",
    ],
)  # fmt: skip
def test_other_links_are_refused_and_their_words_kept(target: str) -> None:
    blocks, findings = parse(f"one\n\ntwo [words]({target}) three", PLACE)
    assert [finding.rule for finding in findings] == ["link-refused"]
    assert findings[0].place.line == (13 if target else 11)
    assert blocks[-1] == paragraph(Text("two words three"))


def test_the_second_of_two_equal_links_is_found_where_it_stands() -> None:
    assert faults("[a](x.md)\n\n[b](x.md)") == [("link-refused", 11, 5), ("link-refused", 13, 5)]


def test_images_are_refused_and_their_words_kept() -> None:
    blocks, findings = parse("See ![the plan](../../secret.png) now", PLACE)
    assert [finding.rule for finding in findings] == ["image-refused"]
    assert blocks == (paragraph(Text("See the plan now")),)


def test_words_struck_out_are_a_finding_and_are_not_printed() -> None:
    blocks, findings = parse("We ~~do~~ did it ~~and\nmore~~ here.", PLACE)
    assert [(f.rule, f.place.line, f.place.column) for f in findings] == [
        ("text-struck", 11, 4), ("text-struck", 11, 18),
    ]  # fmt: skip
    assert blocks == (paragraph(Text("We did it here.")),)
    assert read("about ~5 or ~~6") == (paragraph(Text("about ~5 or ~~6")),)


@pytest.mark.parametrize(
    ("source", "rule", "place"),
    [
        ("- [ ] open\n- [x] done", "task-box", (11, 3)),
        ("1. [X] done", "task-box", (11, 4)),
        ("A ==marked== word", "mark-unread", (11, 3)),
        ("CO~2~ is less", "mark-unread", (11, 3)),
        ("Some 20 m^2^ of it", "mark-unread", (11, 10)),
        ("> They listened to me", "mark-unread", (11, 1)),
    ],
)
def test_marks_of_other_programs_are_told(source: str, rule: str, place: tuple[int, int]) -> None:
    assert (rule, *place) in faults(source)


def test_names_of_characters_are_the_characters() -> None:
    assert read("Health &amp; Safety,&nbsp;&pound;5 &lt;b&gt; &#42;x&#42;") == (
        paragraph(Text("Health & Safety,\u00a0£5 <b> *x*")),
    )


def test_a_link_without_words_is_nothing() -> None:
    assert read("a [](https://example.org) b") == (paragraph(Text("a b")),)


@pytest.mark.parametrize(
    "tag",
    [
        "<p>", "</p>", "<br/>", "<br />", '<a href="x">', "<script>", "<IMG SRC=x>", "<x-y>", "<!DOCTYPE html>",
        "<?php x ?>", "<![CDATA[x]]>", "<b\nclass='x'>",
    ],
)  # fmt: skip
def test_raw_html_is_a_finding_and_no_markup(tag: str) -> None:
    assert faults(f"one\n\n- two {tag} three") == [("raw-html", 13, 7)]
    runs = [run for block in walk(parse(f"a {tag} b", PLACE)[0]) for run in block_texts(block)]
    assert runs == [" ".join(f"a {tag} b".split())]


def test_comments_are_not_printed_and_move_nothing() -> None:
    assert read("<!-- <b>old</b> {{P1}} -->\none <!-- x --> two <!-- y\n# z -->\nthree") == (
        paragraph(Text("one two")),
        paragraph(Text("three")),
    )
    assert faults("a <!-- x -->\n<!-- b\n--> <i>") == [("raw-html", 13, 5)]
    assert faults("a\n<!-- b") == [("comment-open", 12, 1)]


def test_live_figures_keep_their_place() -> None:
    assert read("one {{ P1.change }}\n– two **{{W 1 e}}**, {{}}") == (
        paragraph(
            Text("one "), Placeholder("P1.change", 1, 5), Text(" – two "), Placeholder("W 1 e", 2, 9, strong=True), Text(", "),
            Placeholder("", 2, 22),
        ),
    )  # fmt: skip


def test_a_live_figure_may_stand_in_a_table_a_list_and_a_heading() -> None:
    blocks = read("## {{P1}}\n\n- {{P2}}\n\na | b\n- | -\n{{P3}} | c_{{P_4}}_d\n")
    found = (
        [inline_text(cell.content) for cell in blocks[2].body[0].cells]
        if isinstance(blocks[2], Table)
        else []
    )
    assert blocks[0] == Heading(2, (Placeholder("P1", 1, 4),))
    assert blocks[1] == ListBlock(((paragraph(Placeholder("P2", 3, 3)),),))
    assert found == ["{{P3}}", "c_{{P_4}}_d"]


def test_escaped_brackets_are_words() -> None:
    assert read(r"write \{{P1}} so, **\{{b**") == (
        paragraph(Text("write {{P1}} so, "), Text("{{b", strong=True)),
    )


def test_a_live_figure_that_is_not_closed_on_its_line_is_a_finding() -> None:
    assert faults("a {{P1\n}} b\n\n{{" + "x" * 150 + "}} {{c") == [
        ("figure-open", 11, 3),
        ("figure-open", 14, 156),
    ]


def test_a_live_figure_in_a_link_is_a_finding() -> None:
    assert faults("[{{P1}}](https://example.org)") == [("figure-in-link", 11, 10)]
    assert [rule for rule, *_ in faults("[a](https://example.org/{{P1}})")] == ["figure-in-link"]


HOSTILE = {
    "brackets": "[" * 20_000,
    "brackets apart": "[ " * 20_000,
    "images": "![ " * 20_000,
    "stars": "*a " * 20_000,
    "strong stars": "***a b** c* " * 300,
    "underscores": "_a __b ___c " * 300,
    "backticks": "`a " * 20_000,
    "a long word": "a" * 100_000,
    "tags": "<a " * 20_000,
    "bars": "| " * 20_000,
    "numbers": "1. " * 20_000,
    "numbers in few": "1. " * 6,
    "dashes": "- " * 20_000,
    "quotes": "> " * 20_000,
    "comments": "<!-- " * 12_000,
    "figures": "{{ " * 20_000,
    "backslashes": "\\ " * 20_000,
    "setext headings": "a\n=\n" * 15_000,
    "headings in blocks": ("# a\n" * 299 + "\n") * 20,
    "nested lists": "\n".join(" " * (4 * level) + "- a" for level in range(170)),
    "blanks": " " * 59_000,
    "a blank tail": "a" + " " * 59_000,
    "words": "word " * 11_000,
    "many words": "word " * 100_000,
    "lines": "a\n" * 30_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_ends_soon(source: str) -> None:
    started = time.process_time()
    parse(source, PLACE)
    assert time.process_time() - started < 5  # the slowest takes half a second


def test_an_address_may_be_longer_than_a_word() -> None:
    assert faults(f"[a](https://example.org/{'x' * 300})") == []
    assert [rule for rule, *_ in faults(f"[a](https://example.org/{'x' * 3000})")] == ["too-large"]
    assert [rule for rule, *_ in faults("x" * 201)] == ["too-large"]


def test_a_parser_that_goes_too_deep_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(_: str) -> None:
        raise RecursionError

    monkeypatch.setattr("boardpack.load.markdown._tree", deep)
    assert faults("a") == [("too-large", 11, 0)]


MARKS = st.text("ab *_`[]()#<>{}|\\-+1.\n!&\"'~=:/ŵ", max_size=60)


@given(MARKS)
def test_any_text_gives_blocks_and_findings_in_its_lines(source: str) -> None:
    blocks, findings = parse(source, PLACE)
    lines = source.count("\n") + 1
    assert all(PLACE.line <= finding.place.line < PLACE.line + lines for finding in findings)
    assert all(isinstance(finding, Finding) for finding in findings)
    for block in walk(blocks):
        for text in block_texts(block):
            assert text == text.strip(" ")
            assert not set(text) & set("\x02\x03\ue000\ue001\n")


@given(st.lists(MARKS, min_size=2, max_size=4))
def test_what_was_read_before_makes_no_difference(sources: list[str]) -> None:
    in_a_row = [parse(source, PLACE) for source in sources]
    alone = []
    for source in sources:
        markdown._parser.cache_clear()
        alone.append(parse(source, PLACE))
    assert in_a_row == alone


def test_a_text_that_was_too_deep_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    inner = "- a\n    - b\n\nc"
    before = parse(inner, PLACE)
    with monkeypatch.context() as patched:
        patched.setattr("markdown.blockprocessors.ParagraphProcessor.run", fail)
        assert faults(inner) == [("too-large", 11, 0)]
    assert parse(inner, PLACE) == before


@given(st.lists(st.text("abcŵ–.,;'’%0123456789()", min_size=1, max_size=12), min_size=1, max_size=12))
def test_plain_prose_is_kept_word_for_word(words: list[str]) -> None:
    prose = "Prose " + " ".join(words)
    assert read(prose) == (paragraph(Text(prose)),)
