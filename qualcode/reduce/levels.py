"""The level words of a study: in which words a person says how much, how well, how firm, and in what order.

The rule: a level is one of the words of the project's scales, each scale written from its top to its bottom; the words are
an ordering for tables and legends and never a number to calculate with. A scale of its own is a setting of the project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.store.settings import set_setting, setting

SETTING = "levels"


@dataclass(frozen=True)
class Scale:
    """``words``: from the top to the bottom."""

    name: str
    words: tuple[str, ...]

    def rank(self, word: str) -> int | None:
        """The place of a word, 0 at the top; None where it is none of this scale."""
        return next((at for at, one in enumerate(self.words) if fold(one) == fold(word)), None)


USUAL = (
    Scale("tingkat", ("tinggi", "sedang", "rendah", "sangat rendah")),
    Scale("mutu", ("baik", "sedang", "terbatas", "buruk")),
    Scale("kestabilan", ("stabil", "rentan", "kritis")),
    Scale("keaktifan", ("aktif", "minim")),
)


def scales(project: Project) -> tuple[Scale, ...]:
    """The project's scales: its own where somebody set them, else the usual ones."""
    kept = setting(project, SETTING)
    if not isinstance(kept, list):
        return USUAL
    return tuple(Scale(str(name), tuple(map(str, words))) for name, words in kept)


def set_scale(project: Project, name: str, words: Sequence[str]) -> None:
    """Write a scale from its top to its bottom; without words it is taken away. UserError where it has one word only, a word
    twice, or where there is no scale of that name to take away."""
    now = scales(project)
    title, clean = " ".join(name.split()), tuple(" ".join(word.split()) for word in words if fold(word))
    if not title or (words and len(clean) < 2) or len({fold(word) for word in clean}) < len(clean):
        raise UserError(
            _("a scale has a name and at least two different words"), where=title or None,
            todo=_("Write it from its top to its bottom: akses “mudah, terbatas, sulit”"),
        )  # fmt: skip
    there = [fold(one.name) for one in now]
    if not clean and fold(title) not in there:
        raise UserError(_("there is no scale “%s”") % title, todo=", ".join(one.name for one in now))
    made = [Scale(title, clean) if fold(one.name) == fold(title) else one for one in now]
    if fold(title) not in there:
        made.append(Scale(title, clean))
    set_setting(project, SETTING, [[one.name, list(one.words)] for one in made if one.words])


def level_word(among: Sequence[Scale], word: str, where: str | None = None) -> str:
    """The word as the project writes it; empty for nothing. UserError, with the words there are, where it is none of them."""
    if not fold(word):
        return ""
    for scale in among:
        at = scale.rank(word)
        if at is not None:
            return scale.words[at]
    raise UserError(
        _("“%s” is no level word of this study") % " ".join(word.split()), where=where,
        todo=_("Words: %s. A scale of your own: qualcode summaries levels NAME WORD WORD ...") % "; ".join(map(written, among)),
    )  # fmt: skip


def written(scale: Scale) -> str:
    """A scale in one line, its top first."""
    return f"{scale.name}: {' > '.join(scale.words)}"


def strength(among: Sequence[Scale], word: str) -> float | None:
    """How near to the top of its scale a word stands, above 0 up to 1; None where it is none. For ordering and shading."""
    for scale in among:
        at = scale.rank(word)
        if at is not None:
            return (len(scale.words) - at) / len(scale.words)
    return None
