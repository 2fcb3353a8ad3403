"""The attack: from everything that public editions have published, no suppressed figure can be worked out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from msgspec import Struct, field
from openpyxl import load_workbook
from pypdf import PdfReader

from boardpack.archive.ledger import Entry, read_ledger
from boardpack.archive.lookup import export
from boardpack.archive.make_issue import read_pack
from boardpack.compose import compose
from boardpack.disclosure import decide as deciding
from boardpack.disclosure.editions import edition_of, read_earlier, record_decision, write_earlier
from boardpack.disclosure.relations import Earlier
from boardpack.disclosure.secondary import SuppressionPlan
from boardpack.mail.edition_messages import Writer, read_source
from boardpack.mail.plan import What
from boardpack.model.disclosure import Audience
from boardpack.model.pack import Pack
from boardpack.model.period import Calendar, Period
from boardpack.open_data import csv_bytes, tidy_rows, workbook_bytes
from boardpack.render.html import render_page
from tests.disclosure.attacker import Edition, Found, Name, Rules, Share, Sum, attack
from tests.disclosure.histories import SHAPES, Shape, history
from tests.disclosure.issued import SLUG
from tests.disclosure.published import (
    TABLES,
    Cell,
    Figures,
    csv_figures,
    file_figures,
    joined,
    page_tables,
    table_column,
    table_figures,
    workbook_figures,
)
from tests.mail.hand import settings
from tests.support.projects import theme
from tests.support.rendering import sketch

CALENDAR = Calendar()
RULES = Rules(
    (Sum("CL1", ("CL1A", "CL1B", "CL1C")), Sum("MC2", ("MC1",), "year")),
    (Share("CL2", "CL1A", "CL1"), Share("MC3", "return interviews", "MC1")),
    to_date=("MC2",),
)
"""How the figures of the sensitive pack hang together, as a reader has it from their titles."""


class Issued(Struct, frozen=True):
    """A public edition: what is exported of it, what its message says, and the truth."""

    public: Pack
    whole: Pack
    files: Mapping[str, bytes]
    """With the record of the bag, and the message in both forms."""

    @property
    def refs(self) -> list[str]:
        """The references as files have them."""
        return [one.ref for one in self.whole.indicators]

    def figures(self) -> dict[str, Figures]:
        """The figures of each file."""
        period = self.whole.period
        return {
            name: file_figures(name, data, CALENDAR, self.refs, period) for name, data in self.files.items()
        }


@pytest.fixture(scope="module")
def issued(issued_sensitive: Path) -> tuple[Issued, ...]:
    """June's and July's public editions, as the archive holds them."""
    archive = issued_sensitive / "archive"
    ledger = read_ledger(archive)
    pairs = zip(ledger.entries[::2], ledger.entries[1::2], strict=True)
    return tuple(
        Issued(read_pack(archive, public), read_pack(archive, whole), _files(archive, public))
        for public, whole in pairs
    )


def _files(archive: Path, entry: Entry) -> dict[str, bytes]:
    ledger = read_ledger(archive)
    body = Writer(read_source(archive, ledger, entry), settings(), {}).body(What.ATTACHMENT)
    record_file = archive / entry.path / "data/disclosure.json"
    said = {"message.txt": f"{body.subject}\n{body.plain}".encode(), "message.html": body.html.encode()}
    return {**export(archive, entry), **said, "disclosure.json": record_file.read_bytes()}


def _truth(whole: Pack, edition: Edition) -> dict[Name, int | None]:
    found: dict[Name, int | None] = {}
    for (ref, period), seen in whole.observations.items():
        if ref in {"CL1", "CL1A", "CL1B", "CL1C", "MC1", "MC2"}:
            found[edition.name((ref, period.iso))] = None if seen.value is None else int(seen.value)
        if ref == "MC3" and seen.numerator is not None and seen.denominator is not None:
            found["MC3 rest", period.iso, 0] = int(seen.denominator - seen.numerator)
    return found


class TestIssuedEditions:
    def test_nothing_can_be_worked_out_from_all_files_of_all_of_them(
        self, issued: tuple[Issued, ...]
    ) -> None:
        put_right: dict[Cell, int] = {("CL1", "2025-06"): 1, ("CL1C", "2025-06"): 1, ("CL2", "2025-06"): 1}
        editions = [
            Edition(joined(each for held in one.figures().values() for each in held.items()), changed)
            for one, changed in zip(issued, ({}, put_right), strict=True)
        ]
        truth = {
            n: v
            for one, edition in zip(issued, editions, strict=True)
            for n, v in _truth(one.whole, edition).items()
        }
        found = list(attack(editions, RULES, issued[-1].whole.months, truth, 90))
        assert {each.name[0] for each in found} >= {"CL1B", "CL1C", "MC1", "MC2", "MC3 rest"}
        assert [each for each in found if not each.is_safe(5)] == []
        assert all(each.range[0] <= each.truth <= each.range[1] for each in found)

    def test_each_file_prints_the_same_or_nothing(self, issued: tuple[Issued, ...]) -> None:
        for one in issued:
            held = one.figures()
            data = next(figures for name, figures in held.items() if name.endswith(".csv"))
            kept_back = {cell for cell, value in data.items() if value is None}
            assert kept_back
            for name in (
                f"{one.whole.period.iso}-{SLUG}.pdf",
                f"{one.whole.period.iso}-{SLUG}.html",
                "disclosure.json",
            ):
                assert {cell for cell, value in held[name].items() if value is None} == kept_back, name
                assert {cell for cell, value in held[name].items() if value is not None} <= data.keys()
            assert {
                cell for name, figures in held.items() for cell, v in figures.items() if v is not None
            } & kept_back == set()

    def test_no_change_and_no_sum_over_a_year_is_printed_of_a_suppressed_figure(
        self, issued: tuple[Issued, ...]
    ) -> None:
        for one in issued:
            now = one.whole.period
            hidden = {
                cell for held in one.figures().values() for cell, value in held.items() if value is None
            }
            for name, data in one.files.items():
                tables = next((read(data) for ending, read in TABLES.items() if name.endswith(ending)), [])
                for ref, said in table_column(tables, "Change on last month", one.refs):
                    near = {(ref, now.iso), (ref, now.previous.iso)}
                    assert not near & hidden or not re.search(r"\d+ |same", said.partition(" for ")[0]), (
                        name,
                        ref,
                        said,
                    )
                for ref, said in table_column(tables, "Year to date", one.refs):
                    whole_year = all((ref, period.iso) not in hidden for period in one.whole.months)
                    assert whole_year or re.search(r"\(\d of \d\)|not added up", said), (name, ref, said)

    def test_no_suppressed_number_is_near_its_indicator(
        self, issued: tuple[Issued, ...], tmp_path: Path
    ) -> None:
        for one in issued:
            text = everything(one, tmp_path)
            for (ref, period), seen in one.public.observations.items():
                if seen.value is None and (truth := one.whole.observations[ref, period].value) is not None:
                    shown = re.escape(one.whole.shown(ref))
                    month = re.escape(one.whole.words.short_period(period))
                    between = r"\b[^\n]{0,40}\b"
                    near = rf"{shown}{between}{month}\b[^\n0-9]{{0,20}}\b{truth}\b(?![\d.%])"
                    assert re.search(near, text) is None, (ref, period)

    def test_the_restricted_words_are_nowhere_in_it(self, issued: tuple[Issued, ...], tmp_path: Path) -> None:
        for one in issued:
            text = everything(one, tmp_path)
            assert "Elm Road" not in text
            assert "Withheld: exempt, paragraph 2" in text

    def test_it_is_the_same_number_of_indicators_and_actions(self, issued: tuple[Issued, ...]) -> None:
        for one in issued:
            assert one.public.observations.keys() == one.whole.observations.keys()
            assert [each.ref for each in one.public.actions] == [each.ref for each in one.whole.actions]

    def test_the_record_holds_nothing_that_is_suppressed(self, issued: tuple[Issued, ...]) -> None:
        for one in issued:
            held = one.figures()
            data = next(figures for name, figures in held.items() if name.endswith(".csv"))
            assert held["disclosure.json"].items() <= data.items()


def everything(one: Issued, folder: Path) -> str:
    """Every string of an edition's files: pages, structure, outline, metadata, web edition, data, message."""
    texts = []
    for name, data in one.files.items():
        file = folder / name
        file.write_bytes(data)
        if name.endswith(".pdf"):
            texts += _pdf_texts(file)
        elif name.endswith(".xlsx"):
            texts += [
                str(c.value) for s in load_workbook(file) for row in s.iter_rows() for c in row if c.value
            ]
        else:
            texts.append(data.decode())
    return "\n".join(texts)


