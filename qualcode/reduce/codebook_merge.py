"""Two codebooks made one: what comes in by itself, what is asked, and carrying out what was decided.

One rule: what only the other side changed since a common state comes in; everything else is a question, with both values or
with the reasons why two codes may be one. What is not decided stays as it is here. All that is decided is one action.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import by_id, codebook
from qualcode.reduce.codebook_alike import THRESHOLD, Likeness, alike
from qualcode.reduce.codebook_diff import Difference, FieldDifference, compare
from qualcode.reduce.codebook_effect import Effect, carried_out
from qualcode.reduce.codebook_other import Book, Entry, ancestor, book_of, living_entries
from qualcode.reduce.combining import combine_within
from qualcode.store import Act, Project
from qualcode.store.ids import fold
from qualcode.store.settings import settings, write_setting

# The decisions: fixed words, as they stand in a decisions file.
TWINS = ("combine", "combine-there", "rename", "keep", "child", "parent")
FIELD = ("ours", "theirs", "text")
NEW = ("add",)
LATER = "later"


@dataclass(frozen=True)
class Proposal:
    """A question, or (``by_itself``) what comes in unless one says otherwise.

    ``kind``: twins (two codes that may be one), field (both sides have a value), new (a code that is only there), combined
    (there it was combined into another that is here too). ``key``: the same each time the same question is asked. ``certainty``:
    0 to 1, of twins. ``choices``: the decisions that answer it; ``rename`` wants a name, ``text`` a value.
    """

    kind: str
    key: str
    ours: Entry | None
    theirs: Entry | None
    change: FieldDifference | None = None
    certainty: float = 1.0
    reasons: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    by_itself: str = ""
    here: Mapping[str, int] = field(
        default_factory=dict
    )  # codings of ours by coder, and of theirs, where they are known
    there: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """``what``: one of the proposal's choices, or ``later``. ``name``: the new name of their code (rename); ``text``: the value
    that shall stand (text)."""

    what: str
    name: str = ""
    text: str = ""


def differences(project: Project, other: Book) -> list[Difference]:
    """How this project's codebook and another differ, three-way where the state both come from is known."""
    ours = book_of(project)
    return compare(ours, other, ancestor(project, ours, other))


def proposals(project: Project, other: Book | None = None, least: float = THRESHOLD) -> list[Proposal]:
    """All that merging ``other`` brings or asks, the surest twins first; without it the codes of this project that may be one.
    Twins that somebody decided to keep apart are not asked again. UserError where ``other`` is a copy of this project: its codes
    come with its work, and made here a second time they would be in conflict with themselves."""
    if other is not None and other.project == project.id:
        raise UserError(
            _("this is a copy of your project: its codes come with its work"), where=other.title,
            todo=_("First qualcode merge, then qualcode codebook merge without a name"),
        )  # fmt: skip
    ours = book_of(project)
    if other is None:
        here = list(living_entries(ours))
        pairs = [(a, b) for n, a in enumerate(here) for b in here[n + 1 :] if a.id != b.parent and b.id != a.parent]
        return [_twins(one, ours, ours) for one in alike(ours, ours, _not_apart(project, pairs), least)]
    found = compare(ours, other, ancestor(project, ours, other))
    new = [one.theirs for one in found if one.what == ("new",) and one.theirs is not None]
    pairs = _not_apart(project, [(a, b) for b in new for a in living_entries(ours) if b.parent != a.id])
    likenesses = alike(ours, other, pairs, least)
    asked: list[Proposal] = []
    best: set[bytes] = set()
    for likeness in likenesses:
        if likeness.theirs.id not in best:  # one question a code of theirs: which of ours it is, if any
            best.add(likeness.theirs.id)
            asked.append(_twins(likeness, ours, other))
    for one in found:
        asked += _asked(one, ours)
    for one_new in new:
        if one_new.id not in best:
            asked.append(
                Proposal(
                    "new", one_new.id.hex(), None, one_new, choices=NEW, by_itself="add",
                    reasons=_taken(project, one_new), there=other.by_coder.get(one_new.id, {}),
                )
            )  # fmt: skip
    return [replace(p, by_itself="") if p.kind == "new" and p.reasons else p for p in asked]


