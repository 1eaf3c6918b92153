"""A conflict as people read it: what stands against what, by whom and when, and what each choice would do.

The rule: a choice is a number, a few words and the write that makes it so; app and commands show the words and hand over
the write, so that side 2 is the same everywhere. Where two wrote one field the later side stands meanwhile and comes last.
What an open round hides is not shown here either.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from qualcode.collect.differences import difference
from qualcode.collect.people import join_people
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.adjudication import resolution_words
from qualcode.reduce.codebook import by_id
from qualcode.reduce.combining import combine
from qualcode.reduce.rounds import visible_coders
from qualcode.store import Project, act, blobs
from qualcode.store.conflicts import Conflict, Side, conflicts, settle, title
from qualcode.store.kinds import BY_NAME

WHAT = {
    "field": N_("two people wrote different things"),
    "removed": N_("changed by one, taken off by the other"),
    "cycle": N_("moves on two computers made codes each other's ancestors"),
    "name": N_("two codes of one name"),
    "in-use": N_("a code was taken off that somebody still used"),
    "joined": N_("the same people were joined both ways"),
}
REMEDY = {
    "field": N_("settle it in favour of a side: --side N"),
    "removed": N_("settle it in favour of a side: --side N"),
    "cycle": N_("say what stands above it: --parent CODE, or --top"),
    "name": N_("make them one: --combine, or give this one another name: --rename NAME"),
    "in-use": N_("bring the code back: --restore, or take its codings off too: --side 1"),
    "joined": N_("say who stays: --side N"),
}
Write = Callable[[Project], object]


@dataclass(frozen=True)
class Stand:
    """One side: its words whole, who wrote it and when (ms)."""

    words: str
    who: str
    stamp: int


@dataclass(frozen=True)
class Opposed:
    """``choices``: words and writes in the order of their digits (``remedy``: the same for a command line); ``own``: the write of a text of one's own, None where none can
    be; ``place``: source and span to read it in the text, None where it is not about a passage."""

    conflict: Conflict
    kind: str
    name: str
    field: str
    stands: tuple[Stand, ...]
    differ: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, Write], ...]
    remedy: str
    own: Callable[[str], Write] | None
    place: tuple[bytes, int | None, int | None] | None

    @property
    def what(self) -> str:
        return _(WHAT[self.conflict.what])


def shown_conflicts(project: Project) -> tuple[list[Conflict], int]:
    """The open conflicts that may be shown, and how many wait until a round closes: they are about others' codings in it."""
    shown, hidden = [], 0
    for one in conflicts(project):
        if one.kind in ("coding", "decision"):
            for source, coder in project.rows(f'SELECT source, coder FROM "{one.kind}" WHERE id=?', one.rec):
                visible = visible_coders(project, source, project.coder)
                if visible is not None and coder not in visible:
                    hidden += 1
                    break
            else:
                shown.append(one)
        else:
            shown.append(one)
    return shown, hidden


def opposed(project: Project, one: Conflict) -> Opposed:
    """A conflict in words, with what may be chosen."""
    if one.what == "field":  # the later one stands meanwhile: it comes last
        one = replace(one, sides=tuple(sorted(one.sides, key=lambda side: (side.stamp, side.action))))
    people = dict(project.rows("SELECT id, name FROM coder"))
    stands = tuple(Stand(_words(project, one, side), people.get(side.who, "?"), side.stamp) for side in one.sides)
    own = _own(one) if one.what == "field" and _is_text(one) else None
    return Opposed(
        one, _(one.kind), title(project, one), _(one.field), stands, _differ(project, one), _choices(project, one),
        _(REMEDY[one.what]) + _decided_anew(project, one), own, _place(project, one),
    )  # fmt: skip


def _decided_anew(project: Project, one: Conflict) -> str:
    """What two people decided apart has several fields: deciding the place anew settles them all at once."""
    if one.kind != "adjudication":
        return ""
    name = project.value("SELECT r.name FROM adjudication a JOIN round r ON r.id=a.round WHERE a.id=?", one.rec)
    command = f"qualcode adjudicate set {one.rec.hex()[:8]} --take NAME --settle" + (
        f" --round “{name}”" if name else ""
    )
    return "; " + _("or decide the whole place anew: %s") % command


def _is_text(one: Conflict) -> bool:
    return BY_NAME[one.kind].field(one.field).type in ("prose", "text")


def _own(one: Conflict) -> Callable[[str], Write]:
    def written(text: str) -> Write:
        def write(project: Project) -> None:
            with act(project, "settle", settle=True) as a:
                a.change(one.kind, one.rec, **{one.field: text.strip() or None})

        return write

    return written


