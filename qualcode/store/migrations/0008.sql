-- The claims that lead to a finding, in their order, each with its own evidence. A finding of before has none: its claim is what the
-- chain leads to, and stands as it stood.
CREATE TABLE "claim"(
  k INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  "finding" BLOB NOT NULL REFERENCES "finding"(id) DEFERRABLE INITIALLY DEFERRED,
  "text" BLOB NOT NULL,
  "leads" BLOB,
  "evidence" TEXT,
  "position" INTEGER,
  "removed" INTEGER NOT NULL DEFAULT 0,
  a INTEGER NOT NULL,
  fc TEXT) STRICT;
CREATE INDEX "claim_fc" ON "claim"(k) WHERE fc IS NOT NULL;
