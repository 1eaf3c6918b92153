"""Fuzzing of the readers: small files of each format, broken in many ways, read in a process of their own."""
