"""A pack that is rebuilt whenever a file of it changes, and shown page by page with what was found.

    take_snapshot   the files of a project with their times and sizes
    build_views     a project → Views: the last pack that could be made, then today's findings
    open_server     a View on a small local page, for this computer alone

The command line holds the loop and the clock: `boardpack.cli.watch`.
"""

from boardpack.preview.pages import ChartMemory
from boardpack.preview.server import Board, open_server
from boardpack.preview.view import Snapshot, View, build_views, refused_view, take_snapshot

__all__ = [
    "Board", "ChartMemory", "Snapshot", "View", "build_views", "open_server", "refused_view",
    "take_snapshot",
]  # fmt: skip
