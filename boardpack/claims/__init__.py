"""The commentary's claims held against the figures, by plain rules and a readable word list.

A module per stage. `sentences` cuts the parsed blocks into sentences that know their place; `periods`,
`numbers` and `tokens` make typed tokens of one (`syntax`), by the word lists of `words.toml` (`lexicon`);
`grammar` makes phrases of tokens, and `work`, `say_numbers`, `say_phrases` and `reading` make statements of
phrases and name what was not read; `vocabulary` knows the indicators' names, `titles` and `linking` say
which one a statement is about; `case`, the `check_…` modules and `verify` hold it against the Pack, and
decide by the figures where words leave open which is meant; `reconcile` looks for another reading and says
whether a contradiction is proved; `register` lists it all, `report` prints it and says what to look at. To
teach it a word, add it to `words.toml`; a shape is a row in `grammar.PRODUCTIONS`; a kind of statement is a
row in `verify.CHECKS`.
"""
