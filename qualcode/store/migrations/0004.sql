-- Codings are indexed by who made them: what one coder did stands together, so that taking in one more colleague's work
-- writes as many pages as it has codings, however many others have coded before.
DROP INDEX coding_source;
DROP INDEX coding_code;
CREATE INDEX coding_source ON coding(source, coder, start) WHERE removed=0;
CREATE INDEX coding_code ON coding(code, coder) WHERE removed=0;
