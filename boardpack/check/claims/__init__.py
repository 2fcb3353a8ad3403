"""The commentary's claims held against the figures, by plain rules and a readable word list.

`sentences` cuts a narrative into sentences that know their place; `lexicon` reads `words.toml`;
`extract` finds what a sentence says; `tie` says of which indicator; `verify` holds it against the
Pack; `register` puts them together. To teach it a word, add it to `words.toml`.
"""
