"""Making packs on a Dask cluster (`boardpack[cluster]`): the same work, handed to a running scheduler.

A project travels as one archive named after its content, so the workers need no folder in common with
this machine; a pack comes back as bytes and is written here, whole or not at all. A worker needs the package
alone, in the same version. Nothing listens here, and what a project's files hold is sent as bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct, msgpack
from msgspec.structs import replace

from boardpack import __version__
from boardpack.archive.make_issue import IssueOptions, read_all_inputs
from boardpack.cli.make_packs import BuildOutcome, BuildRequest, Outcome, attempt
from boardpack.cli.write_files import write_whole
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.project import Project

if TYPE_CHECKING:
    from distributed import Client

RETRIES = 3
"""How often a pack is handed out again when its worker dies."""


class Shipment(Struct, frozen=True):
    """A project's files as one archive."""

    digest: str
    data: bytes


class RemotePack(Struct, frozen=True):
    """What a worker sends back."""

    outcome: Outcome
    files: tuple[tuple[str, bytes], ...] = ()
    """The pack and what was made beside it, by name; none when the findings stopped it."""


def make_on_cluster(requests: Sequence[BuildRequest], address: str) -> Iterator[Outcome]:
    """Yield the outcome of each request in their order, made by the workers of a scheduler.

    UsageFault when Dask is not installed or a worker has another version of boardpack; BoardpackError when
    the scheduler cannot be reached or is lost on the way: what was made by then is written.
    """
    with _client(address) as client:
        _check_versions(client)
        needed, packed = pack_projects(requests)
        shipments = {
            project: client.scatter(shipment, broadcast=True, hash=False)
            for project, shipment in packed.items()
        }
        futures = [
            client.submit(
                make_remotely, shipments[request.project], names, _portable(request),
                retries=RETRIES, pure=False,
            )
            for request, names in zip(requests, needed, strict=True)
        ]  # fmt: skip
        for request, future in zip(requests, futures, strict=True):
            yield _outcome(request, future)
            future.release()


def make_remotely(shipment: Shipment, names: Sequence[str], request: BuildRequest) -> RemotePack:
    """Make a pack from those files of a shipped project, in a worker; nothing of it stays there."""
    with tempfile.TemporaryDirectory(prefix="boardpack-") as folder:
        root = Path(folder)
        unpack(shipment, root, names)
        outcome = attempt(replace(request, project=Project(root), out=root / "out"))
        if isinstance(outcome, BoardpackError) or outcome.path is None:
            return RemotePack(outcome)
        made = sorted(outcome.path.parent.iterdir())
        return RemotePack(outcome, tuple((path.name, path.read_bytes()) for path in made))


def worker_version() -> str:
    """Return the version of boardpack where this is run."""
    return __version__


# ----------------------------------------------------------------------------------------- projects


def pack_projects(
    requests: Sequence[BuildRequest],
) -> tuple[tuple[tuple[str, ...], ...], Mapping[Project, Shipment]]:
    """Return the files of each pack by name, and an archive of them for each project; never who gets them."""
    groups: dict[tuple[Project, str | None], list[int]] = {}
    for index, request in enumerate(requests):
        groups.setdefault((request.project, request.brand), []).append(index)
    needed: dict[int, tuple[str, ...]] = {}
    files: dict[Project, dict[str, bytes]] = {}
    for (project, brand), indices in groups.items():
        periods = [requests[index].period for index in indices]
        for index, inputs in zip(
            indices, read_all_inputs(project, periods, IssueOptions(brand)), strict=True
        ):
            needed[index] = tuple(inputs)
            files.setdefault(project, {}).update(inputs)
    names = tuple(needed[index] for index in range(len(requests)))
    return names, {project: _packed(held) for project, held in files.items()}


def _packed(files: Mapping[str, bytes]) -> Shipment:
    """Return files as one archive, a MessagePack map from name to content: compressing takes longer.

    The same files give the same bytes.
    """
    data = msgpack.encode(dict(sorted(files.items())))
    return Shipment(hashlib.sha256(data).hexdigest(), data)


def unpack(shipment: Shipment, root: Path, names: Sequence[str]) -> None:
    """Write those files of a shipped project below a folder. BoardpackError when it is not what was sent."""
    if hashlib.sha256(shipment.data).hexdigest() != shipment.digest:
        raise BoardpackError("The project did not arrive whole. Run the command again.")
    paths = {name: PurePosixPath(name) for name in names}
    if any(path.is_absolute() or ".." in path.parts for path in paths.values()):
        raise BoardpackError("The project's archive names a file outside the project.")
    for folder in {path.parent for path in paths.values()}:
        (root / folder).mkdir(parents=True, exist_ok=True)
    files = msgpack.decode(shipment.data, type=dict[str, bytes])
    for name, path in paths.items():
        (root / path).write_bytes(files[name])


# ------------------------------------------------------------------------------------------ cluster


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise UsageFault("--scheduler needs Dask: install boardpack[cluster].") from None
    try:
        client = Client(address, timeout=f"{PATIENCE}s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        raise BoardpackError(
            f"No scheduler answers at {address} ({fault or 'no answer'}). Start it, or correct the address."
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=5)


def _check_versions(client: Client) -> None:
    """Every worker must make the same bytes as this machine, so it must have the same version."""
    versions: Mapping[str, Any] = client.run(worker_version, on_error="return")
    if not versions:
        raise BoardpackError("The scheduler has no workers. Start some, and run the command again.")
    others = sorted({f"{name}: {found}" for name, found in versions.items() if found != __version__})
    if others:
        raise UsageFault(f"Workers need boardpack {__version__}; found {'; '.join(others)}.")


def _portable(request: BuildRequest) -> BuildRequest:
    """The request without the folders of this machine."""
    return replace(request, project=Project(Path("project")), out=Path("out"))


def _outcome(request: BuildRequest, future: Any) -> Outcome:
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415
    from distributed.comm.core import CommClosedError  # noqa: PLC0415

    try:
        remote: RemotePack = future.result()
    except KilledWorker:
        return BoardpackError(
            f"{request.period.long}: several workers ended while they made it, perhaps for want of memory."
        )
    except (CancelledError, CommClosedError, OSError, TimeoutError):
        raise BoardpackError(
            f"The scheduler was lost before {request.period.long} was made. What is listed above is written; "
            "start the scheduler and run the command again for the rest."
        ) from None
    if isinstance(remote.outcome, BoardpackError) or remote.outcome.path is None:
        return remote.outcome
    path = request.out / remote.outcome.path.name
    for name, data in sorted(remote.files, key=lambda file: file[0] == path.name):  # the pack last
        write_whole(request.out / PurePosixPath(name).name, data)
    return BuildOutcome(remote.outcome.blocking, remote.outcome.summary, path)


PATIENCE = 10
"""Seconds to wait for a scheduler."""
