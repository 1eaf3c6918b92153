"""Segments: actions as frames in a file that is written once.

The rule: a reader trusts nothing but what it can check. A frame says how long it is and what its content hashes to, so
that a file cut off by a slow carrier gives all its whole frames and says that the rest is missing. With a passphrase a
frame's content is sealed (ChaCha20-Poly1305, key by scrypt) and its head is authenticated with it.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.action import Action, agrees, pack, unpack

MAGIC = b"QCS1"
NEWER = b"QCS"  # what frames of a later qualcode begin with
_HEAD = struct.Struct(
    ">4sIIII16s"
)  # magic, length, first n, last n, codec, blake2b-128 of the head before it and the body
ZLIB, SEALED = 1, 2
PER_FRAME = 200  # actions
_MOST = 1 << 30  # bytes a frame may unpack to
_SCRYPT = {"n": 1 << 15, "r": 8, "p": 1}


@dataclass(frozen=True)
class Seal:
    """The key of a sync folder that is sealed with a passphrase."""

    key: bytes  # 32 bytes

    @staticmethod
    def of(passphrase: str, salt: bytes) -> Seal:
        """The key that a passphrase gives with the folder's salt (16 bytes)."""
        return Seal(hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, maxmem=1 << 27, **_SCRYPT))

    def close(self, nonce: bytes, body: bytes, head: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        return nonce + ChaCha20Poly1305(self.key).encrypt(nonce, body, head)

    def open(self, body: bytes, head: bytes) -> bytes | None:
        """The content; None where the passphrase is another one or a byte was changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            return ChaCha20Poly1305(self.key).decrypt(body[:12], body[12:], head)
        except (InvalidTag, ValueError):
            return None

    def name(self, hash_: bytes) -> bytes:
        """What a text is called in a sealed folder: its own hash would let short texts be guessed."""
        return hashlib.blake2b(hash_, key=self.key, digest_size=16).digest()


@dataclass(frozen=True)
class Reading:
    """What a file gave. ``whole``: it ended where a frame ended, nothing damaged; ``newer``: frames of a later qualcode
    follow; ``sealed``: it is sealed with a passphrase that was not given or is another one."""

    bodies: tuple[bytes, ...]
    whole: bool
    newer: bool = False
    sealed: bool = False


def frame(body: bytes, first: int = 0, last: int = 0, seal: Seal | None = None) -> bytes:
    """One frame around ``body``."""
    import os

    packed = zlib.compress(body, 1)
    codec = ZLIB
    if seal is not None:
        codec = SEALED
        packed = seal.close(os.urandom(12), packed, struct.pack(">III", first, last, codec))
    head = struct.pack(">4sIIII", MAGIC, len(packed), first, last, codec)
    return head + hashlib.blake2b(head + packed, digest_size=16).digest() + packed


def frames(data: bytes, seal: Seal | None = None) -> Reading:
    """The contents of a file's whole frames."""
    bodies: list[bytes] = []
    at = 0
    while at < len(data):
        if data[at : at + 3] == NEWER and data[at : at + 4] != MAGIC:
            return Reading(tuple(bodies), True, newer=True)
        if len(data) - at < _HEAD.size:
            return Reading(tuple(bodies), False)
        magic, length, first, last, codec, checksum = _HEAD.unpack_from(data, at)
        packed = data[at + _HEAD.size : at + _HEAD.size + length]
        head = data[at : at + _HEAD.size - 16]
        if (
            magic != MAGIC
            or len(packed) < length
            or hashlib.blake2b(head + packed, digest_size=16).digest() != checksum
        ):
            return Reading(tuple(bodies), False)
        if codec == SEALED:
            opened = seal.open(packed, struct.pack(">III", first, last, codec)) if seal else None
            if opened is None:
                return Reading(tuple(bodies), True, sealed=True)
            packed = opened
        elif codec != ZLIB:
            return Reading(tuple(bodies), True, newer=True)
        try:
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(packed, _MOST)
        except zlib.error:
            return Reading(tuple(bodies), False)
        if unpacker.unconsumed_tail:
            return Reading(tuple(bodies), False)
        bodies.append(body)
        at += _HEAD.size + length
    return Reading(tuple(bodies), bool(bodies))


def write(actions: Iterable[Action], seal: Seal | None = None) -> bytes:
    """Actions of one chain, oldest first, as a segment."""
    parts: list[bytes] = []
    held: list[Action] = []

    def flush() -> None:
        if held:
            parts.append(frame(b"\n".join(map(pack, held)), held[0].n, held[-1].n, seal))
            held.clear()

    for action in actions:
        held.append(action)
        if len(held) == PER_FRAME:
            flush()
    flush()
    return b"".join(parts)


def read(reading: Reading) -> Iterator[Action]:
    """The actions of a segment. UserError where one is not what its hash says: the file is damaged or forged."""
    for body in reading.bodies:
        for line in body.split(b"\n"):
            try:
                action = unpack(line)
            except (ValueError, KeyError, TypeError):
                raise _forged() from None
            if not agrees(action):
                raise _forged()
            yield action


def _forged() -> UserError:
    return UserError(_("it holds an action that is not what its hash says"), todo=_("Ask its writer to sync again"))
