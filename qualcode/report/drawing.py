"""Figures as data: lines, boxes, discs, polygons and lettering, drawn as SVG for HTML and as EMF for Word and Excel.

The rule: a drawing stays a drawing, sharp at any size, and no library turns it into dots. SVG is what browsers know;
EMF (Microsoft MS-EMF) is what every Word and Excel and LibreOffice knows, where SVG would be an empty frame in Office
2016 and before. Places and sizes are centimetres from the upper left corner; colours are six hexadecimal digits.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from html import escape

from qualcode.report.metrics import advance

_UNIT = 1000  # units of an EMF in a centimetre: a hundredth of a millimetre
_POINT = 2.54 / 72  # cm
_DASH, _GAP = 0.15, 0.1  # cm


@dataclass(frozen=True)
class Line:
    """A line between two places; ``weight`` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "333333"
    weight: float = 0.75
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle with its upper left corner at ``x``, ``y``; empty ``fill`` leaves it open."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    colour: str = "333333"
    weight: float = 0.75


@dataclass(frozen=True)
class Disc:
    """A filled circle around ``x``, ``y``."""

    x: float
    y: float
    radius: float
    fill: str = "333333"
    colour: str = "333333"


@dataclass(frozen=True)
class Lettering:
    """A line of text on the baseline ``y``; ``align`` ``left``, ``center`` or ``right`` of ``x``; size in points."""

    x: float
    y: float
    text: str
    size: float = 9.0
    bold: bool = False
    align: str = "left"
    colour: str = "111111"


@dataclass(frozen=True)
class Polygon:
    """A filled surface through three or more places (a slice of a pie, a band, a tile's hatching)."""

    points: tuple[tuple[float, float], ...]
    fill: str = "333333"
    colour: str = "333333"
    weight: float = 0.75


Shape = Line | Box | Disc | Polygon | Lettering


def svg(shapes: tuple[Shape, ...], width: float, height: float) -> str:
    """The drawing as an SVG element of ``width`` x ``height`` cm; every text is escaped."""
    body = "".join(_svg(shape) for shape in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}cm" height="{height:g}cm" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="Times New Roman, Times, serif">{body}</svg>'
    )


def _svg(shape: Shape) -> str:
    if isinstance(shape, Line):
        dash = f' stroke-dasharray="{_DASH} {_GAP}"' if shape.dashed else ""
        return (
            f'<line x1="{shape.x1:g}" y1="{shape.y1:g}" x2="{shape.x2:g}" y2="{shape.y2:g}" '
            f'stroke="#{shape.colour}" stroke-width="{shape.weight * _POINT:.4g}"{dash}/>'
        )
    if isinstance(shape, Box):
        fill = f"#{shape.fill}" if shape.fill else "none"
        return (
            f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
            f'fill="{fill}" stroke="#{shape.colour}" stroke-width="{shape.weight * _POINT:.4g}"/>'
        )
    if isinstance(shape, Disc):
        return (
            f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="#{shape.fill}" '
            f'stroke="#{shape.colour}" stroke-width="0.02"/>'
        )
    if isinstance(shape, Polygon):
        points = " ".join(f"{x:.4g},{y:.4g}" for x, y in shape.points)
        return (
            f'<polygon points="{points}" fill="#{shape.fill}" stroke="#{shape.colour}" '
            f'stroke-width="{shape.weight * _POINT:.4g}"/>'
        )
    anchor = {"left": "start", "center": "middle", "right": "end"}[shape.align]
    weight = ' font-weight="bold"' if shape.bold else ""
    return (
        f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size * _POINT:.4g}" text-anchor="{anchor}"'
        f'{weight} fill="#{shape.colour}">{escape(shape.text)}</text>'
    )


def emf(shapes: tuple[Shape, ...], width: float, height: float) -> bytes:
    """The drawing as an Enhanced Metafile of ``width`` x ``height`` cm."""
    right, bottom = round(width * _UNIT), round(height * _UNIT)
    records = [_record(18, struct.pack("<I", 1)), _record(22, struct.pack("<I", 24))]  # see-through; baseline
    for shape in shapes:
        records += _emf(shape)
    records.append(_record(14, struct.pack("<III", 0, 16, 20)))
    body = b"".join(records)
    # One device unit is a hundredth of a millimetre, so bounds and frame are the same numbers.
    header = struct.pack("<4i4i", 0, 0, right, bottom, 0, 0, right, bottom)
    header += struct.pack("<IIIIHHIII", 0x464D4520, 0x10000, 88 + len(body), len(records) + 1, 2, 0, 0, 0, 0)
    header += struct.pack("<4i", 32_000, 24_000, 320, 240)
    return struct.pack("<II", 1, 88) + header + body


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", kind, 8 + len(data)) + data