def _pdf_texts(file: Path) -> list[str]:
    pages = [page.extract_text() for page in PdfReader(file).pages]
    with pikepdf.open(file) as pdf:
        objects = [
            str(obj[key])
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary)
            for key in SPOKEN
            if key in obj and isinstance(obj[key], pikepdf.String)
        ]  # fmt: skip
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    return [*pages, *objects, metadata]


SPOKEN = (
    "/Alt", "/ActualText", "/E", "/Title", "/Contents", "/Summary", "/T", "/TU", "/Subject", "/Keywords",
)  # fmt: skip
"""Where a PDF has strings outside its pages."""


def test_the_restricted_edition_is_marked_everywhere(issued_sensitive: Path, tmp_path: Path) -> None:
    archive = issued_sensitive / "archive"
    entry = read_ledger(archive).entries[-1]
    files = export(archive, entry, closed=True)
    assert f"2025-07-{SLUG}-restricted.pdf" in files
    (tmp_path / "pack.pdf").write_bytes(files[f"2025-07-{SLUG}-restricted.pdf"])
    reader = PdfReader(tmp_path / "pack.pdf")
    pages = [page.extract_text() for page in reader.pages]
    assert all("not for publication" in page.casefold() for page in pages)
    assert "NOT FOR PUBLICATION" in str(reader.metadata and reader.metadata.title)
    assert "paragraph 2" in pages[0]
    assert any("Elm Road" in page for page in pages)


