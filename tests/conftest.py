"""What the tests of every room share: the real project, the small pack, and the one flag for all goldens."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import hypothesis
import pytest

from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from tests.support.projects import REPOSITORY, SMALL, copy_project

pytest_plugins = [
    "tests.archive.projects",
    "tests.disclosure.issued",
    "tests.importer.opened",
    "tests.preview.browser",
]
"""Fixtures of one room live beside its tests, in a file of a name of its own."""

hypothesis.settings.register_profile("suite", deadline=None, max_examples=25)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("suite")
"""No example has a deadline: on a busy machine it would fail for what else runs there.

`--hypothesis-profile=long` tries more of them, in the tests that do not say how many they need.
"""

COMPILED = REPOSITORY / ".pytest_cache" / "compiled"
if sys.dont_write_bytecode:
    sys.pycache_prefix, sys.dont_write_bytecode = str(COMPILED), False
"""Where a run may write no compiled modules beside the sources, they are kept here for the next run: to
compile the tests takes each process of a run eight seconds."""

MEMORY = Path("/dev/shm")
if (
    os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > 2**32
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
"""Temporary folders are in memory where there are four gigabytes of it: the archive sees each of its files to
the disk, and a disk makes each of some ten thousand wait for milliseconds."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="Write what the tests got over the golden files; read the diff.",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Of the processes of a whole run, all but the first import tests from a place of their own on.

    In a fresh folder they compile different ones, and each finds what the others have compiled.
    """
    given = getattr(session.config, "workerinput", {"workerid": "gw0"})
    number = int(given["workerid"].removeprefix("gw"))
    if number == 0 or session.config.args != session.config.getini("testpaths"):
        return
    tests = sorted(REPOSITORY.glob("tests/*/test_*.py"))
    for file in tests[len(tests) * number // given["workercount"] :]:
        with suppress(Exception, pytest.skip.Exception):  # collection says what is wrong
            importlib.import_module(".".join(file.relative_to(REPOSITORY).with_suffix("").parts))


gc.disable()


def pytest_collection_finish() -> None:
    """From here on, what the garbage collector looks through is what the tests make, not the suite itself."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long campaigns out unless they are asked for with `-m campaign`."""
    if config.getoption("-m"):
        return
    long = [item for item in items if item.get_closest_marker("campaign")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A chart cache of the run's own, and compiled modules, for the processes that it starts.

    Workers of pytest-xdist share the cache: a chart is drawn once. To compile the program anew would take
    each of some hundred processes half a second.
    """
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        if "PYTHONDONTWRITEBYTECODE" in os.environ:
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(COMPILED))
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The project folder of the October 2017 pack: the repository itself. Read only."""
    return REPOSITORY


@pytest.fixture(scope="session")
def october() -> Pack:
    """The October 2017 pack, loaded once."""
    return loaded(REPOSITORY)


@pytest.fixture(scope="session")
def small() -> Pack:
    """The small pack, loaded once."""
    return loaded(SMALL)


def loaded(root: Path) -> Pack:
    """Load a project's pack, which must have no fault that the loader sees."""
    result = load(Project(root))
    assert result.pack is not None
    assert result.findings == ()
    return result.pack


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; `--update-goldens` writes the file instead."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, encoding="utf-8", newline="\n")
            return
        assert path.exists(), f"{path} is missing: run pytest --update-goldens and read it"
        assert found == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def october_copy(tmp_path: Path) -> Path:
    """A copy of the October 2017 project that a test may change."""
    return copy_project(REPOSITORY, tmp_path / "october")


@pytest.fixture
def october_files(tmp_path: Path) -> Path:
    """The same without styles, for what draws nothing: quicker to make."""
    return copy_project(REPOSITORY, tmp_path / "october", styles=False)


@pytest.fixture
def small_pack(tmp_path: Path) -> Path:
    """A copy of the small pack, with the repository's styles in it, that a test may change."""
    return copy_project(SMALL, tmp_path / "small")
