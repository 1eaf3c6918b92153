"""What a stand-in for a name looks like in a text: ``I-MJS-K4F2-1``.

The rule: it is one word, as a name is; in how many words the name was said nobody can tell any more. So a text says as much
before names were replaced as after it, to a word or two a name, and a rate per 1,000 words does not fall by it.
"""

from __future__ import annotations

import re

SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, so that no code is a word; nothing that reads like a digit
PATTERN = rf"I-(?:[A-Z]{{1,3}}-)?[{SIGNS}]{{4}}-\d+"  # letters of the area, signs of the source, a number in it
_WHOLE = re.compile(PATTERN)


def is_stand_in(name: str) -> bool:
    """Whether it is a pseudonym as ``collect.names.pseudonym`` makes them."""
    return _WHOLE.fullmatch(name) is not None
