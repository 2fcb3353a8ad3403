"""The action log."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period


class ActionStatus(Enum):
    """How far an action has come."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Action(Struct, frozen=True):
    """A row of the action log; the published words are beside the typed ones."""

    ref: str
    """A reference such as `Oct-01`: text, never a date."""
    order: int
    text: str
    raised: Period | None
    due: Period | None
    due_text: str
    """As published: `Dec-17`, `TBC`."""
    status: ActionStatus
    status_text: str
    """As published: `Y`, `Ongoing`."""
    owner: str
    indicators: tuple[str, ...]
    """Canonical references of the indicators it serves."""
    started: date | None
    ended: date | None
    completed: date | None
    place: Place

    @property
    def to_be_confirmed(self) -> bool:
        """Whether the due date is TBC."""
        return self.due is None and self.due_text.strip().upper() == "TBC"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}

    def overdue(self, period: Period) -> bool:
        """Whether it was still open in a month after the one it was due in."""
        return self.is_open and self.due is not None and self.due.last < period.first
