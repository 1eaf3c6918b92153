"""Breaking files on purpose: flips, cuts, splices, repeats, and structure put in where it does not belong.

The same seed breaks the same file the same way, so that what was found is found again.
"""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable

STRUCTURE = (  # what a parser may take for its own
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>&b;",
    b"<" * 300, b"<w:p>" * 500, b"<text:p>" * 500, b"</w:tbl>", b"<w:tbl><w:tr><w:tc>" * 60, b"<x a='" + b"y" * 5000 + b"'/>",
    b"{" * 3000, b"}" * 50, b"\\u-10179?\\u-8704?", b"\\'81\\'8d", b"\\bin99999999 ", b"\\trowd\\cell\\row", b"{\\*\\fldinst{HYPERLINK \"x\"}}{",
    b"[" * 20_000, b'{"segments":[{"start":1e999,"end":-1,"text":"x"}]}', b'"words":[{"word":null,"speaker":5},7]', b"\\ud800",
    b"00:00:01,000 --> 00:00:00,000\n", b"-->", b"99:99:99.999 --> 9:9\n", b"<v Ibu Sari><v ", b"&#x110000;&#0;&nbsp;",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00" * 40, b"\r\r\n", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\x1b[2J", "\u202e\u2066".encode(),
    b"PK\x03\x04" + bytes(26), b"PK\x05\x06" + bytes(18), b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj",
    b"/Kids[1 0 R 1 0 R]", b"/Length 999999999", b"endstream endobj", b"<table><tr><td>" * 200, b"<li><p>", b"<br>" * 1000,
)  # fmt: skip


def broken(data: bytes, seed: int) -> bytes:
    """``data``, broken by ``seed``. Of a ZIP every third time a part is broken inside and packed again."""
    rnd = random.Random(seed)
    if data.startswith(b"PK") and seed % 3:
        return _repacked(data, rnd)
    return _torn(data, rnd)


def _torn(data: bytes, rnd: random.Random) -> bytes:
    for _ in range(rnd.choice((1, 1, 2, 4, 10))):
        data = rnd.choice(_WAYS)(data, rnd)
    return data


def _flip(data: bytes, rnd: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rnd.choice((1, 3, 30))):
        if out:
            out[rnd.randrange(len(out))] ^= 1 << rnd.randrange(8)
    return bytes(out)


def _cut(data: bytes, rnd: random.Random) -> bytes:
    a, b = sorted(rnd.randrange(len(data) + 1) for _ in range(2))
    return rnd.choice((data[:a], data[b:], data[:a] + data[b:]))


def _splice(data: bytes, rnd: random.Random) -> bytes:
    a, b, at = (rnd.randrange(len(data) + 1) for _ in range(3))
    return data[:at] + data[min(a, b) : max(a, b)] + data[at:]


def _repeat(data: bytes, rnd: random.Random) -> bytes:
    at = rnd.randrange(len(data) + 1)
    piece = data[at : at + rnd.choice((1, 5, 40, 400))]
    return data[:at] + piece * rnd.choice((2, 20, 300)) + data[at:]


def _insert(data: bytes, rnd: random.Random) -> bytes:
    at = rnd.randrange(len(data) + 1)
    return data[:at] + rnd.choice(STRUCTURE) * rnd.choice((1, 1, 3)) + data[at:]


def _shuffle(data: bytes, rnd: random.Random) -> bytes:
    lines = data.split(b"\n")
    rnd.shuffle(lines)
    return b"\n".join(lines)


def _numbers(data: bytes, rnd: random.Random) -> bytes:
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data
    at = rnd.choice(digits)
    return data[:at] + rnd.choice((b"-1", b"0", b"99999999999", b"4294967295", b"1e309", b"")) + data[at + 1 :]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _splice,
    _repeat,
    _insert,
    _shuffle,
    _numbers,
)


def _repacked(data: bytes, rnd: random.Random) -> bytes:
    """The archive with one part broken inside, left out, or doubled."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [(info.filename, old.read(info)) for info in old.infolist() if not info.is_dir()]
        texts = [at for at, (name, _) in enumerate(parts) if name in ("word/document.xml", "content.xml")]
        victim = rnd.choice(texts) if texts and rnd.random() < 0.7 else rnd.randrange(len(parts))
        for at, (name, part) in enumerate(parts):
            if at == victim:
                if rnd.random() < 0.1:
                    continue
                part = _replanted(part, rnd) if name.endswith(".xml") and rnd.random() < 0.6 else _torn(part, rnd)
            new.writestr(name, part)
    return packed.getvalue()


def _replanted(part: bytes, rnd: random.Random) -> bytes:
    """XML that stays well-formed while its elements are moved, doubled, dropped, renamed, nested, and their values changed."""
    from lxml import etree

    root = etree.fromstring(part)
    for _ in range(rnd.choice((1, 3, 10, 40))):
        elements = [one for one in root.iter("{*}*") if one is not root]
        if not elements:
            break
        one, other = rnd.choice(elements), rnd.choice(elements)
        way = rnd.randrange(7)
        if way == 0:
            one.getparent().remove(one)
        elif way == 1:
            other.append(copy.deepcopy(one))
        elif way == 2 and other not in one.iterdescendants() and other is not one:
            other.append(one)
        elif way == 3:
            one.tag = other.tag
        elif way == 4 and one.attrib:
            one.set(
                rnd.choice(list(one.attrib)), rnd.choice(("-1", "999999999", "", "FFFFFF", "x" * 3000, "\u202e", "1e9"))
            )
        elif way == 5:
            one.text = rnd.choice(("", "\u202e", "]]>", "\ufffe"[:0], "ya " * 2000, "\U0001f600"))
        else:
            for _deeper in range(rnd.choice((1, 20, 240))):
                below = one.makeelement(one.tag)
                below.extend(list(one))
                one.append(below)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data
