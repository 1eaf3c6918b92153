-- Schema 1, frozen with the first release that used it. Never edited: a change is a new file.
PRAGMA application_id=1363365700;
CREATE TABLE log(                          -- one a writing installation; a fork's branch is a log too
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,               -- origin, or H(origin, hash of the branch's first action)
  origin BLOB NOT NULL,                    -- the id its writer used; part of every hash
  up INTEGER REFERENCES log, up_n INTEGER  -- where the branch leaves its parent
) STRICT;
CREATE TABLE action(
  id INTEGER PRIMARY KEY,                  -- local; state rows refer to it
  log INTEGER NOT NULL REFERENCES log, n INTEGER NOT NULL,
  format INTEGER NOT NULL,
  stamp INTEGER NOT NULL,                  -- wall clock, ms, as the device had it
  who BLOB, kind TEXT NOT NULL,
  undoes BLOB,                             -- hash of the undone action
  seen TEXT,                               -- JSON [hash, ...]: tips of other logs, where they changed
  prev BLOB, hash BLOB NOT NULL UNIQUE,
  UNIQUE(log, n)) STRICT;
CREATE INDEX action_prev ON action(prev);
CREATE TABLE entry(
  action INTEGER NOT NULL REFERENCES action, idx INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  rec BLOB NOT NULL,
  root BLOB,                               -- the source or participant the record belongs to
  new TEXT,                                -- canonical JSON of changed fields; NULL = erased
  old TEXT,                                -- what they were; NULL = creation (or erased)
  salt BLOB, digest BLOB,                  -- digest only where erased
  PRIMARY KEY(action, idx)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_rec ON entry(rec);
CREATE INDEX entry_erased ON entry(rec) WHERE new IS NULL;
CREATE TABLE waiting(                      -- whole actions held back until all they had seen is here
  hash BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE blob(hash BLOB PRIMARY KEY, size INTEGER NOT NULL, codec INTEGER NOT NULL, data BLOB) STRICT;
CREATE TABLE here(one INTEGER PRIMARY KEY CHECK(one=1), project BLOB NOT NULL, log BLOB NOT NULL) STRICT;
CREATE TABLE "setting"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "key" TEXT NOT NULL,
  "value" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "setting_fc" ON "setting"(k) WHERE fc IS NOT NULL;
CREATE TABLE "coder"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "note" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "coder_fc" ON "coder"(k) WHERE fc IS NOT NULL;
CREATE TABLE "region"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "parent" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" TEXT,
  "level" TEXT NOT NULL,
  "aliases" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "region_fc" ON "region"(k) WHERE fc IS NOT NULL;
CREATE TABLE "source"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "genre" TEXT NOT NULL,
  "region" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "date" TEXT,
  "place" TEXT,
  "interviewer" TEXT,
  "version" BLOB REFERENCES "version"(id) DEFERRABLE INITIALLY DEFERRED,
  "file" TEXT,
  "responsible" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "importer" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "source_fc" ON "source"(k) WHERE fc IS NOT NULL;
CREATE TABLE "version"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "text" BLOB NOT NULL,
  "reader" TEXT NOT NULL,
  "reader_number" INTEGER NOT NULL,
  "encoding" TEXT,
  "marks" BLOB NOT NULL,
  "original" BLOB,
  "previous" BLOB REFERENCES "version"(id) DEFERRABLE INITIALLY DEFERRED,
  "made" TEXT NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "version_fc" ON "version"(k) WHERE fc IS NOT NULL;
CREATE TABLE "participant"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "pseudonym" TEXT NOT NULL,
  "home" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "role" TEXT,
  "gender" TEXT,
  "age_band" TEXT,
  "consent" TEXT,
  "note" BLOB,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "participant_fc" ON "participant"(k) WHERE fc IS NOT NULL;
CREATE TABLE "speaker"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "label" BLOB NOT NULL,
  "participant" BLOB REFERENCES "participant"(id) DEFERRABLE INITIALLY DEFERRED,
  "side" TEXT NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "speaker_fc" ON "speaker"(k) WHERE fc IS NOT NULL;
CREATE TABLE "attribute"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "subject" BLOB NOT NULL,
  "key" TEXT NOT NULL,
  "value" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "attribute_fc" ON "attribute"(k) WHERE fc IS NOT NULL;
CREATE TABLE "topic"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "name_en" TEXT,
  "question" BLOB,
  "themes" TEXT,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "topic_fc" ON "topic"(k) WHERE fc IS NOT NULL;
CREATE TABLE "asked"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "topic" BLOB NOT NULL REFERENCES "topic"(id) DEFERRABLE INITIALLY DEFERRED,
  "asked" INTEGER NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "asked_fc" ON "asked"(k) WHERE fc IS NOT NULL;
CREATE TABLE "indicator"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "name_en" TEXT,
  "unit" TEXT,
  "measure" TEXT,
  "direction" INTEGER NOT NULL,
  "denominator" BLOB REFERENCES "indicator"(id) DEFERRABLE INITIALLY DEFERRED,
  "origin" TEXT,
  "note" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "indicator_fc" ON "indicator"(k) WHERE fc IS NOT NULL;
CREATE TABLE "figure"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "indicator" BLOB NOT NULL REFERENCES "indicator"(id) DEFERRABLE INITIALLY DEFERRED,
  "region" BLOB NOT NULL REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "year" INTEGER,
  "printed" TEXT NOT NULL,
  "value" REAL,
  "flags" TEXT,
  "origin" TEXT,
  "table_no" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "figure_fc" ON "figure"(k) WHERE fc IS NOT NULL;
CREATE TABLE "withdrawal"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "target" TEXT NOT NULL,
  "subject" BLOB NOT NULL,
  "reason" TEXT,
  "recs" TEXT,
  "versions" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "withdrawal_fc" ON "withdrawal"(k) WHERE fc IS NOT NULL;
CREATE TABLE "code"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "name_en" TEXT,
  "parent" BLOB REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "definition" BLOB,
  "definition_en" BLOB,
  "use_when" BLOB,
  "use_not" BLOB,
  "example" BLOB,
  "keywords" TEXT,
  "valence" INTEGER,
  "colour" INTEGER,
  "position" INTEGER,
  "retired" INTEGER,
  "merged_into" BLOB REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "code_fc" ON "code"(k) WHERE fc IS NOT NULL;
CREATE TABLE "coding"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" BLOB NOT NULL REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "coder" BLOB NOT NULL REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "version" BLOB NOT NULL,
  "start" INTEGER NOT NULL,
  "stop" INTEGER NOT NULL,
  "origin" TEXT NOT NULL,
  "review" TEXT,
  "layer" TEXT NOT NULL,
  "valence" INTEGER,
  "grade" TEXT,
  "about" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "gloss" BLOB,
  "memo" BLOB,
  "reason" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT,
  CHECK(start < stop)) STRICT;
CREATE INDEX "coding_fc" ON "coding"(k) WHERE fc IS NOT NULL;
CREATE TABLE "decision"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" BLOB NOT NULL REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "coder" BLOB NOT NULL REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "version" BLOB NOT NULL,
  "start" INTEGER NOT NULL,
  "stop" INTEGER NOT NULL,
  "decision" TEXT NOT NULL,
  "reason" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT,
  CHECK(start < stop)) STRICT;
CREATE INDEX "decision_fc" ON "decision"(k) WHERE fc IS NOT NULL;
CREATE TABLE "relevance"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "coder" BLOB NOT NULL REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "version" BLOB NOT NULL,
  "start" INTEGER NOT NULL,
  "stop" INTEGER NOT NULL,
  "mark" TEXT NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT,
  CHECK(start < stop)) STRICT;
