"""Which way a value moved, and whether that is for the better."""

from __future__ import annotations

from enum import Enum


class Direction(Enum):
    """Which way a value moved; the arrow drawn for it is decoration beside words that say so."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Sense(Enum):
    """Whether a movement is for the better."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"
