"""The cache of tables that were read: right or absent, never stale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from boardpack.load import table_cache, tables
from boardpack.load.project import Project
from boardpack.load.reading import load
from boardpack.load.table_cache import TableCache
from boardpack.load.tables import TableFault, read_table

ROOT = Path(__file__).parents[2]
TABLES = {
    "plain": "ref,note\nNA,007\n",
    "blank lines": "a,b\n\n1,2\n\n",
    "over lines": 'a,b\n"1\n\n2",x\n3,4\n',
    "uneven": "a,b\n1\n1,2,3\n",
    "empty": "",
    "other scripts": "a,b\nŵ,“…”\n",
}
TEXT = TABLES["over lines"]


def no_reading(text: str) -> None:
    raise AssertionError(f"read again: {text[:10]!r}")


@pytest.mark.parametrize("name", TABLES)
def test_what_is_kept_is_what_was_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = TableCache(tmp_path).read(TABLES[name])
    assert read == read_table(TABLES[name])
    monkeypatch.setattr(tables, "read_table", no_reading)
    assert TableCache(tmp_path).read(TABLES[name]) == read


def test_another_text_is_another_table(tmp_path: Path) -> None:
    kept = TableCache(tmp_path)
    assert [kept.read(text) for text in TABLES.values()] == [read_table(text) for text in TABLES.values()]
    assert len({kept.key(text) for text in TABLES.values()}) == len(TABLES)


def test_a_text_that_is_no_table_says_so_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(TableFault, match="csv-syntax"):
            TableCache(tmp_path).read('a,"b\n')
    assert not list(tmp_path.iterdir())


@pytest.fixture
def fresh_version() -> Callable[[], str]:
    def key() -> str:
        table_cache.code_version.cache_clear()
        return TableCache(Path()).key(TEXT)

    return key


def test_the_versions_of_pandas_and_python_change_the_key(
    fresh_version: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fresh_version()
    with monkeypatch.context() as other:
        (tmp_path / "_version_meson.py").write_text('__version__ = "99"', encoding="utf-8")
        spec = ModuleSpec("pandas", None, origin=str(tmp_path / "__init__.py"))
        other.setattr(table_cache, "find_spec", lambda _: spec)
        assert fresh_version() != before
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "4.0")
        assert fresh_version() != before
    assert fresh_version() == before


@pytest.mark.parametrize("module", [tables, table_cache])
def test_the_code_that_splits_changes_the_key(
    module: object, fresh_version: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fresh_version()
    with monkeypatch.context() as other:
        (tmp_path / "changed.py").write_text("# other\n", encoding="utf-8")
        other.setattr(module, "__file__", str(tmp_path / "changed.py"))
        assert fresh_version() != before
    assert fresh_version() == before


def test_pandas_states_its_version_where_the_key_looks() -> None:
    spec = find_spec("pandas")
    assert spec is not None
    assert spec.origin is not None
    assert "version" in Path(spec.origin).with_name("_version_meson.py").read_text(encoding="utf-8")


def _cut(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-3])


def _flip(entry: Path) -> None:
    content = bytearray(entry.read_bytes())
    content[-3] ^= 1
    entry.write_bytes(bytes(content))


def _empty(entry: Path) -> None:
    entry.write_bytes(b"")


def _foreign(entry: Path) -> None:
    other = TableCache(entry.parent / "other")
    other.read("x,y\n")
    (kept,) = other.folder.iterdir()
    kept.replace(entry)


def _folder(entry: Path) -> None:
    entry.unlink()
    entry.mkdir()


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _foreign, _folder, Path.unlink])
def test_a_damaged_entry_is_read_again(damage: Callable[[Path], None], tmp_path: Path) -> None:
    kept = TableCache(tmp_path)
    read = kept.read(TEXT)
    (entry,) = tmp_path.iterdir()
    damage(entry)
    assert kept.read(TEXT) == read
    assert kept.read(TEXT) == read
    assert not list(tmp_path.glob("*.tmp"))


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert TableCache(tmp_path / "file" / "tables").read(TEXT) == read_table(TEXT)


def test_a_project_reads_the_same_with_and_without(tmp_path: Path) -> None:
    afresh = load(Project(ROOT))
    for _ in range(2):
        assert load(Project(ROOT, TableCache(tmp_path).read)) == afresh


@pytest.fixture(scope="module")
def warm_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that has been built once."""
    project = tmp_path_factory.mktemp("warm") / "small"
    shutil.copytree(ROOT / "tests" / "packs" / "small", project)
    if not (project / "styles").exists():
        shutil.copytree(ROOT / "styles", project / "styles")
    _modules(project, "build", "--draft")
    return project


def _modules(project: Path, *arguments: str) -> set[str]:
    """The packages that a command imports."""
    said = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "boardpack", *arguments, "--project", str(project)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert "Checked:" in said.stderr or arguments[0] == "check", said.stderr[-2000:]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in said.stderr.splitlines()}


@pytest.mark.parametrize("arguments", [("build", "--draft"), ("check",)])
def test_what_is_kept_needs_no_pandas_numpy_or_matplotlib(
    arguments: tuple[str, ...], warm_project: Path
) -> None:
    (narrative, *_) = sorted((warm_project / "narratives").glob("*/*.md"))
    narrative.write_text(narrative.read_text(encoding="utf-8") + "\nOne more word.\n", encoding="utf-8")
    found = _modules(warm_project, *arguments)
    assert "boardpack" in found
    assert not found & {"pandas", "numpy", "matplotlib"}
