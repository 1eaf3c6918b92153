"""Figures as files of their own."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.report.blocks import Figure
from qualcode.report.drawing import Box, Disc, Lettering, Line, Polygon, emf, svg
from qualcode.report.picture import pdf, png, worded, write_picture

SHAPES = (
    Box(1, 1, 2, 2, fill="336699"),
    Disc(5, 2, 1, fill="C0392B"),
    Polygon(((7, 1), (9, 1), (8, 3)), fill="88AA66"),
    Line(0, 4, 10, 4, dashed=True),
    Lettering(5, 4.6, "1.234,5 − “Pajang” <b>", align="center"),
)


def dots(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and the RGB dots of a PNG without filters."""
    width, height = struct.unpack(">II", data[16:24])
    at = data.index(b"IDAT")
    length = struct.unpack(">I", data[at - 4 : at])[0]
    rows = zlib.decompress(data[at + 4 : at + 4 + length])
    wide = width * 3 + 1
    return width, height, b"".join(rows[n * wide + 1 : (n + 1) * wide] for n in range(height))


def test_a_png_has_the_size_and_the_colours_of_the_drawing() -> None:
    width, height, rgb = dots(png(SHAPES, 10, 5, dpi=127))  # 50 dots a centimetre

    def at(x: float, y: float) -> str:
        place = (round(y * 50) * width + round(x * 50)) * 3
        return rgb[place : place + 3].hex()

    assert (width, height) == (500, 250)
    assert (at(2, 2), at(5, 2), at(8, 1.5), at(4, 0.2)) == ("336699", "c0392b", "88aa66", "ffffff")


def test_every_shape_is_in_every_format() -> None:
    assert svg(SHAPES, 10, 5).count("<polygon") == 1 and "&lt;b&gt;" in svg(SHAPES, 10, 5)
    assert struct.pack("<II", 3, 52) in emf(SHAPES, 10, 5)  # EMR_POLYGON with its bounds and three places
    assert pdf(SHAPES, 10, 5).startswith(b"%PDF-1.4") and b"MediaBox [0 0 283.46 141.73]" in pdf(SHAPES, 10, 5)


def test_the_ending_of_the_name_says_the_format(tmp_path: Path) -> None:
    figure = Figure("Peta", SHAPES, "Sebuah peta.", 10, 5)
    for ending, begin in ((".svg", b"<svg"), (".PDF", b"%PDF"), (".png", b"\x89PNG")):
        write_picture(figure, tmp_path / f"peta{ending}")
        assert (tmp_path / f"peta{ending}").read_bytes().startswith(begin)
    with pytest.raises(UserError, match=r"\.jpg"):
        write_picture(figure, tmp_path / "peta.jpg")


def test_a_picture_by_itself_says_what_it_measures_and_whence(tmp_path: Path) -> None:
    notes = ("Wilayah yang tidak tersampel tidak berarti tanpa masalah.", "Batas kelas menurut kuartil.")
    figure = Figure(
        "Kepadatan penduduk (jiwa/km2), 2023", SHAPES, "Sebuah peta.", 10, 5, notes, "BPS Kota Surakarta, 2025"
    )
    write_picture(figure, tmp_path / "peta.svg")
    drawn = (tmp_path / "peta.svg").read_text()
    told = " ".join(re.findall(r">([^<>]+)</text>", drawn))
    assert "Kepadatan penduduk (jiwa/km2), 2023" in told and "Sumber: BPS Kota Surakarta, 2025" in told
    assert all(note in told for note in notes)
    assert worded(figure).height > figure.height and worded(figure).shapes[: len(SHAPES)] == SHAPES
