"""A Dask scheduler and two workers on this machine, as three processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.support.projects import REPOSITORY


class Cluster:
    """Started with the object; `end` kills what is left of it."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        from distributed import Client  # noqa: PLC0415 - an optional extra

        file = folder / "scheduler.json"
        self._environment = environment
        listening = ("--host", "127.0.0.1", "--no-dashboard", "--no-show", "--scheduler-file", str(file))
        scheduler = ("distributed.cli.dask_scheduler", *listening, "--port", "0")
        self.scheduler = self._process(*scheduler, folder=folder)
        self.workers = [self._worker(file, folder / f"worker-{number}") for number in (1, 2)]
        while not file.exists() or b"tcp://" not in file.read_bytes():
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address: str = json.loads(file.read_bytes())["address"]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)

    def _worker(self, file: Path, folder: Path) -> subprocess.Popen[bytes]:
        folder.mkdir()
        words = ("--scheduler-file", str(file), "--no-nanny", "--nthreads", "1", "--no-dashboard")
        return self._process("distributed.cli.dask_worker", *words, "--host", "127.0.0.1", folder=folder)

    def _process(self, *words: str, folder: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", *words],
            cwd=folder,
            env={**os.environ, **SETTINGS, "PYTHONPATH": str(REPOSITORY), **self._environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of its processes."""
        return tuple(one.pid for one in (self.scheduler, *self.workers))

    def end(self) -> None:
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()


SETTINGS = {
    "PYTHONSAFEPATH": "1",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
}
"""The README's: Dask does not look at each worker a hundred times a second."""
