"""A finished file is read by pypdf before it is issued: whatever is not as it was meant is named."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from boardpack.archive.inspect import inspect, meant, page_texts, read_contents
from boardpack.archive.make_issue import IssueOptions, make_issue, passages
from boardpack.edition import Edition, data_files, make_edition
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from tests.support.projects import REPOSITORY

PACKS = ("..", "packs/november", "packs/small")


def project(name: str, tmp_path: Path) -> Project:
    root = REPOSITORY / "tests" / name
    if (root / "styles").is_dir():
        return Project(root)
    shutil.copytree(root, tmp_path / "project")
    shutil.copytree(REPOSITORY / "styles", tmp_path / "project/styles")
    return Project(tmp_path / "project")


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("draft", [False, True])
def test_what_is_found_is_what_was_meant(name: str, tmp_path: Path, draft: bool) -> None:
    made_from = project(name, tmp_path)
    result = make_edition(made_from, made_from.months()[-1], draft=draft, attach_data=draft)
    assert result.edition is not None
    assert result.pack is not None
    files = {file.name: file.data for file in data_files(made_from, result.pack)} if draft else {}
    found = read_contents(result.edition.data)
    assert found == meant(result.edition, files)
    assert found.outline
    assert found.links
    assert bool(found.attachments) is draft


@pytest.mark.parametrize("name", PACKS)
def test_passages_are_on_the_pages_where_another_program_reads_them(name: str, tmp_path: Path) -> None:
    made_from = project(name, tmp_path)
    edition = make_edition(made_from, made_from.months()[-1], draft=True).edition
    assert edition is not None
    read = passages(edition.document, edition.anchors, page_texts(edition.data))
    assert passages(edition.document, edition.anchors, edition.words) == read


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The small pack's edition, with its data attached."""
    made_from = project("packs/small", tmp_path_factory.mktemp("inspect"))
    made = make_edition(made_from, made_from.months()[-1], attach_data=True).edition
    assert made is not None
    return made


def other_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


def other_packet(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
        packet["dc:title"] = "Another title"


def other_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fr")


def a_page_fewer(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def other_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 7


def other_outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Elsewhere")


def other_place(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1][0] = pdf.pages[-1].obj


def other_link(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.Annots[0].Dest = pikepdf.String("cover-of-nothing")


def other_attachment(pdf: pikepdf.Pdf) -> None:
    name = min(pdf.attachments)
    pdf.attachments[name] = b"other bytes"


CHANGES = {
    "number of pages": a_page_fewer,
    "title:": other_title,
    "title in the metadata packet": other_packet,
    "language": other_language,
    "page labels": other_labels,
    "outline": other_outline,
    "places that links lead to": other_place,
    "links": other_link,
    "attachments": other_attachment,
}


@pytest.mark.parametrize("words", CHANGES)
def test_what_is_not_as_it_was_meant_is_named(edition: Edition, words: str) -> None:
    files = attached(edition.data)
    inspect(edition, files)
    spoilt = replace(edition, data=changed(edition.data, CHANGES[words]))
    with pytest.raises(BoardpackError, match=rf"is not what was meant: .*{words}.*not issued"):
        inspect(spoilt, files)


def attached(data: bytes) -> dict[str, bytes]:
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cut", [0, 100, 20_000, -2000])
def test_what_cannot_be_read_is_refused(edition: Edition, cut: int) -> None:
    with pytest.raises(BoardpackError, match="was not issued"):
        read_contents(edition.data[:cut])


def test_nothing_is_issued_of_such_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_from = project("packs/small", tmp_path)
    monkeypatch.setattr(
        "boardpack.render.pdf.finalize._page_labels", lambda *_: {"PageLabels": "<</Nums[0<</S/D/St 7>>]>>"}
    )
    with pytest.raises(BoardpackError, match="page labels: found '7', expected '1'"):
        make_issue(made_from, made_from.months()[-1], IssueOptions())
