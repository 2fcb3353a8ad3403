"""The commentary's claims held against the figures, by plain rules and a readable word list.

`sentences` cuts a narrative into sentences that know their place; `clauses` says where a sentence turns
to another subject; `months`, `amounts`, `moves` and `standing` find what is said, `extract` puts it
together into statements; `tie` knows the indicators' titles and `subject` says which one a statement is
about; `verify` holds it against the Pack; `register` lists it all and `findings` says what to look at.
`sought` is how the patterns of all these are looked for.
To teach it a word, add it to `words.toml`; a new kind of statement is a row in `verify.CHECKS`.
"""
