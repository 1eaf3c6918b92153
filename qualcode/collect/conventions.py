"""Conventions: how the turns of a transcript are written, and reading a text under one of them."""

from __future__ import annotations

from qualcode.collect import layout, quotations, turns
from qualcode.language.marks import Marks

CONVENTIONS = ("auto", "labels", "paragraphs", "quotations")


def read_marks(text: str, convention: str) -> Marks:
    """The marks of a text under a convention: labels (``Label: text``), paragraphs, quotations (attributed in an article),
    or auto: labels where there are any, else paragraphs."""
    if convention == "quotations":
        return quotations.parse_quotations(text)
    if convention == "paragraphs":
        return layout.paragraph_marks(text)
    return turns.parse(text)
