-- Rounds of double coding, who is given what, and how a difference was settled. No command of schema 1 wrote adjudications.
DROP TABLE adjudication;
CREATE TABLE "round"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "name" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "codes" TEXT,
  "release" BLOB REFERENCES "release"(id) DEFERRABLE INITIALLY DEFERRED,
  "share" REAL,
  "seed" INTEGER,
  "note" BLOB,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "round_fc" ON "round"(k) WHERE fc IS NOT NULL;
CREATE TABLE "assignment"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "source" BLOB NOT NULL REFERENCES "source"(id) DEFERRABLE INITIALLY DEFERRED,
  "coder" BLOB NOT NULL REFERENCES "coder"(id) DEFERRABLE INITIALLY DEFERRED,
  "round" BLOB REFERENCES "round"(id) DEFERRABLE INITIALLY DEFERRED,
  "turns" TEXT,
  "due" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "assignment_fc" ON "assignment"(k) WHERE fc IS NOT NULL;
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
  "resolution" TEXT,
  "round" BLOB REFERENCES "round"(id) DEFERRABLE INITIALLY DEFERRED,
  "sides" TEXT,
  "yielded" TEXT,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT,
  CHECK(start < stop)) STRICT;
CREATE INDEX "adjudication_fc" ON "adjudication"(k) WHERE fc IS NOT NULL;
CREATE INDEX assignment_source ON assignment(source);
CREATE INDEX adjudication_source ON adjudication(source);