CREATE INDEX "relevance_fc" ON "relevance"(k) WHERE fc IS NOT NULL;
CREATE TABLE "completion"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "coder" BLOB NOT NULL REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" BLOB NOT NULL REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "completion_fc" ON "completion"(k) WHERE fc IS NOT NULL;
CREATE TABLE "release"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "date" TEXT NOT NULL,
  "codebook" BLOB NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "release_fc" ON "release"(k) WHERE fc IS NOT NULL;
CREATE TABLE "memo"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "belongs" BLOB,
  "about_kind" TEXT NOT NULL,
  "about" BLOB NOT NULL,
  "coder" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "text" BLOB NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "memo_fc" ON "memo"(k) WHERE fc IS NOT NULL;
CREATE TABLE "theme"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "name_en" TEXT,
  "concept" BLOB,
  "boundaries" BLOB,
  "nature" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "narrative" BLOB,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "theme_fc" ON "theme"(k) WHERE fc IS NOT NULL;
CREATE TABLE "theme_code"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB NOT NULL REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" BLOB NOT NULL REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "theme_code_fc" ON "theme_code"(k) WHERE fc IS NOT NULL;
CREATE TABLE "link"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB NOT NULL REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "indicator" BLOB NOT NULL REFERENCES "indicator"(id) DEFERRABLE INITIALLY DEFERRED,
  "relation" TEXT NOT NULL,
  "closeness" TEXT NOT NULL,
  "rationale" BLOB,
  "made" TEXT NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "link_fc" ON "link"(k) WHERE fc IS NOT NULL;
