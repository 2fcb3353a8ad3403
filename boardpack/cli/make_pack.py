"""Making one pack: checked, made with the user's cache, and written whole or not at all."""

from __future__ import annotations

from boardpack.cache import Cache
from boardpack.charts.cache import ChartCache
from boardpack.cli.build_request import BuildOutcome, BuildRequest
from boardpack.cli.options import cache_file
from boardpack.cli.report import summary_line
from boardpack.cli.write_files import write_whole
from boardpack.disclosure.relations import Earlier
from boardpack.edition import Progress, make_edition
from boardpack.load.project import Project


def make_pack(request: BuildRequest, progress: Progress | None = None) -> BuildOutcome:
    """Make a pack and write it, unless findings stop it; BoardpackError when nothing can go on."""
    with Cache(cache_file()) as cache:
        result = make_edition(
            request.project,
            request.period,
            brand=request.brand,
            draft=request.draft,
            attach_data=request.attach_data,
            formats=request.formats,
            progress=progress,
            draw=ChartCache(cache).draw,
            kind=request.edition,
            earlier=_earlier(request.project) or None,
            cache=cache,
        )
    path = None
    if result.edition is not None:
        path = request.out / result.edition.file_name
        for file in result.edition.files:
            write_whole(request.out / file.name, file.data)
        write_whole(path, result.edition.data)
    blocking = tuple(finding for finding in result.findings if finding.blocks)
    return BuildOutcome(blocking, summary_line(result.findings), path)


def _earlier(project: Project) -> tuple[Earlier, ...]:
    """What the pack's issued editions published; nothing where there is no archive, which is not imported."""
    if not project.archive.is_dir():
        return ()
    from boardpack.archive.earlier import earlier_editions  # noqa: PLC0415 - where there is one

    return earlier_editions(project)
