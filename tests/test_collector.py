"""The collector rests within the block alone, also when a block is in another or ends in a fault."""

from __future__ import annotations

import gc
import weakref

import pytest

from boardpack.collector import collector_resting, one_of_many


def test_it_rests_within_and_works_afterwards() -> None:
    assert gc.isenabled()
    with collector_resting():
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_after_a_fault() -> None:
    with pytest.raises(ValueError, match="fault"), collector_resting():
        raise ValueError("fault")
    assert gc.isenabled()


def test_who_has_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collector_resting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


class Node:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_one_of_many_leaves_is_collected() -> None:
    def leave() -> weakref.ref[Node]:
        return weakref.ref(Node())

    with collector_resting():
        with one_of_many():
            left = leave()
            assert left() is not None
        assert left() is None


def test_what_is_let_go_of_later_is_collected_as_well() -> None:
    held = [Node()]
    left = weakref.ref(held[0])
    with collector_resting():
        for _ in range(60):
            with one_of_many():
                pass
        held.clear()
        assert left() is not None
        for _ in range(60):
            with one_of_many():
                pass
        assert left() is None
