"""Words that nobody reads, put anywhere into a sentence, never make an error of what is true."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from boardpack.claims.case import Verdict
from boardpack.model.finding import Severity
from tests.claims.generator import TAILS, Made, generated
from tests.claims.test_generated import by_pack, read, worst

WORDS = (
    # adverbs, denials, doubts
    "hardly", "by no means", "scarcely", "reportedly", "hypothetically", "anything but", "far from",
    "barely even", "supposedly", "ostensibly", "provisionally", "seldom", "not exactly", "unexpectedly",
    # other cases than all
    "in the Mill Lane depot", "among Traveller families", "excluding self-funders", "for the pilot boroughs",
    "on a like-for-like basis", "once duplicates are removed", "per head", "at the two larger sites",
    # other times, plans, conditions
    "had the flood not come", "before the backlog was cleared", "by 2031", "when last inspected",
    "if the grant is renewed", "in the draft budget", "at Easter", "over the half-term break",
    # somebody's words
    "“so we were told”", "according to the union", "as the inspector alleged", "in the contractor's view",
    # nouns, numbers of something else
    "marmalade", "quince paste", "the 14 volunteers", "some 3,000 leaflets", "the second phase", "12 of them",
)  # fmt: skip


def inserted(made: Made, chance: random.Random, commas: bool) -> str:
    """The sentence with such words in one of its gaps."""
    core = next(
        (made.text.index(tail) for tail in TAILS if len(tail) > 1 and tail in made.text), len(made.text)
    )
    gaps = [at for at, letter in enumerate(made.text[:core]) if letter == " "]
    at, words = chance.choice(gaps), chance.choice(WORDS)
    lead = made.text[:at].rstrip(",;")
    return f"{lead}, {words},{made.text[at:]}" if commas else f"{made.text[:at]} {words}{made.text[at:]}"


def sentences(seeds: range, each: int) -> Iterator[tuple[list[Made], list[str]]]:
    """The true sentences of each pack, and the same with such words in them."""
    for group in by_pack(list(generated(seeds, each=each))):
        chance = random.Random(len(group[0].text))
        yield group, [inserted(one, chance, chance.random() < 0.5) for one in group]


def hold(seeds: range, each: int) -> int:
    """Check so many; how many there were."""
    count, errors, silent = 0, [], []
    for group, texts in sentences(seeds, each):
        for text, claims in zip(texts, read(group, texts), strict=True):
            count += 1
            if worst(claims) is Severity.ERROR:
                errors.append(text)
            if claims and all(claim.verdict is Verdict.AGREES and not claim.unread for claim in claims):
                silent.append(text)
    assert errors == []
    assert len(silent) <= 0.02 * count, silent
    return count


def test_unread_words_make_no_error() -> None:
    assert hold(range(200, 206), each=4) > 100


@pytest.mark.campaign
def test_unread_words_make_no_error_in_many_sentences() -> None:
    assert hold(range(300, 340), each=12) >= 2_000
