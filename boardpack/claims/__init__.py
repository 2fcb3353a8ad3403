"""The commentary's claims held against the figures, by plain rules and a readable word list.

A room per stage. `sentences` cuts the parsed blocks into sentences that know their place; `words` and
`tokens` make typed tokens of one, by the word list of `words.toml` (`lexicon`); `grammar` makes phrases of
tokens, and `parts`, `work`, `say_numbers`, `say_phrases`, `quantifiers` and `reading` make statements of
phrases and name what was not read; `vocabulary` knows the indicators' names and `linking` says which one a
statement is about; `case`, the `check_…` modules and `verify` hold it against the Pack and look for another
reading; `register` lists it all, `report` prints it and `findings` says what to look at.
To teach it a word, add it to `words.toml`; a shape is a row in `grammar.PRODUCTIONS`; a kind of statement is
a row in `verify.CHECKS`. Figures from elsewhere (`Kind.ELSEWHERE`) are left open in
`register._without_figures`: that is the place to hold them against comparators.
"""