def test_public_pages_have_their_numbers_in_the_agenda_beside_their_own(
    issued: tuple[Issued, ...], tmp_path: Path
) -> None:
    (tmp_path / "pack.pdf").write_bytes(issued[-1].files[f"2025-07-{SLUG}.pdf"])
    pages = [page.extract_text() for page in PdfReader(tmp_path / "pack.pdf").pages]
    assert "page 1 of" in pages[1]
    assert "agenda page 13" in pages[1]
    assert f"agenda page {13 + len(pages) - 2}" in pages[-1]
    assert "agenda page" not in pages[0]


# ------------------------------------------------------------------------------------------- campaign


Sightings = Iterator[tuple[Cell, Decimal | None]]


class Published(Struct):
    """Editions of made-up packs, one after the other, as the world and the archive have them."""

    editions: list[Edition] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    truth: dict[Name, int | None] = field(default_factory=dict)
    told: set[Cell] = field(default_factory=set)
    """What the program itself says can be worked out, since issued editions say too much."""
    periods: tuple[Period, ...] = ()


def published(shape: Shape, seed: int, *, read: str = "csv") -> Published:
    """Issue a history's editions; one that the program refuses is not published."""
    made = Published()
    for step in history(shape, seed):
        found = edition_of(step.pack, Audience.PUBLIC, made.earlier)
        decision, calendar = found.decision, found.pack.calendar
        assert decision is not None
        if any(one.blocks for one in found.findings):
            continue
        figures = joined(READ[read](found.pack))
        made.editions.append(Edition(figures, step.changed))
        memory = write_earlier([record_decision(found.pack, decision, found.pack.period.iso)])
        made.earlier += read_earlier(memory, calendar)
        made.truth |= step.truth
        made.told |= {
            (decision.net.numbers[index].ref, decision.net.numbers[index].period.iso)
            for index in decision.open
        }
        made.periods = found.pack.months
    return made