def _twins(likeness: Likeness, our_book: Book, their_book: Book) -> Proposal:
    ours, theirs = likeness.ours, likeness.theirs
    return Proposal(
        "twins", f"{ours.id.hex()}={theirs.id.hex()}", ours, theirs, certainty=likeness.certainty, reasons=likeness.reasons,
        choices=TWINS, here=our_book.by_coder.get(ours.id, {}), there=their_book.by_coder.get(theirs.id, {}),
    )  # fmt: skip


def _asked(one: Difference, ours: Book) -> Iterable[Proposal]:
    for change in one.fields:
        if change.side != "here":
            by_itself = "theirs" if change.side == "there" else ""
            key = f"{one.code.id.hex()}.{change.field}"
            yield Proposal("field", key, one.ours, one.theirs, change, choices=FIELD, by_itself=by_itself)
    if one.what == ("combined",) and one.side == "there" and one.into and one.ours is not None:
        into = ours.entries.get(one.into[0].id)
        if into is not None and into.live:
            key = f"{into.id.hex()}>{one.ours.id.hex()}"
            yield Proposal("combined", key, into, one.ours, choices=("combine", "keep"), reasons=(_("combined there"),))


def _taken(project: Project, one: Entry) -> tuple[str, ...]:
    """Why a new code cannot simply come in: its name."""
    taken = any(fold(code.name) == fold(one.name) for code in codebook(project))
    return (_("there is a code “%s” already") % one.name,) if taken else ()


_APART = "codes apart:"


def _apart(a: bytes, b: bytes) -> str:
    return _APART + ":".join(sorted((a.hex(), b.hex())))


def _not_apart(project: Project, pairs: Iterable[tuple[Entry, Entry]]) -> list[tuple[Entry, Entry]]:
    kept = settings(project, _APART)
    return [(a, b) for a, b in pairs if _apart(a.id, b.id).removeprefix(_APART) not in kept]


def decide(project: Project, proposal: Proposal, decision: Decision, *, dry_run: bool = False) -> Effect:
    """Carry out one decision, as one action, and say what it does to the codings; with ``dry_run`` only that."""
    return decide_all(project, [(proposal, decision)], dry_run=dry_run)


def decide_all(project: Project, decided: Sequence[tuple[Proposal, Decision]], *, dry_run: bool = False) -> Effect:
    """Carry out decisions, as one action. UserError where a decision is none of the choices, a name is taken or missing, or a
    code would become its own ancestor; then nothing happened."""
    for proposal, decision in decided:
        if decision.what not in (*proposal.choices, LATER):
            raise UserError(
                _("“%s” is no decision here") % decision.what, where=title(proposal), todo=", ".join((*proposal.choices, LATER))
            )  # fmt: skip
        if decision.what == "rename" and not fold(decision.name):
            raise UserError(_("which name shall it have?"), where=title(proposal), todo=_("Write it as “name:”"))
    concerned = {
        entry.id
        for proposal, decision in decided
        if decision.what != LATER
        for entry in (proposal.ours, proposal.theirs)
        if entry is not None and proposal.kind != "new"
    }
    known = set(by_id(project))
    return carried_out(
        project,
        concerned & known,
        lambda a: _carry_out(project, a, decided) & concerned,
        dry_run=dry_run,
        kind="codebook",
    )


def _carry_out(project: Project, a: Act, decided: Sequence[tuple[Proposal, Decision]]) -> set[bytes]:
    """New codes first, so that fields and twins may name them as parents; the codes made or changed."""
    made: set[bytes] = set()
    stands_for = {
        p.theirs.id: p.ours.id if p.kind == "twins" and p.ours else p.theirs.parent for p, _d in decided if p.theirs is not None
    }  # fmt: skip
    # Those above before those beneath, so that each finds its parent.
    for proposal, decision in sorted(decided, key=lambda pair: len(pair[0].theirs.path) if pair[0].theirs else 0):
        brings = decision.what == "add" or (proposal.kind == "twins" and decision.what in TWINS)
        if brings and proposal.theirs is not None:
            _bring(project, a, proposal.theirs, decision.name if decision.what == "rename" else "", stands_for)
            made.add(proposal.theirs.id)
        if (
            proposal.kind == "field"
            and proposal.ours is not None
            and proposal.change
            and proposal.change.field == "name"
        ):
            made.add(proposal.ours.id)
    for proposal, decision in decided:
        if proposal.kind == "field":
            _set_field(project, a, proposal, decision)
        elif proposal.kind in ("twins", "combined"):
            _settle_twins(project, a, proposal, decision)
    _refuse_loops_and_names(project, made)
    return made


