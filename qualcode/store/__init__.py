"""The project: one SQLite file, its schema, its journal, its search index, its merge."""