def _choices(project: Project, one: Conflict) -> tuple[tuple[str, Write], ...]:
    def value(of: Any) -> Write:
        return lambda project: settle(project, one, of)

    match one.what:
        case "field":
            return tuple((_("this one stands"), value(side.value)) for side in one.sides)
        case "removed":
            return (_("it is taken off"), value(1)), (_("it stays, as it was changed"), value(0))
        case "in-use":
            return (_("its codings go too"), value(1)), (_("the code comes back"), value(0))
        case "cycle":
            return ((_("it stands at the top"), value(None)),)
        case "name":
            return ((_("they become one code"), lambda project: _combine(project, one)),)
        case "joined":
            return tuple((_("this one stays"), _stays(one, side.value)) for side in one.sides)
    raise AssertionError(one.what)


def _stays(one: Conflict, who: str) -> Write:
    def write(project: Project) -> None:
        for side in one.sides:
            if side.value != who:
                join_people(project, bytes.fromhex(who), bytes.fromhex(side.value))

    return write


def renamed(one: Conflict, name: str) -> Write:
    """The write that gives the later of two codes of one name another one."""
    return lambda project: settle(project, one, name)


def under(one: Conflict, above: str) -> Write:
    """The write that puts the code of a loop under another one (hex)."""
    return lambda project: settle(project, one, above)


def _combine(project: Project, one: Conflict) -> None:
    known = by_id(project)
    into, *others = (known[bytes.fromhex(side.value)] for side in one.sides)
    combine(project, others, into)


def _words(project: Project, one: Conflict, side: Side) -> str:
    value = side.value
    if one.what == "in-use" and side is not one.sides[0]:
        return str(ngettext("%d coding", "%d codings", value) % value)
    if one.field == "removed" or (one.what == "removed" and side is one.sides[0]):
        return _("taken off") if value else _("there")
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("blob:"):
        return str(blobs.prose(project.conn, bytes.fromhex(value[5:])))
    if one.what == "joined":
        return _called(project, "participant", value)
    if one.what == "name":
        return _called(project, "code", value)
    field = BY_NAME[one.kind].field(one.field)
    if field.name == "rests_on":  # ids that nobody could choose between: reading the cell anew settles it
        return str(ngettext("%d coding", "%d codings", len(value)) % len(value))
    if one.kind == "source" and one.field == "version":
        return _("a correction of the text")
    if field.type.startswith("ref:"):
        return _called(project, field.type[4:], str(value))
    if one.kind == "adjudication" and field.name == "resolution":
        return resolution_words(str(value))
    if field.name in ("yielded", "sides"):  # of an adjudication: who gave way, and whose codings it was about
        return ", ".join(_called(project, "coder", coder) for coder in value) or "–"
    if field.name == "span":
        return _passage(project, value)
    return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _called(project: Project, kind: str, rec: str) -> str:
    """A record by the name people know it by; a code by its place in the codebook, with its id where another stands there too."""
    if kind == "code" and (code := (known := by_id(project)).get(bytes.fromhex(rec))):
        twins = sum(other.path == code.path for other in known.values()) > 1
        return " › ".join(code.path) + (f" [{rec[:12]}]" if twins else "")
    names = [field.name for field in BY_NAME[kind].fields if field.name in ("name", "pseudonym", "key")]
    found = project.value(f'SELECT "{names[0]}" FROM "{kind}" WHERE id=?', bytes.fromhex(rec)) if names else None
    return str(found or rec[:12])


def _passage(project: Project, span: Any) -> str:
    """The words a span lies on."""
    from qualcode.store import versions

    version = versions.load(project, bytes.fromhex(span[0]))
    return f"“{' '.join(version.text[span[1] : span[2]].split())}”" if version else f"{span[1]}–{span[2]}"


def _differ(project: Project, one: Conflict) -> tuple[tuple[str, str], ...]:
    """Where two corrections of one transcript differ."""
    if (one.kind, one.field) != ("source", "version") or len(one.sides) < 2:
        return ()
    first, second = (bytes.fromhex(side.value) for side in one.sides[:2])
    try:
        return tuple((change.old_words, change.new_words) for change in difference(project, first, second))
    except UserError:
        return ()


def _place(project: Project, one: Conflict) -> tuple[bytes, int | None, int | None] | None:
    if one.kind == "source":
        return one.rec, None, None
    if one.kind in ("coding", "decision", "adjudication"):
        for source, start, stop in project.rows(f'SELECT source, start, stop FROM "{one.kind}" WHERE id=?', one.rec):
            return source, start, stop
    return None
