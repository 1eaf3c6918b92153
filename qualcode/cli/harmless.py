"""What a terminal would obey, taken out of what is printed.

The rule: names, memos and file names may hold anything, and printed they move no cursor, set no title and turn no line
around. So it holds for all that a command prints, whoever printed it; what the commands themselves say to a terminal (bold,
a colour, the line of a progress bar) goes through.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Controls but tab and line end, direction overrides, halves of characters.
_SIGNS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
OBEYED = re.compile(f"[{_SIGNS}]")
_LOOKS = r"\x1b\[(?:0|1|3\d)m"  # bold, colours, and their end
_PRINTED = re.compile(f"({_LOOKS})|[{_SIGNS}]")
_BESIDE = re.compile(rf"({_LOOKS}|\r|\x1b\[(?:K|\?25[lh]))|[{_SIGNS}]")  # a progress bar rewrites its line


def in_json(text: str) -> str:
    """JSON in which such signs are escaped: it says the same and obeys nobody."""
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Stream:
    """A stream of text in which nothing is left that a terminal would obey."""

    def __init__(self, stream: Any, obeyed: re.Pattern[str]) -> None:
        self._stream, self._obeyed = stream, obeyed

    def write(self, text: str) -> Any:
        return self._stream.write(self._obeyed.sub(lambda found: found[1] or " ", text))

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # whoever writes past this class is told there is no way
            raise AttributeError(name)
        return getattr(self._stream, name)


@contextmanager
def harmless() -> Iterator[None]:
    """While this lasts, whatever is printed is harmless."""
    before = sys.stdout, sys.stderr
    out: Any = _Stream(sys.stdout, _PRINTED)
    err: Any = _Stream(sys.stderr, _BESIDE)
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:  # where one was put aside meanwhile, its reader has gone
        if sys.stdout is out:
            sys.stdout = before[0]
        if sys.stderr is err:
            sys.stderr = before[1]
