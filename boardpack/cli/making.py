"""Making a pack, alone or with a second process beside it; the file is the same either way."""

from __future__ import annotations

import os
from collections.abc import Sequence
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
