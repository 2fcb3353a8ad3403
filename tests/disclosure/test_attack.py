"""The attack: from what the public edition publishes alone, no suppressed figure can be worked out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pikepdf
import pytest
from msgspec import Struct
from openpyxl import load_workbook
from pypdf import PdfReader

from boardpack.compose import compose
from boardpack.disclosure import decide as deciding
from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.relations import Earlier
from boardpack.disclosure.secondary import SuppressionPlan
from boardpack.edition import Edition, make_edition
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience as Kind
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.open_data import csv_bytes, tidy_rows
from tests.disclosure.attacker import Cell, Range, figures, intervals, shares, sums
from tests.disclosure.made import made_pack, to_date, total
from tests.support.projects import REPOSITORY, copy_project

SENSITIVE = REPOSITORY / "tests" / "packs" / "sensitive"
JULY = Period(2025, 7)
TOTALS = {"CL1": ("CL1A", "CL1B", "CL1C")}


class Built(Struct, frozen=True):
    """The sensitive pack as it is, and the public edition of it."""

    pack: Pack
    public: Edition
    restricted: Edition


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    project = Project(copy_project(SENSITIVE, tmp_path_factory.mktemp("sensitive")))
    pack = load(project, JULY).pack
    public = make_edition(project, JULY).edition
    restricted = make_edition(project, JULY, kind=Kind.RESTRICTED).edition
    assert pack is not None
    assert public is not None
    assert restricted is not None
    return Built(pack, public, restricted)


def everything(edition: Edition, folder: Path) -> str:
    """Every string of an edition's files: pages, structure, outline, metadata, web edition, data."""
    (folder / "pack.pdf").write_bytes(edition.data)
    pages = [page.extract_text() for page in PdfReader(folder / "pack.pdf").pages]
    with pikepdf.open(folder / "pack.pdf") as pdf:
        objects = [
            str(obj[key])
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Dictionary)
            for key in SPOKEN
            if key in obj and isinstance(obj[key], pikepdf.String)
        ]  # fmt: skip
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    texts = [*pages, *objects, metadata]
    for file in edition.files:
        if file.name.endswith(".xlsx"):
            (folder / file.name).write_bytes(file.data)
            book = load_workbook(folder / file.name)
            texts += [str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None]
        else:
            texts.append(file.data.decode())
    return "\n".join(texts)


SPOKEN = (
    "/Alt",
    "/ActualText",
    "/E",
    "/Title",
    "/Contents",
    "/Summary",
    "/T",
    "/TU",
    "/Subject",
    "/Keywords",
)
"""Where a PDF has strings outside its pages."""


def tidy(edition: Edition) -> bytes:
    return next(file.data for file in edition.files if file.name.endswith(".csv"))


class TestTheBuiltFiles:
    def test_no_suppressed_count_is_determined(self, built: Built) -> None:
        known = figures(tidy(built.public))
        equations = [*sums(known, TOTALS, {"MC2": "MC1"}), *shares(known, {"CL2": ("CL1A", "CL1")})]
        found = intervals(known, equations, 60)
        assert {cell for cell, value in known.items() if value is None} >= found.keys() != set()
        for cell, (low, high) in found.items():
            truth = built.pack.observations[cell[0], _period(cell[1])].value
            assert truth is not None
            assert low <= truth <= high
            assert low <= 1, cell
            assert high - low >= 4, cell

    def test_no_suppressed_number_is_near_its_indicator(self, built: Built, tmp_path: Path) -> None:
        text = everything(built.public, tmp_path)
        known = figures(tidy(built.public))
        for (ref, iso), value in known.items():
            if value is not None:
                continue
            indicator = built.pack.indicator(ref)
            assert indicator is not None
            shown = indicator.definitions[0].reference
            month = built.pack.words.short_period(_period(iso))
            truth = built.pack.observations[ref, _period(iso)].value
            between = r"\b[^\n]{0,40}\b"
            near = rf"{re.escape(shown)}{between}{re.escape(month)}\b[^\n0-9]{{0,20}}\b{truth}\b(?![\d.%])"
            assert re.search(near, text) is None, (ref, iso)

    def test_the_restricted_words_are_nowhere_in_it(self, built: Built, tmp_path: Path) -> None:
        text = everything(built.public, tmp_path)
        assert "Elm Road" not in text
        assert "Withheld: exempt, paragraph 2" in text

    def test_the_restricted_edition_is_marked_everywhere(self, built: Built, tmp_path: Path) -> None:
        (tmp_path / "pack.pdf").write_bytes(built.restricted.data)
        reader = PdfReader(tmp_path / "pack.pdf")
        assert all("not for publication" in page.extract_text().casefold() for page in reader.pages)
        assert "NOT FOR PUBLICATION" in str(reader.metadata and reader.metadata.title)
        assert built.restricted.file_name == "2025-07-childrens-safeguarding-report-restricted.pdf"
        cover = reader.pages[0].extract_text()
        assert "paragraph 2" in cover
        text = everything(built.restricted, tmp_path)
        assert "Elm Road" in text

    def test_its_pages_have_their_numbers_in_the_agenda_beside_their_own(self, built: Built) -> None:
        pages = built.public.words
        assert "page 1 of" in pages[1]
        assert "agenda page 13" in pages[1]
        assert f"agenda page {13 + built.public.pages - 2}" in pages[-1]
        assert "agenda page" not in pages[0]

    def test_it_is_the_same_number_of_indicators_and_actions(self, built: Built) -> None:
        one, two = figures(tidy(built.public)), figures(tidy(built.restricted))
        assert one.keys() == two.keys()
        assert any(value is None for value in one.values())
        assert all(value is not None for value in two.values())

    def test_the_record_holds_nothing_that_is_suppressed(self, built: Built) -> None:
        cells = json.loads(built.public.record)["editions"][0]["cells"]
        known = figures(tidy(built.public))
        for name, value in cells.items():
            ref, iso = name.split(" ")
            assert (value is None) == (known[ref, iso] is None)