def _with(number: int, made: bytes, drawn: list[bytes]) -> list[bytes]:
    """Make a tool (pen, brush, font), use it, throw it away."""
    index = struct.pack("<I", number)
    return [made, _record(37, index), *drawn, _record(40, index)]


def _emf(shape: Shape) -> list[bytes]:
    if isinstance(shape, Line):
        drawn = [
            _record(kind, struct.pack("<2i", *place))
            for start, end in (_dashes(shape) if shape.dashed else [((shape.x1, shape.y1), (shape.x2, shape.y2))])
            for kind, place in ((27, _at(*start)), (54, _at(*end)))
        ]
        return _with(1, _pen(shape.colour, shape.weight), drawn)
    if isinstance(shape, Lettering):
        return _lettering(shape)
    if isinstance(shape, Disc):
        corner, other = (
            _at(shape.x - shape.radius, shape.y - shape.radius),
            _at(shape.x + shape.radius, shape.y + shape.radius),
        )
        drawn = [_record(42, struct.pack("<4i", *corner, *other))]
        return _with(1, _pen(shape.colour, 0.5), _with(2, _brush(shape.fill), drawn))
    if isinstance(shape, Polygon):
        places = [_at(x, y) for x, y in shape.points]
        xs, ys = zip(*places, strict=True)
        data = struct.pack("<4iI", min(xs), min(ys), max(xs), max(ys), len(places))
        drawn = [_record(3, data + b"".join(struct.pack("<2i", *place) for place in places))]
        return _with(1, _pen(shape.colour, shape.weight), _with(2, _brush(shape.fill), drawn))
    corner, other = _at(shape.x, shape.y), _at(shape.x + shape.width, shape.y + shape.height)
    drawn = [_record(43, struct.pack("<4i", *corner, *other))]
    return _with(1, _pen(shape.colour, shape.weight), _with(2, _brush(shape.fill), drawn))


def _dashes(line: Line) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The strokes of a dashed line: a pen of Windows that is wider than a point of the screen draws none itself."""
    length = math.hypot(line.x2 - line.x1, line.y2 - line.y1) or 1.0
    count = max(1, round(length / (_DASH + _GAP)))

    def at(share: float) -> tuple[float, float]:
        return line.x1 + (line.x2 - line.x1) * share, line.y1 + (line.y2 - line.y1) * share

    return [(at(n / count), at((n + _DASH / (_DASH + _GAP)) / count)) for n in range(count)]


def _at(x: float, y: float) -> tuple[int, int]:
    return round(x * _UNIT), round(y * _UNIT)


def _colour(digits: str) -> int:
    red, green, blue = bytes.fromhex(digits)
    return red | green << 8 | blue << 16


def _pen(colour: str, weight: float) -> bytes:
    width = max(1, round(weight * _POINT * _UNIT))
    return _record(38, struct.pack("<IIiiI", 1, 0, width, 0, _colour(colour)))


def _brush(fill: str) -> bytes:
    return _record(39, struct.pack("<IIII", 2, 0 if fill else 1, _colour(fill) if fill else 0, 0))


def _lettering(shape: Lettering) -> list[bytes]:
    height = round(shape.size * _POINT * _UNIT)
    face = "Times New Roman".encode("utf-16-le").ljust(64, b"\0")
    logical = struct.pack("<iiiiiBBBBBBBB", -height, 0, 0, 0, 700 if shape.bold else 400, 0, 0, 0, 1, 0, 0, 0, 18)
    font = struct.pack("<I", 1) + (logical + face).ljust(320, b"\0")
    units = shape.text.encode("utf-16-le")
    widths = []
    for letter in shape.text:
        pair = len(letter.encode("utf-16-le")) // 2  # a letter outside the first plane is two units
        widths += [round(advance(letter, bold=shape.bold) * height / 1000)] + [0] * (pair - 1)
    left = {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align] * sum(widths)
    x, y = _at(shape.x, shape.y)
    padded = units + b"\0" * (-len(units) % 4)
    text = struct.pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0)
    text += struct.pack("<iiIIIiiiiI", x - round(left), y, len(units) // 2, 76, 0, 0, 0, -1, -1, 76 + len(padded))
    text += padded + struct.pack(f"<{len(widths)}I", *widths)
    colour = _record(24, struct.pack("<I", _colour(shape.colour)))
    return _with(1, _record(82, font), [colour, _record(84, text)])
