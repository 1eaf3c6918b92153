"""Finding a record by what a person types: its name, its folded name, or the beginning of its id."""

from __future__ import annotations

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.ids import fold
from qualcode.store.project import Project

_NAME_COLUMNS = {"participant": ("pseudonym",), "topic": ("key", "name"), "code": ("name", "name_en"), "theme": ("name", "name_en"),
                 "indicator": ("name", "name_en"), "swot_item": ("key",), "strategy": ("key",), "region": ("name", "code")}  # fmt: skip
_MISSING = {
    "source": lambda: _("there is no source “%s”"),
    "code": lambda: _("there is no code “%s”"),
    "coder": lambda: _("there is no coder “%s”"),
    "participant": lambda: _("there is no participant “%s”"),
    "region": lambda: _("there is no region “%s”"),
    "theme": lambda: _("there is no theme “%s”"),
    "topic": lambda: _("there is no guide topic “%s”"),
    "indicator": lambda: _("there is no indicator “%s”"),
}
_BEGUN = frozenset({"theme"})  # whole sentences: the first words of one are enough, where no other begins with them
_LIST = {"region": "regions", "source": "sources", "code": "codes", "coder": "coders", "participant": "participants",
         "theme": "themes", "topic": "topics", "indicator": "indicators"}  # fmt: skip


def names(project: Project, kind: str, *, taken_off: bool = False) -> list[tuple[str, bytes]]:
    """(name, id) of every live record, or of those taken off or undone, each under every name it goes by."""
    columns = _NAME_COLUMNS.get(kind, ("name",))
    found: list[tuple[str, bytes]] = []
    for column in columns:
        found += [
            (name, rec)
            for rec, name in project.rows(f'SELECT id, "{column}" FROM "{kind}" WHERE removed=?', int(taken_off))
            if name
        ]
    return found


def find(project: Project, kind: str, text: str, *, where: str | None = None, taken_off: bool = False) -> bytes:
    """The id of the one record meant; ``taken_off``: where no live one is, one that was taken off or undone. UserError, with
    the nearest names, where there is none or there are several."""
    pairs = names(project, kind)
    exact = _exact(pairs, text) or (_exact(names(project, kind, taken_off=True), text) if taken_off else set())
    if len(exact) == 1:
        return exact.pop()
    if len(exact) > 1:
        raise UserError(
            _("“%s” names %d records") % (text, len(exact)),
            where=where,
            todo=_("Name one by its id: %s") % ", ".join(sorted(rec.hex()[:12] for rec in exact)),
        )
    if kind in _BEGUN and len(begun := _beginning(pairs, text)) == 1:
        return begun.pop()
    template = _MISSING.get(kind, lambda: _("there is no record “%s”"))()
    raise UserError(template % text, where=where, todo=_suggest(kind, text, [name for name, _rec in pairs]))


def _exact(pairs: list[tuple[str, bytes]], text: str) -> set[bytes]:
    wanted = fold(text)
    found = {rec for name, rec in pairs if name == text} or {rec for name, rec in pairs if fold(name) == wanted}
    if not found and len(wanted) >= 6 and all(c in "0123456789abcdef" for c in wanted.replace("-", "")):
        found = {rec for _name, rec in pairs if rec.hex().startswith(wanted.replace("-", ""))}
    return found


def _beginning(pairs: list[tuple[str, bytes]], text: str) -> set[bytes]:
    """The records whose name begins with these words, two or more."""
    wanted = fold(text)
    return {rec for name, rec in pairs if fold(name).startswith(wanted + " ")} if " " in wanted else set()


def _suggest(kind: str, text: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = [
        name
        for name, _score, _i in process.extract(
            text, list(dict.fromkeys(known)), scorer=fuzz.WRatio, score_cutoff=70, limit=3
        )
    ]
    listing = _("“qualcode %s” lists them") % _LIST.get(kind, kind + "s")
    return _("Did you mean %s? %s") % (", ".join(near), listing) if near else listing
