"""A pack of years: one file of values, five years shown, change on the year before."""

from __future__ import annotations

from pathlib import Path

from boardpack.analysis.change import change
from boardpack.compose.appendix import compose
from boardpack.document import block_texts, walk
from boardpack.load.loader import load
from tests.support.projects import FILES, write_project


def test_a_pack_of_years_is_read_and_composed(tmp_path: Path) -> None:
    values = FILES["data/values-2017-18.csv"].splitlines()
    years = ["2013-14", "2014-15", "2015-16", "2016-17", "2017-18"]
    rows = [
        ",".join([*row.split(",")[:2], *row.replace('"1,388"', "388").split(",")[4:9]]) for row in values[1:]
    ]
    files: dict[str, str | bytes | None] = {
        "data/pack.toml": FILES["data/pack.toml"].replace("year_start", 'period = "year"\nyear_start', 1),
        "data/values-2017-18.csv": None,
        "data/values.csv": "\n".join([",".join(["ref", "measure", *years]), *rows, ""]),
        "data/overrides.csv": None, "data/restatements.csv": None, "data/reported-2017-10.csv": None,
        "data/actions-2017-10.csv": None,
    }  # fmt: skip
    for name in [name for name in FILES if name.startswith("narratives/2017-10/")]:
        files |= {name: None, name.replace("2017-10", "2017"): FILES[name]}
    loaded = load(write_project(tmp_path, files))
    assert [one for one in loaded.findings if one.blocks] == []
    pack = loaded.pack
    assert pack is not None
    assert [year.short for year in pack.months] == years
    moved = change(pack, "CL1", pack.period)
    assert (moved.earlier.iso, moved.later.iso) == ("2016", "2017")
    text = " ".join(
        words
        for section in compose(pack, ()).sections
        for block in walk(section.blocks)
        for words in block_texts(block)
    )
    assert "Change on last year" in text
    assert "2016-17" in text
    assert "month" not in text.casefold().replace("6 months", "").replace("12 months", "")