def _from_csv(pack: Pack) -> Sightings:
    return csv_figures(csv_bytes(tidy_rows(pack)), pack.calendar)


def _from_workbook(pack: Pack) -> Sightings:
    return workbook_figures(workbook_bytes(pack), pack.calendar)


def _from_page(pack: Pack) -> Sightings:
    page = render_page(compose(pack, ()), theme(), sketch)
    refs = [one.ref for one in pack.indicators]
    return table_figures(page_tables(page), pack.calendar, refs, pack.period)


READ = {"csv": _from_csv, "workbook": _from_workbook, "page": _from_page}


def faults(shape: Shape, seed: int, *, read: str = "csv") -> list[Found]:
    """What a reader of all editions of a history knows of what was kept back, where that is too much."""
    made = published(shape, seed, read=read)
    found = attack(made.editions, shape.rules, made.periods, made.truth, 120)
    told = made.told if shape.rules.base > 1 else set()
    return [
        each
        for each in found
        if not each.is_safe(shape.settings.threshold)
        and (each.name[0].partition(" ")[0], each.name[1]) not in told
    ]


class TestMadeUpPacks:
    @pytest.mark.parametrize("name", SHAPES)
    def test_three_of_a_shape_issued_month_after_month_are_safe(self, name: str) -> None:
        assert {seed: found for seed in range(3) if (found := faults(SHAPES[name], seed))} == {}

    @pytest.mark.parametrize(
        ("name", "seed"), [("rolling", 223), ("quarters", 290), ("quarters", 412), ("rounded", 236)]
    )
    def test_histories_that_once_told_too_much_are_safe(self, name: str, seed: int) -> None:
        """A figure that was put right twice, or beside others: which one it was had been guessed wrongly."""
        assert faults(SHAPES[name], seed) == []

    @pytest.mark.campaign
    @pytest.mark.parametrize("name", SHAPES)
    def test_two_thousand_are_safe(self, name: str) -> None:
        assert {seed: found for seed in range(100, 350) if (found := faults(SHAPES[name], seed))} == {}

    @pytest.mark.parametrize("read", ["workbook", "page"])
    def test_as_other_files_print_them(self, read: str) -> None:
        assert published(SHAPES["levels"], 50, read=read).editions[-1].figures
        assert faults(SHAPES["levels"], 50, read=read) == []

    @pytest.mark.parametrize("name", ["parts", "levels", "rolling", "quarters", "by quarter"])
    def test_without_the_secondary_step_the_attack_succeeds(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deciding, "complete_suppression", lambda *_: SuppressionPlan(frozenset()))
        assert sum(bool(faults(SHAPES[name], seed)) for seed in range(4)) > 2

    def test_no_string_of_the_document_has_a_suppressed_figure_behind_its_indicator(self) -> None:
        for name, shape in SHAPES.items():
            *_, step = history(shape, 7)
            made = edition_of(step.pack)
            assert made.decision is not None
            document = repr(compose(made.pack, ()))
            for ref, period in made.decision.suppressed:
                truth = step.pack.observations[ref, period].value
                month = step.pack.words.short_period(period)
                assert f"{month} {truth}" not in document, name

    def test_what_was_kept_back_stays_so(self) -> None:
        for name, shape in SHAPES.items():
            made = published(shape, 8)
            for one, later in zip(made.earlier, made.earlier[1:], strict=False):
                kept_back = {cell for cell, value in one.cells.items() if value is None}
                assert all(later.cells.get(cell) is None for cell in kept_back), name

    def test_a_record_says_what_its_counts_are_rounded_to(self) -> None:
        made = published(SHAPES["rounded"], 1)
        assert {one.base for one in made.earlier} == {5}
        assert json.loads(write_earlier(made.earlier))["editions"][0]["rounded_to"] == 5
