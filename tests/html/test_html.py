"""Document → HTML: every element, every fact a screen reader needs, contrast in light and dark."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from boardpack.archive.make_issue import edition_passages
from boardpack.compose import compose
from boardpack.compose.phrases import rewrite_blocks
from boardpack.content import (
    Align,
    Badge,
    BadgeKind,
    Cell,
    Column,
    Footnote,
    HeaderScope,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    PageNumber,
    Paragraph,
    Placeholder,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
)
from boardpack.document import (
    Beside,
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Details,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
    FootnoteText,
    Part,
    SectionRole,
    block_texts,
    walk,
)
from boardpack.errors import ProgrammingError
from boardpack.mail.message import plain_text
from boardpack.model.pack import Pack
from boardpack.model.rating import Direction, Sense
from boardpack.render.html import render_html
from boardpack.render.html.stylesheet import BADGES, DARK, colours
from boardpack.theme import Theme
from tests.support import projects
from tests.support.projects import BRANDS


@pytest.fixture(scope="module", params=BRANDS)
def theme(request: pytest.FixtureRequest) -> Theme:
    return projects.theme(str(request.param))


def page(theme: Theme, *blocks: Block, stamp: str = "") -> str:
    section = DocumentSection(SectionRole.PROSE, "T", blocks, "top")
    return render_html(Document("A & B", "cy", "", "", "", "", "", "", (section,), stamp), theme)


def inner(theme: Theme, *content: Inline) -> str:
    found = re.search(r"<p>(.*)</p>", page(theme, Paragraph(content)), re.DOTALL)
    assert found is not None
    return found[1]


FIGURE = Figure(Chart((), percent=False), "It rose.", (Text("Cap"),), (Text("Note"),), "f")
BARE = Figure(Chart((), percent=False), "It fell.", (Text("Cap 2"),))


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (Text("a < b & c"), "a &lt; b &amp; c"),
        (Text("x", strong=True, emphasis=True), "<em><strong>x</strong></em>"),
        (Text("x", quiet=True, language="en"), '<span class="quiet" lang="en">x</span>'),
        (Text("LAC", expansion='looked "after"'), '<abbr title="looked &quot;after&quot;">LAC</abbr>'),
        (
            Link("https://example.org/?a=1&b", (Text("x"),), "to x"),
            '<a href="https://example.org/?a=1&amp;b" aria-label="to x">x</a>',
        ),
        (LineBreak(), "<br>"),
        (
            Badge(BadgeKind.RED, "Red"),
            '<span class="badge badge-red"><span aria-hidden="true">■ </span>Red</span>',
        ),
        (
            Badge(BadgeKind.GREEN, "G", "Green", shape=False),
            '<span class="badge badge-green"><abbr title="Green">G</abbr></span>',
        ),
        (
            Footnote((Text("Words"),), 3, "Note 3"),
            '<sup><a href="#note-3" role="doc-noteref" aria-label="Note 3">3</a></sup>',
        ),
        (Trend(Direction.UP, Sense.BETTER, "2 better"), '<span aria-hidden="true">↑ </span>2 better'),
        (PageNumber("x"), ""),
    ],
)
def test_inlines(content: Inline, html: str, theme: Theme) -> None:
    assert inner(theme, content) == html


def test_a_live_figure_without_its_words_is_a_fault_of_ours(theme: Theme) -> None:
    with pytest.raises(ProgrammingError):
        page(theme, Paragraph((Placeholder("P1", 1, 1),)))


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (
            Heading(2, (Text("H"),), "a", (Text("aside"),)),
            '<h2 id="a">H <span class="quiet">aside</span></h2>',
        ),
        (Heading(8, (Text("H"),)), "<h6>H</h6>"),
        (Paragraph((Text("x"),), "note"), '<p class="note">x</p>'),
        (
            ListBlock((((Paragraph((Text("x"),))),),), ordered=True, start=3),
            '<ol start="3">\n<li>x</li>\n</ol>',
        ),
        (
            ListBlock(((Paragraph((Text("x"),)), ListBlock(((Paragraph((Text("y"),)),),))),)),
            "<ul>\n<li><p>x</p>\n<ul>\n<li>y</li>\n</ul></li>\n</ul>",
        ),
        (
            FIGURE,
            '<figure id="f"><figcaption>Cap</figcaption><p>It rose.</p><p class="note">Note</p></figure>',
        ),
        (
            FigureGroup((BARE,), (Text("Both"),)),
            (
                '<p>Both</p>\n<div class="figures">\n'
                "<figure><figcaption>Cap 2</figcaption><p>It fell.</p></figure>\n</div>"
            ),
        ),
        (FigureGroup((BARE,)), "<figure><figcaption>Cap 2</figcaption><p>It fell.</p></figure>"),
        (Beside((Part((Paragraph((Text("x"),)),)),)), "<div>\n<p>x</p>\n</div>"),
        (
            Details((Text("s & t"),), (Paragraph((Text("x"),)),)),
            "<details>\n<summary>s &amp; t</summary>\n<p>x</p>\n</details>",
        ),
        (
            Contents((ContentsEntry((Text("x"),), "a"),)),
            '<nav>\n<ul>\n<li><a href="#a">x</a></li>\n</ul>\n</nav>',
        ),
    ],
)
def test_blocks(block: Block, html: str, theme: Theme) -> None:
    assert html in page(theme, block)


def test_a_picture_is_within_the_page_with_its_words(theme: Theme) -> None:
    made = page(theme, Image("a.png", "A <map>", (Text("Cap"),), b"\x89PNG", 8, 4))
    assert (
        '<figure><img src="data:image/png;base64,iVBORw==" alt="A &lt;map&gt;" width="8" height="4">'
        "<figcaption>Cap</figcaption></figure>" in made
    )
    assert 'src="data:image/jpeg;base64,' in page(theme, Image("a.jpg", "A", (), b"\xff\xd8", 8, 4))


def test_footnotes_lead_there_and_back(theme: Theme) -> None:
    note = FootnoteText(2, (Text("Words"),), "note-2", "note-2-in-text", "Back to note 2")
    made = page(theme, Paragraph((Text("a"),), anchor="note-2-in-text"), Footnotes((note,)))
    assert '<p id="note-2-in-text">a</p>' in made
    assert (
        '<p id="note-2" class="note" role="doc-footnote"><a href="#note-2-in-text" role="doc-backlink" '
        'aria-label="Back to note 2">2</a> Words</p>' in made
    )


def test_labels_of_a_list_are_printed_as_written(theme: Theme) -> None:
    item = (Paragraph((Text("one"),)),)
    made = page(theme, ListBlock((item,), ordered=True, labels=("(a)",)))
    assert '<ol class="labelled">\n<li><span class="label">(a) </span>one</li>\n</ol>' in made


def test_a_table_names_its_headers(theme: Theme) -> None:
    columns = (Column(), Column(Align.NUMBER, current=True), Column(Align.CENTRE))
    head = Row(tuple(Cell((Text(word),), HeaderScope.COLUMN) for word in "abc"))
    band = Row((Cell((Text("Band"),), HeaderScope.ROW, colspan=3),), RowRole.BAND)
    row = Row((Cell((Text("r"),), HeaderScope.ROW), Cell((Text("1"),)), Cell((Text("2"),))), anchor="r")
    total = Row((Cell((Text("t"),)), Cell((Text("1"),), colspan=2), Cell((Text("beyond"),))), RowRole.TOTAL)
    html = page(theme, Table(columns, (head,), (band, row, total), (Text("Cap"),), caption_hidden=True))
    assert '<caption class="spoken">Cap</caption>' in html
    assert '<th scope="col" class="number current">b</th>' in html
    assert '<tr class="band"><th scope="rowgroup" colspan="3">Band</th></tr>' in html
    assert '<tr id="r"><th scope="row">r</th><td class="number current">1</td>' in html
    assert '<td class="number current" colspan="2">1</td><td>beyond</td>' in html
    assert page(theme, Table(columns, (head,), (band, row, band, row))).count("<tbody>") == 2
    assert "<thead>" not in page(theme, Table((Column(),), (), (Row((Cell((Text("x"),)),)),)))


def test_the_page_needs_nothing_and_says_its_language(theme: Theme) -> None:
    html = page(theme, Paragraph((Text("x"),)), stamp="DRAFT")
    assert '<html lang="cy">' in html
    assert "<title>DRAFT: A &amp; B</title>" in html
    assert not re.search(r"<(script|img|link|iframe|object)|url\(|@import|https?://", html)
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme:dark" in html


class Levels(HTMLParser):
    """Collects headings and checks that elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_whole_appendix_is_well_formed_and_skips_no_level(october: Pack, theme: Theme) -> None:
    document = compose(october, ())
    reader = Levels()
    reader.feed(render_html(document, theme))
    assert reader.open == []
    assert reader.levels[0] in {1, 2}
    assert all(later - earlier <= 1 for earlier, later in zip(reader.levels, reader.levels[1:], strict=False))
    assert len(plain_text(document)) > 20_000


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_contrast(scheme: str, theme: Theme) -> None:
    held = colours(theme) if scheme == "light" else DARK
    pairs = [("paper", "ink"), ("paper", "quiet"), ("paper", "link"), ("band", "ink"), ("band", "quiet")]
    pairs += [(role, f"on_{role}") for role in BADGES.values()]
    found = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in pairs}
    assert min(found.values()) >= 4.5, found


def test_what_is_folded_is_read_whole_elsewhere() -> None:
    folded = Details((Text("Why"),), (Paragraph((Text("Because of it."),)),))
    section = DocumentSection(SectionRole.PROSE, "T", (folded,), "top")
    document = Document("T", "en-GB", "", "", "", "", "", "", (section,))
    assert plain_text(document) == "Why\n\nBecause of it.\n"
    assert [text for block in walk(section.blocks) for text in block_texts(block)] == [
        "Why",
        "Because of it.",
    ]
    assert [passage.text for passage in edition_passages(document, {})] == ["Why", "Because of it."]
    louder = rewrite_blocks((folded,), lambda content: (*content, Text("!")))
    assert plain_text(Document("T", "en-GB", "", "", "", "", "", "", (replace_blocks(section, louder),))) == (
        "Why!\n\nBecause of it.!\n"
    )


def replace_blocks(section: DocumentSection, blocks: tuple[Block, ...]) -> DocumentSection:
    return DocumentSection(section.role, section.title, blocks, section.anchor)
