"""What colour a shaded cell has, the same in every writer.

The rule: colour repeats what the text says and never carries meaning alone. Text stays black on every fill with a
contrast of at least 7 to 1 (WCAG 2.2, 1.4.6), and a stronger shade is darker in each family by about the same
step, so that a grey print keeps the order.
"""

from __future__ import annotations

from qualcode.report.blocks import SIGNS, Cell

STEPS = 5
# Lightest and darkest fill of each family: problem (orange), mixed (sand), strength (blue), not judged (grey).
# Orange and blue are told apart by nearly all colour-blind readers (Okabe & Ito 2008).
_ENDS = {
    "-": ((253, 238, 228), (232, 160, 116)),
    "±": ((246, 243, 230), (201, 188, 140)),
    "+": ((231, 240, 248), (143, 187, 221)),
    "": ((243, 243, 243), (184, 184, 184)),
}
FAMILY = {"-": "problem", "±": "mixed", "+": "strength", "": "plain"}


def step(cell: Cell) -> tuple[str, int] | None:
    """Family (``-``, ``±``, ``+`` or empty) and step 1 to 5 of a cell's shade; None where it has none."""
    if cell.shade is None or cell.shade <= 0:
        return None
    return SIGNS.get(cell.sign, ""), min(STEPS, int(min(cell.shade, 1.0) * STEPS) + 1)


def colour(sign: str, number: int) -> str:
    """The fill of a family at a step 1 to 5, as six hexadecimal digits."""
    light, dark = _ENDS[sign]
    share = (number - 1) / (STEPS - 1)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(light, dark, strict=True))


def fill(cell: Cell) -> str | None:
    """The fill of a cell as six hexadecimal digits, or None."""
    found = step(cell)
    return colour(*found) if found else None
