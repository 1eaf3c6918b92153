"""Words of the report that are Indonesian by trade.

`sejalan`, `tak tersampel`, `BURUK`: the method and its readers know these words, so they stand beside their
English in one pair and are not left to a translator. Ids stay English in data; only what is shown goes
through ``term``.
"""

from __future__ import annotations

from qualcode.i18n import _, language

Term = tuple[str, str]
"""(Indonesian report term, English message id marked with ``N_``)"""


def term(words: Term) -> str:
    """The term in the language in use."""
    indonesian, english = words
    return indonesian if language() == "id" else _(english)
