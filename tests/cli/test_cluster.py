"""Packs made on a cluster: the same bytes, whatever becomes of a worker."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardpack.cli.cluster import Shipment, make_on_cluster, pack_projects, unpack
from boardpack.cli.make_packs import BuildRequest
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.support.cluster import Cluster
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL, copy_project

distributed = (importlib.import_module if os.environ.get("CI") else pytest.importorskip)("distributed")

MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(SMALL, tmp_path_factory.mktemp("cluster") / "small")
    for month in MONTHS:
        if month != "2024-03":
            shutil.copytree(project / "narratives" / "2024-03", project / "narratives" / month)
    return project


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One for the module: the test that ends one worker comes before the one that ends everything."""
    made = Cluster(tmp_path_factory.mktemp("scheduler"))
    yield made
    made.end()


def requests(project: Path, out: Path, formats: tuple[str, ...] = ()) -> list[BuildRequest]:
    periods = [Period(int(month[:4]), int(month[5:])) for month in MONTHS]
    return [BuildRequest(Project(project), period, out, draft=True, formats=formats) for period in periods]


def packs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_worker_killed_in_mid_pack_costs_no_pack_and_no_byte(
    cluster: Cluster, year: Path, tmp_path: Path
) -> None:
    local, remote = tmp_path / "local", tmp_path / "remote"
    words = ("build", "--months", "2024-01..2024-04", "--draft", "--html", "--data")
    assert boardpack(*words, "--jobs", 1, "--out", local, project=year).code == 0
    outcomes = make_on_cluster(requests(year, remote, ("html", "data")), cluster.address)
    first = next(outcomes)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    every = [first, *outcomes]
    assert not [one for one in every if isinstance(one, BoardpackError)]
    assert packs(remote) == packs(local)
    assert len([name for name in packs(remote) if name.endswith(".pdf")]) == len(MONTHS)
    assert {name.partition(".")[2] for name in packs(remote)} == {
        "pdf", "html", "csv", "csv-metadata.json", "xlsx",
    }  # fmt: skip


def test_a_scheduler_that_is_lost_is_reported_with_what_was_made(
    cluster: Cluster, year: Path, tmp_path: Path
) -> None:
    outcomes = make_on_cluster(requests(year, tmp_path / "out"), cluster.address)
    next(outcomes)
    cluster.end()
    with pytest.raises(BoardpackError, match="scheduler was lost"):
        list(outcomes)
    assert packs(tmp_path / "out")


def test_an_address_where_nothing_answers_is_reported(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardpack.cli.cluster.PATIENCE", 0.2)
    for address in ("tcp://127.0.0.1:1", "nonsense", "", "tcp://[::1]:99999"):
        with pytest.raises((BoardpackError, UsageFault)):
            list(make_on_cluster(requests(year, tmp_path), address))


def test_a_project_travels_without_its_recipients_and_arrives_whole(year: Path, tmp_path: Path) -> None:
    (year / "data" / "recipients.csv").write_text("name,address\nPat,pat@example.org\n", encoding="utf-8")
    asked = requests(year, tmp_path)
    needed, packed = pack_projects(asked)
    (shipment,) = packed.values()
    assert pack_projects(asked) == (needed, {asked[0].project: shipment})
    unpack(shipment, tmp_path / "there", sorted({name for names in needed for name in names}))
    arrived = {
        path.relative_to(tmp_path / "there") for path in (tmp_path / "there").rglob("*") if path.is_file()
    }
    assert Path("data/pack.toml") in arrived
    assert Path("data/recipients.csv") not in arrived
    for name in arrived:
        assert (tmp_path / "there" / name).read_bytes() == (year / name).read_bytes()
    with pytest.raises(BoardpackError, match="arrive whole"):
        unpack(Shipment(shipment.digest, shipment.data[:-1]), tmp_path / "torn", needed[0])


def test_a_pack_is_made_from_the_files_of_its_own_month_and_the_one_before(
    year: Path, tmp_path: Path
) -> None:
    needed, packed = pack_projects(requests(year, tmp_path))
    unpack(next(iter(packed.values())), tmp_path / "march", needed[2])
    assert sorted(path.name for path in (tmp_path / "march" / "narratives").iterdir()) == [
        "2024-02", "2024-03",
    ]  # fmt: skip


def test_the_readmes_script_makes_packs(year: Path, tmp_path: Path) -> None:
    """The lines are run as they are, but for the port, the pack, and one worker in place of two."""
    blocks = re.findall(r"```sh\n(.*?)```", (REPOSITORY / "README.md").read_text("utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if "dask scheduler" in block]
    program = Path(sys.executable).parent
    if shutil.which("bash") is None or not (program / "dask").exists():
        pytest.skip("bash or the dask command is not here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    lines = [line for line in block.splitlines() if "pip install" not in line]
    words = f"--months 2024-01..2024-02 --project {year} --out {tmp_path}"
    others = {
        "8786": port,
        "--nworkers 2": "--nworkers 1",
        "for_workers(2)": "for_workers(1)",
        "boardpack build --months 2017-04..2017-10": f"{sys.executable} -m boardpack build {words}",
    }  # fmt: skip
    script = "\n".join(lines)
    for old, new in others.items():
        assert old in script
        script = script.replace(old, new)
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PATH": f"{program}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert [Path(line).name[:7] for line in done.stdout.splitlines()] == ["2024-01", "2024-02"], done.stderr
