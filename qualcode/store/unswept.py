"""While much is made that stays, Python does not look for rubbish in it.

The rule: only around work that makes many small things and keeps them. Looking through those again and again is a seventh to a
quarter of the time, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """No sweep inside; afterwards as before. One within another, or in two threads, does no harm."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
