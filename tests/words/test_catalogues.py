"""Every catalogue in the folder is whole: the keys of English and, in each sentence, the same fields."""

from __future__ import annotations

import pytest

from boardpack.words import english, fields_of, known_languages, read_words


@pytest.mark.parametrize("language", known_languages())
def test_a_catalogue_has_every_key_with_its_fields(language: str) -> None:
    words, own = english(), read_words(language)
    assert own.entries.keys() == words.entries.keys()
    assert {key: fields_of(text) for key, text in own.entries.items()} == {
        key: fields_of(text) for key, text in words.entries.items()
    }
    assert all(text.strip() == text != "" for text in own.entries.values())
