"""The search over whole numbers, against every possibility tried one by one."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.disclosure.system import Constraint, bounds, find_numbers, reaches

MOST = 6


@st.composite
def systems(draw: st.DrawFn) -> tuple[tuple[int, ...], list[Constraint]]:
    """Up to four numbers and constraints that they satisfy."""
    truth = tuple(draw(st.lists(st.integers(0, MOST - 1), min_size=2, max_size=4)))
    constraints = []
    for _ in range(draw(st.integers(1, 4))):
        chosen = draw(st.sets(st.integers(0, len(truth) - 1), min_size=1))
        terms = tuple((index, draw(st.sampled_from([1, 1, -1, 2, -3, 100]))) for index in sorted(chosen))
        total = sum(coefficient * truth[index] for index, coefficient in terms)
        low = draw(st.sampled_from([total, total - 1, total - 3, None]))
        high = draw(st.sampled_from([total, total + 1, None]))
        constraints.append(Constraint(terms, low, high))
    return truth, constraints


def possible(numbers: int, constraints: list[Constraint]) -> list[tuple[int, ...]]:
    every = product(range(MOST + 1), repeat=numbers)
    return [values for values in every if all(each.holds(values) for each in constraints)]


class TestBounds:
    @given(systems())
    @settings(deadline=None)
    def test_they_are_those_of_all_possibilities(
        self, system: tuple[tuple[int, ...], list[Constraint]]
    ) -> None:
        truth, constraints = system
        domains = [(0, MOST)] * len(truth)
        every = possible(len(truth), constraints)
        for index in range(len(truth)):
            found, proved = bounds(domains, constraints, index, truth)
            assert proved
            assert found == (min(v[index] for v in every), max(v[index] for v in every))


class TestFind:
    def test_an_answer_satisfies_every_constraint(self) -> None:
        constraints = [Constraint(((0, 1), (1, 1)), 7, 7), Constraint(((1, 1), (2, -1)), 2, None)]
        witness = find_numbers([(0, 9)] * 3, constraints, (3, 4, 2)).witness
        assert witness is not None
        assert all(each.holds(witness) for each in constraints)

    def test_what_cannot_be_is_proved(self) -> None:
        outcome = find_numbers([(0, 9)] * 2, [Constraint(((0, 2), (1, 2)), 7, 7)], (3, 4))
        assert (outcome.witness, outcome.proved) == (None, True)

    def test_a_search_that_gives_up_claims_nothing(self) -> None:
        outcome = find_numbers(
            [(0, 99)] * 6, [Constraint(tuple((n, 2) for n in range(6)), 7, 7)], (0,) * 6, steps=1
        )
        assert (outcome.witness, outcome.proved) == (None, False)


class TestReaches:
    def test_a_wish_beyond_the_domain_has_no_witness(self) -> None:
        assert reaches([(0, 4)], [], 0, (5, 9), (1,)) is None
        assert reaches([(0, 4)], [], 0, (3, 9), (1,)) == (3,)