def _period(iso: str) -> Period:
    year, month = iso.split("-")
    return Period(int(year), int(month))


# ------------------------------------------------------------------------------------------- campaign


def random_pack(seed: int) -> Pack:
    """One to four months of parts and their total, a year to date of the first, the share of the last."""
    random = Random(seed)
    months, parts = random.randint(1, 4), random.randint(2, 3)
    rows = {
        f"P{n}": [random.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15]) for _ in range(months)]
        for n in range(parts)
    }
    whole = [sum(column) for column in zip(*rows.values(), strict=True)]
    last = f"P{parts - 1}"
    share = [round(100 * top / all_) if all_ else None for top, all_ in zip(rows[last], whole, strict=True)]
    year = [sum(rows["P0"][: place + 1]) for place in range(months)]
    return made_pack(
        {**rows, "T": whole, "S": share, "Y": year},
        total("T", *rows), to_date("Y", "P0"), ratios={"S": (last, "T")},
    )  # fmt: skip


def attacked(pack: Pack) -> Iterator[tuple[Cell, Range, int]]:
    """What a reader of the public edition knows of each suppressed count, with the count."""
    made = edition_of(pack).pack
    parts = [each.ref for each in pack.indicators if each.ref.startswith("P")]
    known = figures(csv_bytes(tidy_rows(made)))
    equations = [*sums(known, {"T": parts}, {"Y": "P0"}), *shares(known, {"S": (parts[-1], "T")})]
    for cell, found in intervals(known, equations, 50).items():
        truth = pack.observations[cell[0], _period(cell[1])].value
        assert truth is not None
        yield cell, found, int(truth)


def is_safe(found: Range, truth: int) -> bool:
    low, high = found
    if 0 < truth < 5:
        return low <= 1 and high - low >= 4
    return low < high


def faults(seeds: range) -> list[tuple[int, Cell, Range, int]]:
    return [
        (seed, cell, found, truth)
        for seed in seeds
        for cell, found, truth in attacked(random_pack(seed))
        if not is_safe(found, truth)
    ]


class TestMadeUpPacks:
    def test_forty_are_safe(self) -> None:
        assert faults(range(40)) == []

    @pytest.mark.campaign
    def test_two_thousand_are_safe(self) -> None:
        assert faults(range(100, 2100)) == []

    def test_without_the_secondary_step_the_attack_succeeds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(deciding, "complete", lambda *_: SuppressionPlan(frozenset()))
        assert len(faults(range(30))) > 20

    def test_no_string_of_the_document_has_a_suppressed_figure_behind_its_indicator(self) -> None:
        for seed in range(20):
            pack = random_pack(seed)
            made = edition_of(pack)
            assert made.decision is not None
            document = repr(compose(made.pack, ()))
            for ref, period in made.decision.suppressed:
                truth = pack.observations[ref, period].value
                month = pack.words.short_period(period)
                assert f"{month} {truth}" not in document

    def test_an_earlier_edition_is_read_with_the_later_one(self) -> None:
        for seed in range(60):
            pack = random_pack(seed)
            first = edition_of(pack)
            assert first.decision is not None
            then = dict.fromkeys(first.decision.suppressed)
            shown = {
                cell: seen.value for cell, seen in first.pack.observations.items() if seen.value is not None
            }
            later = edition_of(pack, Kind.PUBLIC, [Earlier("v1", {**shown, **then})])
            assert later.decision is not None
            assert later.decision.suppressed.keys() >= first.decision.suppressed.keys()
