"""Which files go into a bag, and what is noted beside them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from boardpack.archive.make_issue import (
    IssueOptions,
    build,
    changed_files,
    edition_passages,
    make_issue,
    read_all_inputs,
    read_inputs,
    read_options,
    versions,
)
from boardpack.archive.search import SearchPassage
from boardpack.content import Cell, Column, Heading, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import (
    Beside,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    SectionRole,
)
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.support.commands import boardpack

MARCH = Period(2024, 3)


def inputs(root: Path, options: IssueOptions | None = None) -> set[str]:
    return set(read_inputs(Project(root), MARCH, options or IssueOptions()))


def test_what_the_edition_is_made_from_goes_in(small_pack: Path) -> None:
    names = inputs(small_pack)
    assert {"data/pack.toml", "data/values-2023-24.csv", "narratives/2024-03/waivers.toml"} <= names
    assert {name.split("/")[1] for name in names if name.startswith("styles")} == {"base", "harbour"}


def test_what_it_is_not_made_from_stays_out(small_pack: Path) -> None:
    before = inputs(small_pack)
    for name in (
        "data/recipients.csv",
        "data/~$values.csv",
        "data/.DS_Store",
        "data/sheet.xlsx",
        "notes.txt",
    ):
        (small_pack / name).write_text("x")
    for month in ("2024-04", "2023-01"):
        (small_pack / "narratives" / month).mkdir()
        (small_pack / "narratives" / month / "x.md").write_text("x")
    assert inputs(small_pack) == before


def test_the_pictures_that_commentary_names_go_in_and_no_others(small_pack: Path) -> None:
    before = inputs(small_pack)
    month = small_pack / "narratives/2024-03"
    for name in ("map.png", "stray.png"):
        Image.new("RGB", (30, 20), "navy").save(month / name)
    file = month / "libraries.md"
    file.write_text(file.read_text(encoding="utf-8") + '\n![A map](map.png "The routes")\n', encoding="utf-8")
    assert inputs(small_pack) - before == {"narratives/2024-03/map.png"}
    issued = make_issue(Project(small_pack), MARCH, IssueOptions())
    assert issued.issue is not None
    assert build(issued.issue.inputs, MARCH, IssueOptions()).edition is not None


def test_the_month_before_goes_in_for_the_comparison(small_pack: Path) -> None:
    (small_pack / "narratives/2024-02").mkdir()
    (small_pack / "narratives/2024-02/libraries.md").write_text("x")
    assert "narratives/2024-02/libraries.md" in inputs(small_pack)


def test_what_several_months_are_made_from_is_what_each_is(small_pack: Path) -> None:
    for month in ("2024-01", "2024-02"):
        (small_pack / "narratives" / month).mkdir()
        (small_pack / "narratives" / month / "libraries.md").write_text(f"{month} ![A map](map.png)")
        Image.new("RGB", (30, 20), "navy").save(small_pack / "narratives" / month / "map.png")
    project, months = Project(small_pack), [MARCH, Period(2024, 1), Period(2024, 2)]
    together = read_all_inputs(project, months, IssueOptions())
    assert together == tuple(read_inputs(project, month, IssueOptions()) for month in months)
    assert [
        {name[11:18] for name in held if name.endswith("map.png")} for held in together
    ] == [{"2024-02"}, {"2024-01"}, {"2024-01", "2024-02"}]  # fmt: skip


@pytest.mark.parametrize(("brand", "folders"), [(None, {"base", "harbour"}), ("civic", {"base", "civic"})])
def test_the_brand_that_is_used_goes_in(small_pack: Path, brand: str | None, folders: set[str]) -> None:
    names = inputs(small_pack, IssueOptions(brand))
    assert {name.split("/")[1] for name in names if name.startswith("styles")} == folders


@pytest.mark.parametrize("settings", ["brand = 3", 'brand = "../../etc"', "brand =", ""])
def test_a_brand_that_cannot_be_read_is_left_to_the_findings(small_pack: Path, settings: str) -> None:
    (small_pack / "data/pack.toml").write_text(settings)
    folders = {name.split("/")[1] for name in inputs(small_pack) if name.startswith("styles")}
    assert "base" in folders <= {"base", "civic"}  # without a brand that can be used, the first there is


def test_a_link_out_of_the_project_is_refused(small_pack: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("x")
    (small_pack / "data/glossary.csv").unlink()
    (small_pack / "data/glossary.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(BoardpackError, match=r"glossary\.csv: a link that leads out"):
        inputs(small_pack)


def test_a_file_of_absurd_size_is_refused(small_pack: Path) -> None:
    with (small_pack / "data/notes.csv").open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(BoardpackError, match="at most 8,000,000 bytes"):
        inputs(small_pack)


@pytest.mark.parametrize("name", ["data/pack.toml", "data/notes.csv", "narratives/2024-03/month.toml"])
def test_a_pipe_is_refused_and_not_waited_for(small_pack: Path, name: str) -> None:
    (small_pack / name).unlink(missing_ok=True)
    os.mkfifo(small_pack / name)
    with pytest.raises(BoardpackError, match="a pipe or a device"):
        inputs(small_pack)


def test_links_that_go_in_a_circle_are_not_walked(small_pack: Path) -> None:
    before = inputs(small_pack)
    for folder in ("styles/harbour", "narratives/2024-03", "data"):
        (small_pack / folder / "a").symlink_to(".")
        (small_pack / folder / "b").symlink_to(".")
    assert inputs(small_pack) == before


STRAYS = (
    "data/case-level.csv", "data/old-recipients.csv", "data/passwords.csv", "data/2017-10.csv",
    "data/sheets.toml", "data/secret.toml", "data/values-old.csv", "narratives/2024-03/case.docx",
    "narratives/2024-03/month.toml.bak", "styles/harbour/notes.txt", "styles/harbour/fonts/faces.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", STRAYS)
def test_what_the_loader_does_not_know_stays_out(small_pack: Path, name: str) -> None:
    before = inputs(small_pack)
    (small_pack / name).write_text("name,dob\nJane Doe,2009-03-04\n")
    assert inputs(small_pack) == before


def test_commentary_of_no_table_stays_out_of_the_month_before(small_pack: Path) -> None:
    (small_pack / "narratives/2024-02").mkdir()
    (small_pack / "narratives/2024-02/a-private-note.md").write_text("x")
    assert "narratives/2024-02/a-private-note.md" not in inputs(small_pack)


def test_a_brand_that_starts_from_another_brings_that_along(small_pack: Path) -> None:
    (small_pack / "styles/quay").mkdir()
    (small_pack / "styles/quay/theme.toml").write_text('base = "harbour"\n')
    names = inputs(small_pack, IssueOptions("quay"))
    folders = {name.split("/")[1] for name in names if name.startswith("styles")}
    assert folders == {"base", "harbour", "quay"}


def test_an_issue_holds_the_facts_and_the_versions(small_pack: Path) -> None:
    stages: list[str] = []
    made = make_issue(Project(small_pack), MARCH, IssueOptions(attach_data=True), stages.append)
    assert made.issue is not None
    assert made.issue.facts["council"] == "Cyngor Sir Glan-y-Dŵr"
    assert made.issue.facts["meeting_date"] == "2024-04-29"
    assert made.issue.versions["python"].count(".") == 2
    assert made.issue.options == {"brand": "", "attach_data": "yes"}
    assert any("trolley" in passage.text for passage in made.issue.passages)
    assert all(1 <= passage.page <= made.issue.pages for passage in made.issue.passages)
    assert made.issue.claims is not None
    assert json.loads(made.issue.claims)["period"] == "2024-03"
    assert stages


@pytest.mark.parametrize(
    "options", [IssueOptions(), IssueOptions("civic"), IssueOptions(None, attach_data=True)]
)
def test_options_come_back_as_they_went(options: IssueOptions) -> None:
    assert read_options(options.words()) == options


def test_versions_that_differ_are_named() -> None:
    then = {"python": "3.11.7", "reportlab": "5.1.0", "gone": "1"}
    now = {"python": "3.11.7", "reportlab": "5.2.0", "come": "2"}
    assert changed_files(then, now) == (
        ("come", "not noted", "2"), ("gone", "1", "not there"), ("reportlab", "5.1.0", "5.2.0"),
    )  # fmt: skip
    assert changed_files(versions(), versions()) == ()


def test_what_is_made_beside_the_pdf_is_kept_and_exported(small_pack: Path) -> None:
    with (small_pack / "data" / "pack.toml").open("a", encoding="utf-8") as facts:
        facts.write('\n[editions]\nformats = ["html", "data"]\n')
    said = boardpack("archive", "add", project=small_pack)
    assert said.code == 0, said.err
    (bag,) = (small_pack / "archive").glob("*/2024-03/v1")
    kept = {path.name: path.read_bytes() for path in (bag / "data" / "editions").iterdir()}
    assert {name[name.index(".") :] for name in kept} == {".html", ".csv", ".csv-metadata.json", ".xlsx"}
    assert boardpack("archive", "verify", project=small_pack).code == 0
    out = small_pack / "public"
    assert boardpack("archive", "export", "2024-03", "--to", out, project=small_pack).code == 0
    assert {name: (out / name).read_bytes() for name in kept} == kept


FIGURE = Figure(Chart((), percent=True), "A chart", (Text("A caption"),))


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def row(*cells: str, anchor: str = "") -> Row:
    return Row(tuple(Cell(words(cell)) for cell in cells), anchor=anchor)


def document(*sections: DocumentSection) -> Document:
    return Document("T", "en-GB", "", "", "", "", "", "", sections)


def section(*blocks: object, title: str = "Workforce", anchor: str = "w") -> DocumentSection:
    return DocumentSection(SectionRole.SHEET, title, blocks, anchor)  # type: ignore[arg-type]


def test_every_paragraph_item_and_row_is_a_passage() -> None:
    found = edition_passages(
        document(
            section(
                Heading(1, words("Workforce"), aside=words("4 Red")),
                Table((Column(),), (row("Ref", "Title"),), (row("W 1", "Caseload\nper worker", ""),)),
                Beside((Part((Heading(2, words("Next Steps")), ListBlock(((paragraph("Hire"),),)))),)),
                FIGURE, FigureGroup((FIGURE,)), Contents((ContentsEntry(words("x"), "w"),)), paragraph("  "),
            ),
        ),
        {"w": 4},
    )  # fmt: skip
    assert found == (
        SearchPassage("Workforce", "Workforce", 4, "Workforce 4 Red", "4"),
        SearchPassage("Workforce", "Workforce", 4, "W 1 | Caseload per worker", "4"),
        SearchPassage("Workforce", "Next Steps", 4, "Hire", "4"),
    )


def test_a_heading_with_nothing_to_find_under_it_is_found_itself() -> None:
    found = edition_passages(
        document(section(Heading(1, words("One")), FIGURE, Heading(1, words("Two")))), {}
    )
    assert [passage.text for passage in found] == ["One", "Two"]


def test_the_page_is_that_of_the_last_anchor() -> None:
    blocks = (
        paragraph("first"),
        Heading(2, words("Later"), anchor="l"),
        paragraph("second"),
        Table((), (), (row("third"), row("fourth", anchor="r"))),
    )
    found = edition_passages(document(section(*blocks)), {"w": 4, "l": 5, "r": 6})
    assert [(passage.text, passage.page) for passage in found] == [
        ("first", 4), ("second", 5), ("third", 5), ("fourth", 6),
    ]  # fmt: skip


def test_the_page_is_that_whose_text_holds_the_passage() -> None:
    pages = ("cover", "One, two\nthr-\nee", "Four five", "four, elsewhere")
    parts = (
        paragraph("one two"),
        paragraph("Three"),
        paragraph("four"),
        paragraph("nowhere"),
        paragraph("cover"),
    )
    found = edition_passages(
        document(section(*parts, anchor="a"), section(paragraph("four"), anchor="b")), {"a": 2, "b": 4}, pages
    )
    assert [passage.page for passage in found] == [2, 2, 3, 3, 3, 4]
