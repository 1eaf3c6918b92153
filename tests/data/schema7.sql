-- A project as its schema was released: frozen, never edited. People in it are invented.
BEGIN;
PRAGMA application_id=1363365700;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(1,'qualcode','0001','2026-11-22 17:17:57.172940+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(2,'qualcode','0002','2026-11-22 17:17:57.182376+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(3,'qualcode','0003','2026-11-22 17:17:57.184438+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(4,'qualcode','0004','2026-11-22 17:17:57.186327+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(5,'qualcode','0005','2026-11-22 17:17:57.187749+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(6,'qualcode','0006','2026-11-22 17:17:57.215211+00:00');
INSERT INTO "_sqlite_migrations"("id","migration_set","name","applied_at") VALUES(7,'qualcode','0007','2026-11-22 17:17:57.223571+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE log(                          -- one a writing installation; a fork's branch is a log too
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL UNIQUE,               -- origin, or H(origin, hash of the branch's first action)
  origin BLOB NOT NULL,                    -- the id its writer used; part of every hash
  up INTEGER REFERENCES log, up_n INTEGER  -- where the branch leaves its parent
) STRICT;
INSERT INTO "log"("id","uuid","origin","up","up_n") VALUES(1,x'718d677ec63c74e83fdfb2338556237b',x'718d677ec63c74e83fdfb2338556237b',NULL,NULL);
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
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(1,1,1,1,1795367877242,x'e3b414b8780f5f06bcfbb5aeda5e5c87','init',NULL,NULL,NULL,x'9fef5ed77d478266afa53f8fd5c53cda');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(2,1,2,1,1795367877251,x'e3b414b8780f5f06bcfbb5aeda5e5c87','regions',NULL,NULL,x'9fef5ed77d478266afa53f8fd5c53cda',x'69ce6010c40674d34b96749fe0f904da');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(3,1,3,1,1795367877513,x'e3b414b8780f5f06bcfbb5aeda5e5c87','import',NULL,NULL,x'69ce6010c40674d34b96749fe0f904da',x'4b5f59bfd667de7948cc2e5e910c74df');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(4,1,4,1,1795367877640,x'e3b414b8780f5f06bcfbb5aeda5e5c87','codebook',NULL,NULL,x'4b5f59bfd667de7948cc2e5e910c74df',x'1cabb5135b74f2cf9dbc7f320235be8e');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(5,1,5,1,1795367877739,x'e3b414b8780f5f06bcfbb5aeda5e5c87','code',NULL,NULL,x'1cabb5135b74f2cf9dbc7f320235be8e',x'02a648a5def0be838ab7402fe3661b40');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(6,1,6,1,1795367877953,x'e3b414b8780f5f06bcfbb5aeda5e5c87','memo',NULL,NULL,x'02a648a5def0be838ab7402fe3661b40',x'dae093be93f7e8a037edaacf59e8f182');
INSERT INTO "action"("id","log","n","format","stamp","who","kind","undoes","seen","prev","hash") VALUES(7,1,7,1,1795367878002,x'e3b414b8780f5f06bcfbb5aeda5e5c87','codebook',NULL,NULL,x'dae093be93f7e8a037edaacf59e8f182',x'91d0a13c18775c121fd13d05e9102e78');
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
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(1,0,2,x'e3b414b8780f5f06bcfbb5aeda5e5c87',NULL,'{"name":"sri"}',NULL,x'59f35f4eac11eb6a1b6fa214155d9633',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(2,0,3,x'54d0a133acfd5c36a9e50417101a336d',NULL,'{"aliases":["Solo"],"code":"33.72","level":"kota","name":"Surakarta"}',NULL,x'ff652395ca800c0df2f0d04767e77429',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(3,0,10,x'aad56dc4e75f5bc993024be9896419a2',x'aad56dc4e75f5bc993024be9896419a2','{"file":"corpus/W-01.txt","genre":"interview","importer":"e3b414b8780f5f06bcfbb5aeda5e5c87","name":"W-01","version":"6dd3018fdaff583788755d856456d545"}',NULL,x'c59509c9b67c154de9c1a2b3185f4ed9',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(3,1,11,x'6dd3018fdaff583788755d856456d545',x'aad56dc4e75f5bc993024be9896419a2','{"encoding":"utf-8","made":"import","marks":"blob:1487c548d7f8e8867d5001dec7f7f093","original":"blob:4b3af3a7c0c0d7fc758f21ae70d441af","reader":"text","reader_number":1,"text":"blob:4b3af3a7c0c0d7fc758f21ae70d441af"}',NULL,x'4689b7e00e6716b68ff48101720bab37',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(3,2,13,x'a6a4dafe72295b7496aa9671a6872718',x'aad56dc4e75f5bc993024be9896419a2','{"label":"blob:e13f27dba385b80999c347287e370fbf","side":"interviewer"}',NULL,x'6b2e85fa2a00d1cd8e4f14c2b8ae6d4c',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(3,3,12,x'374162a974525b1985e46258e1fa9175',x'374162a974525b1985e46258e1fa9175','{"pseudonym":"Bu Tutik"}',NULL,x'e9fc6e1654e66f11b54481eb89bf83d9',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(3,4,13,x'9a0f8bc4a00351668637640b1858234f',x'aad56dc4e75f5bc993024be9896419a2','{"label":"blob:33b9b28a4cf7555e60a7fb38da7c38ff","participant":"374162a974525b1985e46258e1fa9175","side":"informant"}',NULL,x'99b367afafcce57596ec17d9bfd812a5',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(4,0,30,x'01a20443bc047d6bad6bbe38a08f5389',NULL,'{"name":"utang","position":1}',NULL,x'0690cda7c36c264dfb81cfa3890b8d09',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(5,0,31,x'01a20443bc6b78fc8c9a10a62dd4d5f4',x'aad56dc4e75f5bc993024be9896419a2','{"code":"01a20443bc047d6bad6bbe38a08f5389","coder":"e3b414b8780f5f06bcfbb5aeda5e5c87","layer":"own","memo":"blob:7c963c87b0565ba872a10e301839d0a0","origin":"manual","span":["6dd3018fdaff583788755d856456d545",41,53],"valence":-1}',NULL,x'd6be5d4412d6075674da17887e4980ad',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(6,0,36,x'01a20443bd40783285a61cf0ae9e9e5e',x'aad56dc4e75f5bc993024be9896419a2','{"about":"aad56dc4e75f5bc993024be9896419a2","about_kind":"source","coder":"e3b414b8780f5f06bcfbb5aeda5e5c87","text":"blob:9c5d4b48ce225187b9d5a4ec8411cc17"}',NULL,x'a99b194d581f3f8e334d26a7b114560b',NULL);
INSERT INTO "entry"("action","idx","kind","rec","root","new","old","salt","digest") VALUES(7,0,30,x'01a20443bc047d6bad6bbe38a08f5389',NULL,'{"name_en":"debt"}','{"name_en":null}',x'6e31ad7e962973b6af4fd7a784455dcd',NULL);
CREATE INDEX entry_rec ON entry(rec);
CREATE INDEX entry_erased ON entry(rec) WHERE new IS NULL;
CREATE TABLE waiting(                      -- whole actions held back until all they had seen is here
  hash BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE blob(hash BLOB PRIMARY KEY, size INTEGER NOT NULL, codec INTEGER NOT NULL, data BLOB) STRICT;
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'4b3af3a7c0c0d7fc758f21ae70d441af',61,0,x'496e666f726d616e3a20427520547574696b0a0a503a2042616761696d616e613f0a0a493a205961206e677574616e672064756c752c20f09f98802e0a');
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'1487c548d7f8e8867d5001dec7f7f093',159,0,x'7b22636f6e76656e74696f6e223a226c6162656c73222c226675726e6974757265223a5b5d2c22686561646572223a5b5b5b302c395d2c5b31302c31385d5d5d2c2274696d6573223a5b5d2c227475726e73223a5b5b5b32302c32325d2c5b32332c33335d2c22696e746572766965776572225d2c5b5b33352c33375d2c5b33382c35375d2c22696e666f726d616e74225d5d2c227772617073223a5b5d7d');
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'e13f27dba385b80999c347287e370fbf',1,0,x'50');
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'33b9b28a4cf7555e60a7fb38da7c38ff',1,0,x'49');
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'7c963c87b0565ba872a10e301839d0a0',11,0,x'636f6e746f682062656b75');
INSERT INTO "blob"("hash","size","codec","data") VALUES(x'9c5d4b48ce225187b9d5a4ec8411cc17',12,0,x'6361746174616e2062656b75');
CREATE TABLE here(one INTEGER PRIMARY KEY CHECK(one=1), project BLOB NOT NULL, log BLOB NOT NULL) STRICT;
INSERT INTO "here"("one","project","log") VALUES(1,x'01a20443ba6c78c9871149ce428aa117',x'718d677ec63c74e83fdfb2338556237b');
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
INSERT INTO "coder"("k","id","name","note","removed","a","fc") VALUES(1,x'e3b414b8780f5f06bcfbb5aeda5e5c87','sri',NULL,0,1,NULL);
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
INSERT INTO "region"("k","id","name","parent","code","level","aliases","removed","a","fc") VALUES(1,x'54d0a133acfd5c36a9e50417101a336d','Surakarta',NULL,'33.72','kota','["Solo"]',0,2,NULL);
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
INSERT INTO "source"("k","id","name","genre","region","date","place","interviewer","version","file","responsible","importer","removed","a","fc") VALUES(1,x'aad56dc4e75f5bc993024be9896419a2','W-01','interview',NULL,NULL,NULL,NULL,x'6dd3018fdaff583788755d856456d545','corpus/W-01.txt',NULL,x'e3b414b8780f5f06bcfbb5aeda5e5c87',0,3,NULL);
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
INSERT INTO "version"("k","id","source","text","reader","reader_number","encoding","marks","original","previous","made","removed","a","fc") VALUES(1,x'6dd3018fdaff583788755d856456d545',x'aad56dc4e75f5bc993024be9896419a2',x'4b3af3a7c0c0d7fc758f21ae70d441af','text',1,'utf-8',x'1487c548d7f8e8867d5001dec7f7f093',x'4b3af3a7c0c0d7fc758f21ae70d441af',NULL,'import',0,3,NULL);
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
INSERT INTO "participant"("k","id","pseudonym","home","role","gender","age_band","consent","note","removed","a","fc") VALUES(1,x'374162a974525b1985e46258e1fa9175','Bu Tutik',NULL,NULL,NULL,NULL,NULL,NULL,0,3,NULL);
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
INSERT INTO "speaker"("k","id","source","label","participant","side","removed","a","fc") VALUES(1,x'a6a4dafe72295b7496aa9671a6872718',x'aad56dc4e75f5bc993024be9896419a2',x'e13f27dba385b80999c347287e370fbf',NULL,'interviewer',0,3,NULL);
INSERT INTO "speaker"("k","id","source","label","participant","side","removed","a","fc") VALUES(2,x'9a0f8bc4a00351668637640b1858234f',x'aad56dc4e75f5bc993024be9896419a2',x'33b9b28a4cf7555e60a7fb38da7c38ff',x'374162a974525b1985e46258e1fa9175','informant',0,3,NULL);
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
INSERT INTO "code"("k","id","name","name_en","parent","definition","definition_en","use_when","use_not","example","keywords","valence","colour","position","retired","merged_into","removed","a","fc") VALUES(1,x'01a20443bc047d6bad6bbe38a08f5389','utang','debt',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,0,4,'{"name_en":[7]}');
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
INSERT INTO "coding"("k","id","source","code","coder","version","start","stop","origin","review","layer","valence","grade","about","gloss","memo","reason","removed","a","fc") VALUES(1,x'01a20443bc6b78fc8c9a10a62dd4d5f4',x'aad56dc4e75f5bc993024be9896419a2',x'01a20443bc047d6bad6bbe38a08f5389',x'e3b414b8780f5f06bcfbb5aeda5e5c87',x'6dd3018fdaff583788755d856456d545',41,53,'manual',NULL,'own',-1,NULL,NULL,NULL,x'7c963c87b0565ba872a10e301839d0a0',NULL,0,5,NULL);
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
INSERT INTO "memo"("k","id","belongs","about_kind","about","coder","text","removed","a","fc") VALUES(1,x'01a20443bd40783285a61cf0ae9e9e5e',x'aad56dc4e75f5bc993024be9896419a2','source',x'aad56dc4e75f5bc993024be9896419a2',x'e3b414b8780f5f06bcfbb5aeda5e5c87',x'9c5d4b48ce225187b9d5a4ec8411cc17',0,6,NULL);
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
  fc TEXT, "question" BLOB, "level" TEXT, "exemplars" TEXT, "negative" BLOB) STRICT;
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
  fc TEXT, "themes" TEXT, "areas" TEXT, "frame" TEXT, "group" TEXT, "position" INTEGER) STRICT;
CREATE INDEX "strategy_fc" ON "strategy"(k) WHERE fc IS NOT NULL;
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
CREATE INDEX version_source ON version(source);
CREATE INDEX speaker_source ON speaker(source);
CREATE INDEX figure_indicator ON figure(indicator, year);
CREATE VIRTUAL TABLE speech USING fts5(text, source UNINDEXED, version UNINDEXED, turn UNINDEXED, tokenize='unicode61 remove_diacritics 2');
INSERT INTO "speech"("text","source","version","turn") VALUES('Bagaimana?',x'aad56dc4e75f5bc993024be9896419a2',x'6dd3018fdaff583788755d856456d545',0);
INSERT INTO "speech"("text","source","version","turn") VALUES('Ya ngutang dulu, 😀.',x'aad56dc4e75f5bc993024be9896419a2',x'6dd3018fdaff583788755d856456d545',1);
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
CREATE INDEX coding_source ON coding(source, coder, start) WHERE removed=0;
CREATE INDEX coding_code ON coding(code, coder) WHERE removed=0;
CREATE TABLE misspelt(form INTEGER PRIMARY KEY, distance INTEGER NOT NULL, near TEXT NOT NULL) STRICT;
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
CREATE TABLE tally(
  source BLOB NOT NULL,
  layer BLOB NOT NULL,
  rules INTEGER NOT NULL,
  codings INTEGER NOT NULL,
  unsettled INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  segments TEXT NOT NULL,
  UNIQUE(layer, source)) STRICT;
CREATE INDEX tally_source ON tally(source);
CREATE TRIGGER tally_coding_changed AFTER UPDATE OF source, code, coder, version, start, stop, layer, reason, review, valence, about, removed ON coding BEGIN DELETE FROM tally WHERE source IN (OLD.source, NEW.source); END;
CREATE TRIGGER tally_coding_gone AFTER DELETE ON coding BEGIN DELETE FROM tally WHERE source=OLD.source; END;
CREATE TRIGGER tally_source_changed AFTER UPDATE OF version, responsible, importer, removed ON source BEGIN DELETE FROM tally WHERE source=OLD.id; END;
CREATE TRIGGER tally_source_gone AFTER DELETE ON source BEGIN DELETE FROM tally WHERE source=OLD.id; END;
CREATE TRIGGER tally_version_made AFTER INSERT ON version BEGIN DELETE FROM tally WHERE source=NEW.source; END;
CREATE TRIGGER tally_version_changed AFTER UPDATE OF source, text, marks, previous ON version BEGIN DELETE FROM tally WHERE source IN (OLD.source, NEW.source); END;
CREATE TRIGGER tally_version_gone AFTER DELETE ON version BEGIN DELETE FROM tally WHERE source=OLD.source; END;
CREATE TRIGGER tally_speaker_made AFTER INSERT ON speaker BEGIN DELETE FROM tally WHERE source=NEW.source; END;
CREATE TRIGGER tally_speaker_changed AFTER UPDATE OF source, side, removed ON speaker BEGIN DELETE FROM tally WHERE source IN (OLD.source, NEW.source); END;
CREATE TRIGGER tally_speaker_gone AFTER DELETE ON speaker BEGIN DELETE FROM tally WHERE source=OLD.source; END;
CREATE TRIGGER tally_adjudication_made AFTER INSERT ON adjudication BEGIN DELETE FROM tally WHERE source=NEW.source; END;
CREATE TRIGGER tally_adjudication_changed AFTER UPDATE OF source, code, version, start, stop, resolution, removed ON adjudication BEGIN DELETE FROM tally WHERE source IN (OLD.source, NEW.source); END;
CREATE TRIGGER tally_adjudication_gone AFTER DELETE ON adjudication BEGIN DELETE FROM tally WHERE source=OLD.source; END;
CREATE TRIGGER tally_mend_made AFTER INSERT ON attribute WHEN NEW.key='mend' BEGIN DELETE FROM tally WHERE source IN (SELECT source FROM version WHERE id=NEW.subject); END;
CREATE TRIGGER tally_mend_changed AFTER UPDATE OF subject, key, value ON attribute WHEN 'mend' IN (OLD.key, NEW.key) BEGIN DELETE FROM tally WHERE source IN (SELECT source FROM version WHERE id IN (OLD.subject, NEW.subject)); END;
CREATE TRIGGER tally_mend_gone AFTER DELETE ON attribute WHEN OLD.key='mend' BEGIN DELETE FROM tally WHERE source IN (SELECT source FROM version WHERE id=OLD.subject); END;
CREATE TRIGGER tally_code_changed AFTER UPDATE OF merged_into, removed ON code BEGIN DELETE FROM tally; END;
CREATE TRIGGER tally_code_gone AFTER DELETE ON code BEGIN DELETE FROM tally; END;
CREATE TRIGGER tally_withdrawal_made AFTER INSERT ON withdrawal BEGIN DELETE FROM tally; END;
CREATE TRIGGER tally_withdrawal_changed AFTER UPDATE ON withdrawal BEGIN DELETE FROM tally; END;
CREATE TRIGGER tally_withdrawal_gone AFTER DELETE ON withdrawal BEGIN DELETE FROM tally; END;
CREATE TRIGGER tally_text_erased AFTER UPDATE OF data ON blob BEGIN DELETE FROM tally; END;
PRAGMA user_version=7;
COMMIT;
