"""Reduce: codebook, codings, themes and links as records, suggestions."""
