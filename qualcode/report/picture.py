"""A figure by itself as a file: SVG, PDF or PNG.

The rule: every format is drawn from the same shapes, and nothing is needed that is not there already. The PDF names the
Times that every reader brings; the PNG is that PDF as PDFium draws it, which qualcode has for reading transcripts. So no
library of charts comes with it. A PNG says its size in dots per inch, so that Word places it at the centimetres meant.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.blocks import Figure, words
from qualcode.report.drawing import Disc, Lettering, Line, Polygon, Shape, svg
from qualcode.report.metrics import advance, wrapped
from qualcode.report.writers import clean_text, save

DPI = 200  # dots per inch of a PNG
_POINTS = 72 / 2.54  # in a centimetre
_LEAST = 9.0  # cm: a caption in a narrower column is hard to read
_ROUND = 0.5523  # of the radius: where the handles of a quarter circle's curve stand
_GLYPHS = {"−": (129, "minus")}  # beyond Windows' Western letters, under a code that those leave free
_STAND_IN = str.maketrans(
    {"≤": "<=", "≥": ">=", "≈": "~", "→": ">", "▲": "^", "▼": "v", "\u202f": " ", "\u2009": " ", "‑": "-"}
)


def write_picture(figure: Figure, path: Path, *, language: str = "id", force: bool = False) -> None:
    """Write a figure to ``path`` as its ending says, with its caption, source and notes below it. UserError for another ending, where it cannot be written, or where somebody
    changed the drawing there and ``force`` does not say to write over it."""
    make = PICTURES.get(Path(path).suffix.lower())
    if make is None:
        raise UserError(
            _("no picture can be written as {ending}").format(
                ending=Path(path).suffix or _("a file without ending")
            ),
            where=str(path),
            todo=_("End the name with one of {endings}").format(endings=" ".join(PICTURES)),
        )  # fmt: skip
    figure = worded(figure, language)
    save(make(figure.shapes, figure.width, figure.height), Path(path), force=force)


def worded(figure: Figure, language: str = "id") -> Figure:
    """The drawing with what stands below it on paper: a picture that leaves its report still says what it measures and whence."""
    said = words(language)
    notes = [f"{said.note}: {note}" for note in figure.notes]
    if len(notes) > 1:
        notes = [f"{said.note}:", *(f"– {note}" for note in figure.notes)]
    told = [(figure.caption, 10.0, True), (f"{said.source}: {figure.source}" if figure.source else "", 8.5, False)]
    told += [(note, 8.0, False) for note in notes]
    width, at = max(figure.width, _LEAST), figure.height + 0.2
    shapes = list(figure.shapes)
    for text, size, bold in told:
        for line in wrapped(text, width - 0.2, size, bold=bold):
            at += size / _POINTS * 1.25
            shapes.append(Lettering(width / 2 if bold else 0.1, at, line, size, bold, "center" if bold else "left"))
        at += 0.1 if text else 0.0
    return replace(figure, shapes=tuple(shapes), width=width, height=at + 0.1)


def pdf(shapes: tuple[Shape, ...], width: float, height: float) -> bytes:
    """The drawing as a PDF of one page of ``width`` x ``height`` cm."""
    drawn = "\n".join(["1 J 1 j", *(_drawn(shape, height) for shape in shapes)]).encode("ascii")
    names = " ".join(f"{code} /{name}" for code, name in _GLYPHS.values())
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{names}] >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width * _POINTS:.2f} {height * _POINTS:.2f}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>".encode(),
        f"<< /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding {encoding} >>".encode(),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding {encoding} >>".encode(),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n".encode()
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table + tail


def png(shapes: tuple[Shape, ...], width: float, height: float, dpi: int = DPI) -> bytes:
    """The drawing on white as a PNG of ``dpi`` dots per inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf(shapes, width, height)) as document:
        bitmap = document[0].render(scale=dpi / 72, rev_byteorder=True)
        return _png(bytes(bitmap.buffer), bitmap, dpi)


def _png(dots: bytes, bitmap: Any, dpi: int) -> bytes:
    length = bitmap.width * bitmap.n_channels
    rows = b"".join(
        b"\0" + dots[at : at + length] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)
    )  # fmt: skip
    colour = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]  # grey, RGB, RGB with transparency
    a_metre = round(dpi / 0.0254)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, colour, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", a_metre, a_metre, 1)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _svg(shapes: tuple[Shape, ...], width: float, height: float) -> bytes:
    return clean_text(svg(shapes, width, height) + "\n").encode()


PICTURES: dict[str, Callable[[tuple[Shape, ...], float, float], bytes]] = {".svg": _svg, ".pdf": pdf, ".png": png}


def _drawn(shape: Shape, height: float) -> str:
    def at(x: float, y: float) -> str:
        return f"{x * _POINTS:.2f} {(height - y) * _POINTS:.2f}"

    if isinstance(shape, Lettering):
        return _lettering(shape, height)
    if isinstance(shape, Line):
        dash = "[4 3] 0 d" if shape.dashed else "[] 0 d"
        return f"{_colour(shape.colour)} RG {shape.weight:g} w {dash} {at(shape.x1, shape.y1)} m {at(shape.x2, shape.y2)} l S"
    if isinstance(shape, Disc):
        path, weight = _circle(shape, at), 0.5
    elif isinstance(shape, Polygon):
        first, *rest = shape.points
        path = f"{at(*first)} m " + " ".join(f"{at(*point)} l" for point in rest) + " h"
        weight = shape.weight
    else:
        path = f"{at(shape.x, shape.y + shape.height)} {shape.width * _POINTS:.2f} {shape.height * _POINTS:.2f} re"
        weight = shape.weight
    fill = f"{_colour(shape.fill)} rg " if shape.fill else ""
    return f"{fill}{_colour(shape.colour)} RG {weight:g} w [] 0 d {path} {'B' if shape.fill else 'S'}"


def _circle(disc: Disc, at: Callable[[float, float], str]) -> str:
    x, y, r = disc.x, disc.y, disc.radius
    k = r * _ROUND
    corners = [
        ((x + r, y + k), (x + k, y + r), (x, y + r)), ((x - k, y + r), (x - r, y + k), (x - r, y)),
        ((x - r, y - k), (x - k, y - r), (x, y - r)), ((x + k, y - r), (x + r, y - k), (x + r, y)),
    ]  # fmt: skip
    return f"{at(x + r, y)} m " + " ".join(" ".join(at(*place) for place in curve) + " c" for curve in corners)


def _lettering(shape: Lettering, height: float) -> str:
    text = shape.text.translate(_STAND_IN)
    wide = sum(advance(letter, bold=shape.bold) for letter in text) * shape.size / 1000
    x = shape.x * _POINTS - {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align] * wide
    coded = b"".join(
        bytes([_GLYPHS[letter][0]]) if letter in _GLYPHS else letter.encode("cp1252", "replace") for letter in text
    )
    face = "F2" if shape.bold else "F1"
    return f"BT {_colour(shape.colour)} rg /{face} {shape.size:g} Tf {x:.2f} {(height - shape.y) * _POINTS:.2f} Td <{coded.hex()}> Tj ET"


def _colour(digits: str) -> str:
    return " ".join(f"{part / 255:.3f}" for part in bytes.fromhex(digits))
