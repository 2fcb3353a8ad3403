"""Every printed or spoken word: a catalogue per language, and `Words`, which finds a sentence by its key.

A catalogue is a TOML file beside this module, named after its language (`en.toml`). Keys are dotted
(`cover.council`), sentences are whole and have named fields (`{period}`); where a number decides, the forms
are keys of their own (`pages.one`, `pages.other`). A pack's `[words]` lays its own words over those of the
catalogue. To add a language, add its file with every key of `en.toml`.
"""

from boardpack.words.catalogue import Words, base_language, english, fields_of, known_languages, read_words

__all__ = ["Words", "base_language", "english", "fields_of", "known_languages", "read_words"]
