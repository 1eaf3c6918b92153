"""Colours that can be read and told apart, and a screen that holds without them."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from qualcode.tui.palette import ASCII, DARK, HUES, LIGHT, NONE, SIXTEEN, UNICODE, Palette, depth, palette, signs

Colour = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def linear(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))  # type: ignore[return-value]


def luminance(colour: str) -> float:
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.1."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Colour) -> Colour:
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, eye: str) -> Colour:
    rgb = linear(colour)
    return lab(tuple(sum(m * c for m, c in zip(row, rgb, strict=True)) for row in SEEN[eye]))  # type: ignore[arg-type]


def distance(one: Colour, other: Colour) -> float:
    """CIEDE2000: Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    cos = [math.cos(math.radians(k * hue + shift)) for k, shift in ((1, -30), (2, 0), (3, 6), (4, -63))]
    t = 1 - 0.17 * cos[0] + 0.24 * cos[1] + 0.32 * cos[2] - 0.20 * cos[3]
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    twist = math.sin(math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))))
    rt = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * twist
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


def test_the_distance_is_the_published_one() -> None:
    """Pairs 1, 7, 17 and 25 of the supplementary data of Sharma et al. 2005."""
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert distance((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert distance((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_words_can_be_read_on_every_ground(look: Palette) -> None:
    assert contrast(look.ink, look.ground) >= 7
    assert contrast(look.quiet, look.ground) >= 4.5
    assert all(contrast(wash, look.strong) >= 4.5 for wash in look.washes)
    assert all(contrast(mark, look.ground) >= 4.5 for mark in look.marks)
    assert contrast(*look.selected) >= 7


@pytest.mark.parametrize(("look", "all_eyes", "least"), [(DARK, 15.6, 8.6), (LIGHT, 16.5, 8.6)])
def test_eight_hues_stay_apart_for_every_eye(look: Palette, all_eyes: float, least: float) -> None:
    assert len(look.washes) == len(look.marks) == HUES
    for eye in SEEN:
        colours = [seen(wash, eye) for wash in look.washes]
        nearest = min(distance(one, other) for one, other in combinations(colours, 2))
        assert nearest >= (all_eyes if eye == "all" else least), eye


@pytest.mark.parametrize("look", [DARK, LIGHT])
def test_washes_are_cells_of_the_256_colours(look: Palette) -> None:
    levels = {0, 95, 135, 175, 215, 255}
    for colour in look.washes:
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        grey = len(set(parts)) == 1 and (parts[0] - 8) % 10 == 0
        assert grey or set(parts) <= levels, colour


@pytest.mark.parametrize(
    ("environ", "shows"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm-256color"}, "truecolor"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "dumb"}, "none"),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "none"),
        ({"NO_COLOR": "", "COLORTERM": "truecolor"}, "truecolor"),
    ],
)
def test_the_environment_says_how_many_colours(environ: dict[str, str], shows: str) -> None:
    assert depth(environ) == shows


@pytest.mark.parametrize("look", [SIXTEEN, NONE])
def test_without_washes_weight_underline_and_reverse_tell(look: Palette) -> None:
    coded = look.style(3, overlap=True)
    assert coded.underline and coded.bgcolor == look.style().bgcolor
    assert look.style(selected=True).reverse
    assert look.style(strong=True).bold
    assert look.style(quiet=True).dim


def test_a_palette_is_chosen_by_depth_and_ground() -> None:
    assert palette("256") is palette("truecolor") is DARK
    assert palette("truecolor", dark=False) is LIGHT
    assert palette("16") is SIXTEEN
    assert palette("none") is NONE


def test_signs_fall_back_to_ascii() -> None:
    assert signs({"LANG": "id_ID.UTF-8"}) is UNICODE
    assert signs({"LANG": "id_ID"}) is ASCII
    assert signs({"QUALCODE_ASCII": "1", "LANG": "id_ID.UTF-8"}) is ASCII
    assert [UNICODE.valence(v) for v in (-1, 0, 1, None)] == ["−", "±", "+", ""]
    assert "".join(getattr(ASCII, name) for name in ASCII.__slots__).isascii()
