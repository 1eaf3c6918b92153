"""The words we know: root words, and derived words that are a lemma of their own.

Both are plain text files of our own in ``data/``. A form is only ever taken apart down to a word listed there (or
said in everyday speech, see slang): what we do not know we leave alone, since a wrong stem costs more than none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def roots() -> frozenset[str]:
    """Root words (kata dasar): ``bayar``, ``anggur``."""
    return _listed("roots.txt")


@cache
def lexicalised() -> frozenset[str]:
    """Derived words that mean something of their own: ``belajar``, ``berhasil``, ``sebenarnya``."""
    return _listed("words.txt")


def _listed(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