def _bring(project: Project, a: Act, one: Entry, name: str, stands_for: Mapping[bytes, bytes | None]) -> None:
    """Make a code of the other side here, under the id it has there, so that its codings find it when they come. It stands
    under its parent there, or what here stands for that, or the nearest above that is here."""
    values: dict[str, Any] = {key: value for key, value in one.values.items() if value is not None}
    if name:
        values["name"] = name
    if project.value("SELECT 1 FROM code WHERE id=? AND removed=0", one.id):
        if name:
            a.change("code", one.id, name=name)
        return  # a twin within this project, or one that came in meanwhile
    parent, looked = one.parent, 0
    while parent is not None and not project.value("SELECT 1 FROM code WHERE id=? AND removed=0", parent):
        parent, looked = (stands_for.get(parent), looked + 1) if looked < 100 else (None, 0)
    position = (project.value("SELECT MAX(position) FROM code WHERE parent IS ? AND removed=0", parent) or 0) + 1
    a.create("code", one.id, **{"name": one.name, **values}, parent=parent, position=position)


def _settle_twins(project: Project, a: Act, proposal: Proposal, decision: Decision) -> None:
    ours, theirs = proposal.ours, proposal.theirs
    assert ours is not None and theirs is not None
    known = by_id(project)
    if decision.what == "combine":
        combine_within(project, a, [known[theirs.id]], known[ours.id])
    elif decision.what == "combine-there":
        combine_within(project, a, [known[ours.id]], known[theirs.id])
    elif decision.what == "child":
        a.change("code", theirs.id, parent=ours.id)
    elif decision.what == "parent":
        a.change("code", theirs.id, parent=known[ours.id].parent)
        a.change("code", ours.id, parent=theirs.id)
    elif decision.what in ("keep", "rename"):
        write_setting(project, a, _apart(ours.id, theirs.id), True)


def _set_field(project: Project, a: Act, proposal: Proposal, decision: Decision) -> None:
    change, theirs, ours = proposal.change, proposal.theirs, proposal.ours
    assert change is not None and theirs is not None and ours is not None
    if decision.what == "theirs":
        value: Any = change.theirs
        if change.field == "parent":
            value = theirs.parent
            if value is not None and not project.value("SELECT 1 FROM code WHERE id=? AND removed=0", value):
                raise UserError(
                    _("the code above it is not here"), where=title(proposal), todo=_("Take “%s” over first") % change.theirs
                )  # fmt: skip
        a.change("code", ours.id, **{change.field: value})
    elif decision.what == "text":
        if change.field not in ("name", "name_en", "definition", "definition_en", "use_when", "use_not", "example"):
            raise UserError(_("only a text can be written anew"), where=title(proposal), todo=_("ours or theirs"))
        a.change("code", ours.id, **{change.field: decision.text or None})


def _refuse_loops_and_names(project: Project, made: set[bytes]) -> None:
    """What stands after all decisions must be a tree in which a name that came in names one code."""
    from qualcode.store import tree

    live = codebook(project)
    _parents, dropped = tree.effective_parents(project)
    if dropped:
        name = by_id(project)[dropped[0]].name
        raise UserError(_("“%s” would become its own ancestor") % name, todo=_("Decide otherwise on one of the two"))
    seen: dict[str, bytes] = {}
    for code in live:
        other = seen.setdefault(fold(code.name), code.id)
        if other != code.id and made & {other, code.id}:
            raise UserError(
                _("there would be two codes “%s”") % code.name, todo=_("Combine them, or rename the one that comes in")
            )


def title(proposal: Proposal) -> str:
    """What a person calls the question."""
    both = [one.shown for one in (proposal.ours, proposal.theirs) if one is not None]
    if proposal.kind == "field" and proposal.change is not None:
        return f"{both[0]}: {proposal.change.field}"
    return " ≈ ".join(both)
