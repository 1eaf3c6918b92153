-- Derived from the texts, never journaled, dropped and made again at any time: the forms of all words with their normal
-- forms, and each version's words as numbers of forms. "lexicon" says by which rules; its number changes with every new start.
CREATE TABLE lexicon(one INTEGER PRIMARY KEY CHECK(one=1), rules BLOB NOT NULL, made BLOB NOT NULL) STRICT;
CREATE TABLE form(
  id INTEGER PRIMARY KEY,
  exact TEXT NOT NULL,
  clitic TEXT NOT NULL,
  lemma TEXT NOT NULL,
  root TEXT NOT NULL,
  javanese TEXT,
  known INTEGER NOT NULL,
  small INTEGER NOT NULL) STRICT;
CREATE TABLE words(
  text BLOB NOT NULL,
  marks BLOB NOT NULL,
  ids BLOB NOT NULL,
  sentences BLOB NOT NULL,
  UNIQUE(text, marks)) STRICT;
