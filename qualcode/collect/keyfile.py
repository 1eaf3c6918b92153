"""A sealed file: bytes that only a passphrase opens, written whole or not at all.

The file is a line that names it, a line of JSON (format, cipher, and how the key is made from the passphrase), the
sealed bytes, and a checksum over all of that. The checksum tells a damaged file from a wrong passphrase and says
nothing about what is inside; both lines are authenticated with the bytes (AES-256-GCM), so that nobody can weaken them
unseen. The key is made by scrypt (RFC 7914) with 32 MB and 3 passes, about a fifth of a second on a modest laptop. What
is sealed is filled up to whole blocks of 4 KB: its length does not tell how many names there are.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import UserError, reason
from qualcode.i18n import _

FORMAT = 1
N, R, P = 2**15, 8, 3
SHORT = 12  # characters; a passphrase below that is said to be weak
_MAGIC = b"qualcode names.key\n"
_BLOCK = 4096
_SUM = 32


@dataclass(frozen=True)
class Lock:
    """A key, and the salt and costs it was made with."""

    salt: bytes
    n: int
    r: int
    p: int
    key: bytes = field(repr=False)


def new_lock(passphrase: str) -> Lock:
    """A lock for a new passphrase. UserError where it is empty."""
    if not passphrase.strip():
        raise UserError(_("an empty passphrase protects nothing"), todo=_("Take several words that belong to nobody"))
    return _lock(passphrase, os.urandom(16), N, R, P)


def is_weak(passphrase: str) -> bool:
    """Whether a passphrase is short enough to be found by trying."""
    return len(passphrase.strip()) < SHORT or len(set(passphrase)) < 6


def seal(content: bytes, lock: Lock) -> bytes:
    """The bytes of a file that holds ``content``; never the same twice."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    costs = {"n": lock.n, "r": lock.r, "p": lock.p, "salt": lock.salt.hex()}
    header = {"format": FORMAT, "cipher": "AES-256-GCM", "nonce": nonce.hex(), "scrypt": costs}
    head = _MAGIC + json.dumps(header, sort_keys=True).encode() + b"\n"
    filled = len(content).to_bytes(8, "big") + content
    filled += bytes(-len(filled) % _BLOCK)
    body = head + AESGCM(lock.key).encrypt(nonce, filled, head)
    return body + hashlib.sha256(body).digest()


def unseal(data: bytes, passphrase: str, where: str) -> tuple[bytes, Lock]:
    """What ``seal`` was given, and the lock it was sealed with. UserError for a wrong passphrase, a damaged file, one that a
    newer qualcode wrote, or a file that is something else."""
    header = _header(data, where)
    costs = header["scrypt"]
    lock = _lock(passphrase, bytes.fromhex(costs["salt"]), costs["n"], costs["r"], costs["p"])
    return unlock(data, lock, where), lock


def unlock(data: bytes, lock: Lock, where: str) -> bytes:
    """What was sealed, by a lock that is known already. UserError as ``unseal``."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = _header(data, where)
    body = data[:-_SUM]
    head = body[: body.index(b"\n", len(_MAGIC)) + 1]
    try:
        filled = AESGCM(lock.key).decrypt(bytes.fromhex(header["nonce"]), body[len(head) :], head)
    except InvalidTag:
        raise UserError(
            _("this passphrase does not open the key"), where=where,
            todo=_("Try again; without it nobody can read the names, we neither"),
        ) from None  # fmt: skip
    size = int.from_bytes(filled[:8], "big")
    return filled[8 : 8 + size]


def salt_of(data: bytes, where: str) -> bytes:
    """Which lock a file was sealed with. UserError as ``unseal``."""
    return bytes.fromhex(_header(data, where)["scrypt"]["salt"])


def write_whole(path: Path, data: bytes) -> None:
    """Put the file there for this user's eyes alone: the old one or the new one, never half of one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(
            _("the key cannot be written (%s)") % reason(error), where=str(path), todo=_("Nothing was changed")
        ) from None  # fmt: skip
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name reaches the disk too, where the system knows how."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _header(data: bytes, where: str) -> dict[str, Any]:
    """What the file says of itself. A newer format keeps the first line, a line of JSON and the checksum."""
    if not data.startswith(_MAGIC):
        raise UserError(_("this is no key of qualcode, or its beginning is damaged"), where=where, todo=_restore())
    try:
        line = data[len(_MAGIC) : data.index(b"\n", len(_MAGIC))]
        header: dict[str, Any] = json.loads(line)
        newer = int(header["format"]) > FORMAT
    except (ValueError, KeyError, TypeError):
        raise UserError(_("this key is damaged"), where=where, todo=_restore()) from None
    if hashlib.sha256(data[:-_SUM]).digest() != data[-_SUM:]:
        raise UserError(_("this key is damaged"), where=where, todo=_restore())
    if newer:
        raise UserError(_("this key was made by a newer qualcode"), where=where, todo=_("Update qualcode"))
    if not _sane(header):
        raise UserError(_("this key is damaged"), where=where, todo=_restore())
    return header


def _restore() -> str:
    return _("Put a copy of the key in its place; the project itself is not touched by this")


def _sane(header: dict[str, Any]) -> bool:
    """Costs that no qualcode wrote are refused before they are paid: they could ask for any memory."""
    try:
        costs = header["scrypt"]
        n, r, p = costs["n"], costs["r"], costs["p"]
        read = bytes.fromhex(costs["salt"]) and bytes.fromhex(header["nonce"])
        return bool(read) and 2**15 <= n <= 2**18 and n & (n - 1) == 0 and 1 <= r <= 8 and 1 <= p <= 16
    except (KeyError, TypeError, ValueError):
        return False


def _lock(passphrase: str, salt: bytes, n: int, r: int, p: int) -> Lock:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    return Lock(salt, n, r, p, Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(words))
