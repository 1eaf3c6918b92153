-- Derived from texts and codings, never journaled, thrown away at any time and counted again: what counts in each source, of one
-- coder's layer or (an empty one) of the agreed one. It holds places and ids, no words. Whatever it rests on throws it away when
-- it is written, by whom and in what way ever, so that what lies here is what a fresh count would find. "rules" is the number of
-- the rules it was counted by. A coding that is made throws nothing away, for a trigger would double what it costs to make many:
-- "codings" is how many the source had, and where it has another number now, what lies here does not hold.
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
