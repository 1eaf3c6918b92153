"""Memos: what a person noted on a source, a code, a theme, somebody, a coding, or on the study as such.

The rule: a memo belongs to what holds the words it is about, so that withdrawing those takes it along; one on a code, a theme
or the study belongs to nothing. What somebody wrote on a source whose round is open stays hidden from the others until then.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codings import codings, set_fields
from qualcode.reduce.rounds import visible_coders
from qualcode.store import Project, act, blobs
from qualcode.store.ids import new_id

STUDY = "study"
CAPTION = "caption"  # of a report's table or figure: prose that is kept as a memo and is nobody's note


@dataclass(frozen=True)
class Memo:
    """``kind`` and ``about``: what it is on (``study``: on nothing else); ``name`` of that; ``source`` and the span of a
    coding it is on, where it is on one; ``coder``: who wrote it; ``made``: when, in ms."""

    id: bytes
    kind: str
    about: bytes
    name: str
    source: bytes | None
    coder: bytes | None
    who: str
    text: str
    made: int
    inside: bool = False  # the memo that a coding itself holds: ``id`` is the coding's


def notes(project: Project) -> list[Memo]:
    """All memos, and after them those that codings hold, in the order of source and text."""
    names = dict(project.rows("SELECT id, name FROM source"))
    codes = dict(project.rows("SELECT id, name FROM code"))
    people = dict(project.rows("SELECT id, name FROM coder"))
    return memos(project) + [
        Memo(
            one.id, "coding", one.id, f"{codes.get(one.code, '?')} · {names.get(one.source, '?')}", one.source, one.coder,
            people.get(one.coder, ""), one.memo, 0, True,
        )
        for one in codings(project)
        if one.memo
    ]  # fmt: skip


def memos(project: Project, about: bytes | None = None) -> list[Memo]:
    """All memos that who looks may see, or those on one record; the newest first."""
    where = "" if about is None else " AND m.about=?"  # a caption of the report is nobody's note
    rows = project.rows(
        "SELECT m.id, m.about_kind, m.about, m.belongs, m.coder, c.name, m.text, a.stamp FROM memo m"
        f" LEFT JOIN coder c ON c.id=m.coder LEFT JOIN action a ON a.id=m.a WHERE m.removed=0 AND m.about_kind<>?{where} ORDER BY m.k DESC",
        CAPTION,
        *(() if about is None else (about,)),
    )
    sources = {rec for (rec,) in project.rows("SELECT id FROM source")}
    visible: dict[bytes, set[bytes] | None] = {}
    found = []
    for rec, kind, on, root, coder, who, text, made in rows:
        source = root if root in sources else None
        if source is not None and source not in visible:
            seen = visible_coders(project, source, project.coder)
            visible[source] = None if seen is None else set(seen)
        allowed = visible[source] if source is not None else None
        if allowed is None or coder is None or coder in allowed:
            words = blobs.prose(project.conn, text)
            found.append(Memo(rec, kind, on, name_of(project, kind, on), source, coder, who or "", words, made or 0))
    return found


_NAMES = {
    "swot_item": "SELECT key FROM swot_item WHERE id=?",
    "source": "SELECT name FROM source WHERE id=?",
    "code": "SELECT name FROM code WHERE id=?",
    "theme": "SELECT name FROM theme WHERE id=?",
    "participant": "SELECT pseudonym FROM participant WHERE id=?",
    "coding": "SELECT c.name || ' · ' || s.name FROM coding k JOIN code c ON c.id=k.code JOIN source s ON s.id=k.source WHERE k.id=?",
}


def name_of(project: Project, kind: str, about: bytes) -> str:
    """What the record a memo is on is called; empty for the study, or where a kind has no name."""
    return (project.value(_NAMES[kind], about) if kind in _NAMES else "") or ""


def write_memo(project: Project, kind: str, about: bytes, text: str) -> bytes:
    """Write a memo on a record (``kind`` study: on the study; ``about`` is not asked); its id. UserError for an empty one."""
    if not text.strip():
        raise UserError(_("the memo is empty"))
    root = None
    if kind in ("source", "participant"):
        root = about
    elif kind == "coding":
        root = project.value("SELECT source FROM coding WHERE id=?", about)
    on = project.id if kind == STUDY else about
    with act(project, "memo") as a:
        return a.create(
            "memo", new_id(project.clock()), belongs=root, about_kind=kind, about=on, coder=project.coder, text=text
        )


def rewrite_memo(project: Project, memo: Memo, text: str) -> None:
    """Write one's own memo anew; an empty one is taken off. UserError for somebody else's."""
    if memo.coder != project.coder:
        raise UserError(_("this memo is %s's; only they change it") % (memo.who or "?"))
    if memo.inside:
        set_fields(project, memo.id, memo=text.strip() or None)
        return
    with act(project, "memo") as a:
        if text.strip():
            a.change("memo", memo.id, text=text)
        else:
            a.remove("memo", memo.id)
