"""Ids. What is the same thing on every device has a derived id (uuid5); everything else is a UUIDv7.

Ids are 16 bytes inside, 32 hex digits in the journal and on the command line.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
import unicodedata
from functools import lru_cache

_RANDOM = 74  # bits of a UUIDv7 behind its milliseconds, version and variant
_lock = threading.Lock()
_last = (-1, 0)  # milliseconds and random bits of the last one


def new_id(now_ms: int | None = None) -> bytes:
    """A fresh UUIDv7: 48 bits of milliseconds, then randomness (RFC 9562 section 5.7). Within a millisecond each is greater than
    the one before (section 6.2, method 2), so that what one deed wrote in an order is listed in that order; a clock that steps
    back does not undo it: then the last milliseconds are used again (section 6.2). ``now_ms``: milliseconds, taken as given."""
    global _last
    with _lock:
        stamp = max(int(time.time() * 1000), _last[0]) if now_ms is None else now_ms
        bits = int.from_bytes(os.urandom(9), "big")  # 72: the first of a millisecond leaves room for those that follow
        if stamp == _last[0]:
            bits = (_last[1] + 1 + (bits >> 24)) & (1 << _RANDOM) - 1
        _last = (stamp, bits)
    number = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
    return number.to_bytes(16, "big")


def _unlock() -> None:
    """A child forked while another thread was making an id would wait for that thread, which it does not have."""
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_unlock)


def derived(parent: bytes, name: str) -> bytes:
    """uuid5(parent, name) (RFC 9562 section 5.5): the same 16 bytes on every device."""
    raw = bytearray(hashlib.sha1(parent + name.encode(), usedforsecurity=False).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x50
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


@lru_cache(1 << 14)  # the names of a study are compared again and again
def fold(name: str) -> str:
    """A name as it is compared: NFC, case-folded, white space as single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(1024)  # a merge frames millions of short parts
def _length(n: int) -> bytes:
    return n.to_bytes(8, "big")


def digest(*parts: bytes) -> bytes:
    """blake2b of 16 bytes over the parts, each with its length, so that no two lists of parts read alike."""
    framed = [b""] * (2 * len(parts))
    framed[::2] = map(_length, map(len, parts))
    framed[1::2] = parts
    return hashlib.blake2b(b"".join(framed), digest_size=16).digest()


def blob_hash(data: bytes) -> bytes:
    """The name of a blob: blake2b of 16 bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def coder_id(project: bytes, short_name: str) -> bytes:
    return derived(project, "coder:" + fold(short_name))


def sha256(data: bytes) -> str:
    """The hex digits that name a file or a text in the ids below."""
    return hashlib.sha256(data).hexdigest()


def source_id(project: bytes, data: bytes | str, session: int = 0) -> bytes:
    """A source is its bytes (or their ``sha256``): the same file imported on two laptops is one source."""
    return derived(project, f"source:{data if isinstance(data, str) else sha256(data)}:{session}")


def version_id(source: bytes, text: str, digest: str = "") -> bytes:
    """``digest``: ``sha256`` of the text in UTF-8, where that is known."""
    return derived(source, "version:" + (digest or sha256(text.encode())))


def speaker_id(source: bytes, label: str) -> bytes:
    return derived(source, "speaker:" + fold(label))


def code_id(project: bytes, path: tuple[str, ...]) -> bytes:
    """A code that came without an id: its folded path in the codebook."""
    return derived(project, "code:" + "/".join(fold(name) for name in path))


def decision_id(version: bytes, code: bytes, start: int, stop: int, coder: bytes, decision: str) -> bytes:
    """A decision on a suggestion; the same decision by the same coder is made once."""
    return derived(version, f"decision:{code.hex()}:{start}:{stop}:{coder.hex()}:{decision}")
