"""Making packs: one with a second process beside it, or many, in a row or side by side in worker processes.

The files are the same whichever way they are made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

from boardpack import charts
from boardpack.charts import Wanted
from boardpack.charts.cache import ChartCache
from boardpack.cli.files import write_whole
from boardpack.cli.helper import Helper
from boardpack.cli.options import charts_file, with_cache
from boardpack.cli.order import Made, Order
from boardpack.cli.report import summary_line
from boardpack.edition import Progress, make_edition
from boardpack.errors import BoardpackError
from boardpack.render.pdf import Foretell
from boardpack.theme import Theme


def make(order: Order, progress: Progress | None = None) -> Made:
    """Make a pack and write it, unless findings stop it; BoardpackError when nothing can go on."""
    with ChartCache(charts_file(order.project, order.period, order.brand), charts.draw) as cache:
        return _make(order, cache, None, progress)


def make_with(helper: Helper, order: Order, progress: Progress | None = None) -> Made:
    """Make a pack like `make`, its tables read and its charts drawn by a helper that was called for it."""
    if not helper.called:
        return make(order, progress)
    kept = charts_file(order.project, order.period, order.brand)
    helper.wait_for_tables()
    with ChartCache(kept, helper.draw) as cache:

        def foretell(wanted: Sequence[Wanted], theme: Theme) -> None:
            helper.ahead(cache.missing(wanted, theme), theme)

        made = _make(order, cache, foretell, progress)
    with suppress(OSError):
        os.utime(kept)  # the charts there are those of today's figures, even if none was new
    return made


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