CREATE TABLE "adjudication"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "code" BLOB NOT NULL REFERENCES "code"(id) DEFERRABLE INITIALLY DEFERRED,
  "version" BLOB NOT NULL,
  "start" INTEGER NOT NULL,
  "stop" INTEGER NOT NULL,
  "coder" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "difference" TEXT,
  "memo" BLOB,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT,
  CHECK(start < stop)) STRICT;
CREATE INDEX "adjudication_fc" ON "adjudication"(k) WHERE fc IS NOT NULL;
CREATE TABLE "summary"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB NOT NULL REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "region" BLOB NOT NULL REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "level" TEXT,
  "text" BLOB,
  "rests_on" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "summary_fc" ON "summary"(k) WHERE fc IS NOT NULL;
CREATE TABLE "finding"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "claim" BLOB NOT NULL,
  "status" TEXT NOT NULL,
  "evidence" TEXT,
  "against" TEXT,
  "rivals" BLOB,
  "tactics" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "finding_fc" ON "finding"(k) WHERE fc IS NOT NULL;
CREATE TABLE "thread"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB NOT NULL REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "indicator" BLOB NOT NULL REFERENCES "indicator"(id) DEFERRABLE INITIALLY DEFERRED,
  "region" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "question" BLOB,
  "explanation" TEXT,
  "resolution" BLOB,
  "coder" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "thread_fc" ON "thread"(k) WHERE fc IS NOT NULL;
CREATE TABLE "swot_item"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "key" TEXT NOT NULL,
  "quadrant" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "scope" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "questions" TEXT,
  "evidence" TEXT,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "swot_item_fc" ON "swot_item"(k) WHERE fc IS NOT NULL;
CREATE TABLE "rating"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "item" BLOB NOT NULL REFERENCES "swot_item"(id) DEFERRABLE INITIALLY DEFERRED,
  "rater" TEXT NOT NULL,
  "importance" INTEGER,
  "rating" REAL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "rating_fc" ON "rating"(k) WHERE fc IS NOT NULL;
CREATE TABLE "strategy"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "key" TEXT NOT NULL,
  "cell" TEXT NOT NULL,
  "text" BLOB NOT NULL,
  "items" TEXT,
  "owner" TEXT,
  "scope" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "strategy_fc" ON "strategy"(k) WHERE fc IS NOT NULL;
CREATE TABLE "issue"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "problem" BLOB NOT NULL,
  "cause" BLOB,
  "recommendation" BLOB,
  "owner" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "issue_fc" ON "issue"(k) WHERE fc IS NOT NULL;
CREATE TABLE "clockfix"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "log" BLOB NOT NULL,
  "from_n" INTEGER NOT NULL,
  "to_n" INTEGER NOT NULL,
  "delta" INTEGER NOT NULL,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "clockfix_fc" ON "clockfix"(k) WHERE fc IS NOT NULL;
CREATE INDEX coding_source ON coding(source, start) WHERE removed=0;
CREATE INDEX coding_code ON coding(code, source) WHERE removed=0;
CREATE INDEX version_source ON version(source);
CREATE INDEX speaker_source ON speaker(source);
CREATE INDEX figure_indicator ON figure(indicator, year);
CREATE VIRTUAL TABLE speech USING fts5(text, source UNINDEXED, version UNINDEXED, turn UNINDEXED, tokenize='unicode61 remove_diacritics 2');
