"""Making many packs: in a row, or side by side in worker processes.

The files are the same whichever way they are made, and so is what is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from boardpack.charts import CHARTS
from boardpack.cli.helper import wanted_afresh
from boardpack.cli.options import charts_file, with_cache
from boardpack.cli.order import Made, Order
from boardpack.errors import BoardpackError
from boardpack.load.project import Project


def make_all(orders: Sequence[Order], jobs: int) -> Iterator[Made | BoardpackError]:
    """Yield what came of each order, in their order; what stops one pack does not stop the others."""
    workers = min(jobs, len(orders))
    if workers == 1:
        yield from map(attempt, orders)
        return
    from boardpack.cli.workers import prepare, side_by_side  # noqa: PLC0415 - a row of packs has no use for it

    prepare(CHARTS.values() if any(map(_draws, orders)) else ())
    yield from side_by_side(attempt, _with_tables(orders), workers)


def attempt(order: Order) -> Made | BoardpackError:
    """Make a pack; return, and do not raise, what stops it."""
    from boardpack.cli.making import make  # noqa: PLC0415 - wanted where packs are made alone

    try:
        return make(order)
    except BoardpackError as fault:
        return fault
    except OSError as fault:
        what = fault.filename or "Something could not be read or written"
        return BoardpackError(f"{what}: {fault.strerror or fault}.")


def _draws(order: Order) -> bool:
    return wanted_afresh(charts_file(order.project, order.period, order.brand), order.project)


def _with_tables(orders: Sequence[Order]) -> Iterator[Order]:
    """Hand out orders as soon as their tables are in the cache, so that workers need not import pandas.

    A thread reads them, since whoever takes an order may wait for the workers' process meanwhile.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - workers are prepared meanwhile

    from boardpack.load.ahead import read_ahead  # noqa: PLC0415

    @cache
    def read(project: Project) -> None:
        read_ahead(with_cache(project))

    reader = ThreadPoolExecutor(1)
    try:
        for order, _ in zip(orders, reader.map(read, [order.project for order in orders]), strict=True):
            yield order
    finally:
        reader.shutdown(cancel_futures=True)
