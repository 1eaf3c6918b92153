-- Summaries, findings and issue rows as they came to be used: no command of an older schema wrote any. Further fields of themes and
-- strategies; tactics, rival explanations and member checks.
DROP TABLE summary;
DROP TABLE finding;
DROP TABLE issue;
CREATE TABLE "summary"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB NOT NULL REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "region" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "case" TEXT,
  "level" TEXT,
  "text" BLOB,
  "conclusion" BLOB,
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
  "theme" BLOB REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "evidence" TEXT,
  "against" TEXT,
  "negative" BLOB,
  "reason" BLOB,
  "holdout" TEXT,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "finding_fc" ON "finding"(k) WHERE fc IS NOT NULL;
CREATE TABLE "issue"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "theme" BLOB REFERENCES "theme"(id) DEFERRABLE INITIALLY DEFERRED,
  "problem" BLOB NOT NULL,
  "cause" BLOB,
  "recommendation" BLOB,
  "owner" TEXT,
  "target" BLOB,
  "note" BLOB,
  "reference" TEXT,
  "scope" BLOB REFERENCES "region"(id) DEFERRABLE INITIALLY DEFERRED,
  "rests_on" TEXT,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "issue_fc" ON "issue"(k) WHERE fc IS NOT NULL;
CREATE TABLE "tactic"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "finding" BLOB NOT NULL REFERENCES "finding"(id) DEFERRABLE INITIALLY DEFERRED,
  "tactic" INTEGER NOT NULL,
  "outcome" TEXT,
  "note" BLOB,
  "computed" TEXT,
  "coder" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "tactic_fc" ON "tactic"(k) WHERE fc IS NOT NULL;
CREATE TABLE "rival"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "finding" BLOB NOT NULL REFERENCES "finding"(id) DEFERRABLE INITIALLY DEFERRED,
  "text" BLOB NOT NULL,
  "verdict" TEXT,
  "evidence" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "rival_fc" ON "rival"(k) WHERE fc IS NOT NULL;
CREATE TABLE "member_check"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "belongs" BLOB,
  "about_kind" TEXT NOT NULL,
  "about" BLOB NOT NULL,
  "participant" BLOB REFERENCES "participant"(id) DEFERRABLE INITIALLY DEFERRED,
  "date" TEXT,
  "mode" TEXT,
  "answer" TEXT NOT NULL,
  "text" BLOB,
  "outcome" BLOB,
  "coder" BLOB REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "member_check_fc" ON "member_check"(k) WHERE fc IS NOT NULL;
ALTER TABLE "theme" ADD COLUMN "question" BLOB;
ALTER TABLE "theme" ADD COLUMN "level" TEXT;
ALTER TABLE "theme" ADD COLUMN "exemplars" TEXT;
ALTER TABLE "theme" ADD COLUMN "negative" BLOB;
ALTER TABLE "strategy" ADD COLUMN "themes" TEXT;
ALTER TABLE "strategy" ADD COLUMN "areas" TEXT;
ALTER TABLE "strategy" ADD COLUMN "frame" TEXT;
ALTER TABLE "strategy" ADD COLUMN "group" TEXT;
ALTER TABLE "strategy" ADD COLUMN "position" INTEGER;
