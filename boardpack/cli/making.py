"""Making packs: one with its charts drawn beside it, or many, in a row or side by side in worker processes.

The files are the same whichever way they are made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from boardpack.charts import Wanted
from boardpack.charts.cache import ChartCache
from boardpack.cli.files import write_whole
from boardpack.cli.options import charts_file, with_cache
from boardpack.cli.report import summary_line
from boardpack.edition import Progress, make_edition
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from boardpack.model.finding import Finding
from boardpack.model.period import Period
from boardpack.render.pdf import Foretell
from boardpack.theme import Theme


@dataclass(frozen=True, slots=True)
class Order:
    """A pack to be made, and where it goes."""

    project: Project
    period: Period
    out: Path
    brand: str | None = None
    draft: bool = False
    attach_data: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order."""

    blocking: tuple[Finding, ...]
    """The findings that stand in its way, or that a draft was made over."""
    summary: str
    path: Path | None
    """The pack; None when the findings stopped it."""


def make(order: Order, progress: Progress | None = None) -> Made:
    """Make a pack and write it, unless findings stop it; BoardpackError when nothing can go on."""
    with ChartCache(_charts(order)) as cache:
        return _make(order, cache, None, progress)


def _charts(order: Order) -> Path:
    return charts_file(order.project, order.period, order.brand)


def make_with_help(order: Order, progress: Progress | None = None) -> Made:
    """Make one pack like `make`, its charts drawn in a second process where that makes it sooner."""
    kept = _charts(order)
    if not worth_it(kept, order.project.data):
        return make(order, progress)
    from boardpack.cli.draughtsman import Draughtsman  # noqa: PLC0415 - not wanted for a rebuild

    with Draughtsman() as draughtsman, ChartCache(kept, draughtsman.draw) as cache:

        def foretell(wanted: Sequence[Wanted], theme: Theme) -> None:
            draughtsman.ahead(cache.missing(wanted, theme), theme)

        made = _make(order, cache, foretell, progress)
    with suppress(OSError):
        os.utime(kept)  # the charts there are those of today's figures, even if none was new
    return made


def worth_it(charts_kept: Path, data: Path) -> bool:
    """Whether charts are likely to need drawing, and there is a processor to draw them on.

    They are when none have been kept since the figures last changed. A wrong guess costs time only.
    """
    if _processors() < 2:  # one for each process
        return False
    try:
        kept = charts_kept.stat().st_mtime
    except OSError:
        return True
    return any(file.stat().st_mtime > kept for file in data.glob("*.csv"))


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make(order: Order, cache: ChartCache, foretell: Foretell | None, progress: Progress | None) -> Made:
    result = make_edition(
        with_cache(order.project),
        order.period,
        brand=order.brand,
        draft=order.draft,
        attach_data=order.attach_data,
        progress=progress,
        draw=cache.draw,
        foretell=foretell,
    )
    path = None
    if result.edition is not None:
        path = order.out / result.edition.file_name
        write_whole(path, result.edition.data)
    blocking = tuple(finding for finding in result.findings if finding.blocks)
    return Made(blocking, summary_line(result.findings), path)


def make_all(orders: Sequence[Order], jobs: int) -> Iterator[Made | BoardpackError]:
    """Yield what came of each order, in their order; what stops one pack does not stop the others."""
    workers = min(jobs, len(orders))
    if workers == 1:
        yield from map(_attempt, orders)
        return
    from boardpack.cli.workers import side_by_side  # noqa: PLC0415 - a single pack does not wait for it

    yield from side_by_side(_attempt, orders, workers)


def _attempt(order: Order) -> Made | BoardpackError:
    try:
        return make(order)
    except BoardpackError as fault:
        return fault
    except OSError as fault:
        what = fault.filename or "Something could not be read or written"
        return BoardpackError(f"{what}: {fault.strerror or fault}.")
