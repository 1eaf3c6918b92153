"""Words that several screens show for what is kept as a short id (of deeds and records: store.deeds)."""

from __future__ import annotations

from qualcode.display.terms import Term, term
from qualcode.i18n import N_

_GRADES: dict[str, Term] = {
    "tangan-pertama": ("tangan pertama", N_("first-hand")),
    "kata-orang": ("kata orang", N_("hearsay")),
    "resmi": ("resmi", N_("official")),
}


def grade_word(grade: str | None) -> str:
    """An evidence grade in the language in use; nothing for none."""
    return term(_GRADES[grade]) if grade in _GRADES else grade or ""
