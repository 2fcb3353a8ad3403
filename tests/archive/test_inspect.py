"""A finished file is read by pypdf before it is issued: whatever is not as it was meant is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from msgspec.structs import replace

from boardpack.archive.inspect import inspect_edition, meant, page_texts, read_contents
from boardpack.archive.make_issue import IssueOptions, edition_passages, make_issue
from boardpack.edition import Edition, data_files, make_edition
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from tests.support.projects import REPOSITORY, SMALL, copy_project

PACKS = {"october": REPOSITORY, "small": SMALL}


@cache
def made(name: str, *, draft: bool) -> tuple[Edition, dict[str, bytes]]:
    """A pack's edition and the data files in it, which a draft carries here."""
    with TemporaryDirectory() as folder:
        root = PACKS[name]
        project = Project(copy_project(root, Path(folder)) if name == "small" else root)
        result = make_edition(project, project.months()[-1], draft=draft, attach_data=draft)
        assert result.edition is not None
        assert result.pack is not None
        files = {file.name: file.data for file in data_files(project, result.pack)} if draft else {}
    return result.edition, files


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("draft", [False, True])
def test_what_is_found_is_what_was_meant(name: str, draft: bool) -> None:
    edition, files = made(name, draft=draft)
    found = read_contents(edition.data)
    assert found == meant(edition, files)
    assert found.outline
    assert found.links
    assert bool(found.attachments) is draft


@pytest.mark.parametrize("name", PACKS)
def test_passages_are_on_the_pages_where_another_program_reads_them(name: str) -> None:
    edition, _ = made(name, draft=True)
    read = edition_passages(edition.document, edition.anchors, page_texts(edition.data))
    assert edition_passages(edition.document, edition.anchors, edition.words) == read


@pytest.fixture
def edition() -> Edition:
    """The small pack's edition, with its data attached."""
    return made("small", draft=True)[0]


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
    inspect_edition(edition, files)
    spoilt = replace(edition, data=changed(edition.data, CHANGES[words]))
    with pytest.raises(BoardpackError, match=rf"is not what was meant: .*{words}.*not issued"):
        inspect_edition(spoilt, files)


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


def test_nothing_is_issued_of_such_a_file(small_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_from = Project(small_pack)
    monkeypatch.setattr(
        "boardpack.render.pdf.finalize._page_labels", lambda *_: {"PageLabels": "<</Nums[0<</S/D/St 7>>]>>"}
    )
    with pytest.raises(BoardpackError, match="page labels: found '7', expected '1'"):
        make_issue(made_from, made_from.months()[-1], IssueOptions())
