-- Derived like the forms and thrown away with them: the known words nearest to each unknown form, as words apart by a space,
-- and by how many letters they differ. Form 0 says how many forms were compared with each other.
CREATE TABLE misspelt(form INTEGER PRIMARY KEY, distance INTEGER NOT NULL, near TEXT NOT NULL) STRICT;
