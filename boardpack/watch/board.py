"""Where the loop puts the latest view and the server's threads take it from."""

from __future__ import annotations

import threading

from boardpack.watch.view import View


class Board:
    """The one place that changes while a pack is watched."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._lock = threading.Lock()

    @property
    def view(self) -> View:
        """The latest view."""
        with self._lock:
            return self._view

    def show(self, view: View) -> None:
        """Put another view in its place."""
        with self._lock:
            self._view = view
