"""Codings given another code: one by one by a query, or a whole code split into several.

One rule: a coding keeps its coder, span, origin and memo; only its code changes, and the journal keeps what it was. Where a
coder has the new code on that very span already, both codings stay and count as one segment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.codebook_effect import Effect, Progress, carried_out
from qualcode.reduce.codings import Coding, codings
from qualcode.reduce.completion import completion_id
from qualcode.reduce.query_codings import coding_test
from qualcode.store import Act, Project
from qualcode.store.combined import finished_codes, parts
from qualcode.store.ids import decision_id, derived, fold, new_id

Test = Callable[[Coding], bool]


def bearing(project: Project, code: bytes) -> list[Coding]:
    """The codings of a code and of what was combined into it, by source and in the order of the text; also those that an
    open round hides, so that none is left behind."""
    wanted = {code, *parts(project).get(code, ())}
    return codings(project, everything=True, codes=wanted)


def to_recode(project: Project, from_: Code, where: str = "") -> list[Coding]:
    """The codings of a code that a query names, or all. UserError where the query cannot be read."""
    test = coding_test(project, where) if where.strip() else None
    return [one for one in bearing(project, from_.id) if test is None or test(one)]


def recode(
    project: Project, from_: Code, to: Code, *, where: str = "", ids: Iterable[bytes] | None = None, dry_run: bool = False,
    progress: Progress | None = None,
) -> Effect:  # fmt: skip
    """Give codings of ``from_`` the code ``to``, as one action: those that ``where`` names (all, without), or those of ``ids``.

    Every coder's: ``where`` with ``coder:`` narrows it down. Where somebody has finished the source for ``from_`` but not for
    ``to``, that stays so, and is told. UserError where the two are one code, or nothing fits.
    """
    if from_.id == to.id:
        raise UserError(_("“%s” is this code already") % to.name)
    if not to.live:
        raise UserError(_("“%s” is not in use: nothing can be recoded to it") % to.name)
    wanted = None if ids is None else set(ids)
    chosen = [one for one in to_recode(project, from_, where) if wanted is None or one.id in wanted]
    if not chosen:
        raise UserError(_("no coding of “%s” fits") % from_.name, todo=_("“qualcode codings” lists them"))

    def deed(a: Act) -> set[bytes]:
        for one in chosen:
            a.change("coding", one.id, code=to.id)
        return set()

    effect = carried_out(
        project, {from_.id, to.id}, deed, dry_run=dry_run, kind="recode", skip_conflicts=True, progress=progress
    )
    touched = {(c.coder, c.source) for c in chosen}
    done = finished_codes(project)
    people = dict(project.rows("SELECT id, name FROM coder"))
    sources = dict(project.rows("SELECT id, name FROM source"))
    open_ = sorted(
        (sources.get(source, "?"), people.get(coder, "?"), to.name)
        for coder, source in touched
        if from_.id in done.get((source, coder), ()) and to.id not in done.get((source, coder), ())
    )
    return replace(effect, unfinished=tuple(open_))


@dataclass(frozen=True)
class Share:
    """A code to be made by a split, and what becomes its own: the codings of ``where``, or those in whose words the
    ``keywords`` are found (they become the code's keywords too); neither: what no share before it took."""

    name: str
    where: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def takes_the_rest(self) -> bool:
        return not self.where.strip() and not self.keywords


def split(
    project: Project, code: Code, shares: Sequence[Share], *, dry_run: bool = False, progress: Progress | None = None
) -> Effect:
    """Split a code into new ones, as one action. Each coding goes to the first share that it fits; with no share asking
    for anything the codes are made and every coding stays, for a person to go through.

    The new codes stand beside the old one (beneath it, where it is at the top), in its themes, with its valence, without a
    definition. Whoever had finished a source for the old code, and has none of its codings left there, has finished it for
    the new ones; what was turned down of the old is turned down of the new. The old code is retired once nothing is left on it.
    UserError where a name is taken, a query cannot be read, or fewer than two codes are named.
    """
    if len(shares) < 2:
        raise UserError(_("a split needs two names or more"), todo=_("--into FIRST,SECOND"))
    names = [fold(share.name) for share in shares]
    if not all(names):
        raise UserError(_("a code needs a name"))
    taken = {fold(c.name): c.name for c in codebook(project) if c.id != code.id}
    for share, name in zip(shares, names, strict=True):
        if name in taken or names.count(name) > 1 or name == fold(code.name):
            raise UserError(
                _("there is a code “%s” already") % share.name, todo=_("To move codings to it: qualcode recode --from %s --to %s") % (code.name, share.name)
            )  # fmt: skip
    asking = any(not share.takes_the_rest for share in shares)
    if asking and any(share.takes_the_rest for share in shares[:-1]):
        raise UserError(
            _("only the last of the new codes can take the rest"), todo=_("Say what each of the others takes")
        )
    tests = [_test(project, share) for share in shares] if asking else []
    ids: list[bytes] = [new_id(project.clock()) for _share in shares]

    def deed(a: Act) -> set[bytes]:
        _make(project, a, code, shares, ids)
        left: set[tuple[bytes, bytes]] = set()
        for one in bearing(project, code.id):
            at = next((number for number, test in enumerate(tests) if test(one)), None)
            if at is None:
                left.add((one.source, one.coder))
            else:
                a.change("coding", one.id, code=ids[at])
        _carry(project, a, code, ids, left)
        if not left and code.depth:
            a.change("code", code.id, retired=1)
        return set(ids)

    effect = carried_out(
        project, {code.id}, deed, dry_run=dry_run, kind="split", skip_conflicts=True, progress=progress
    )
    open_ = [
        (source, coder, effect.after[rec].name)
        for rec in ids
        for source, coder in sorted(effect.before[code.id].finished - effect.after[rec].finished)
    ]
    return replace(effect, unfinished=tuple(open_))


def _test(project: Project, share: Share) -> Test:
    if share.where.strip():
        return coding_test(project, share.where)
    if not share.keywords:
        return lambda _coding: True
    from qualcode.language.matching import compile_keywords

    matcher = compile_keywords({share.name: list(share.keywords)})
    return lambda coding: bool(matcher.find(coding.quote))


def _make(project: Project, a: Act, code: Code, shares: Sequence[Share], ids: Sequence[bytes]) -> None:
    themes = [t for (t,) in project.rows("SELECT theme FROM theme_code WHERE code=? AND removed=0", code.id)]
    position = project.value("SELECT position FROM code WHERE id=?", code.id) or 0
    for share, rec in zip(shares, ids, strict=True):
        a.create(
            "code", rec, name=share.name, parent=code.parent if code.depth else code.id, position=position,
            valence=code.valence, keywords=list(share.keywords) or None,
        )  # fmt: skip
        for theme in themes:
            a.create("theme_code", derived(theme, "code:" + rec.hex()), theme=theme, code=rec)


def _carry(project: Project, a: Act, code: Code, ids: Sequence[bytes], left: set[tuple[bytes, bytes]]) -> None:
    """What was looked for and not found, and what was turned down, holds for the new codes too."""
    for (source, coder), done in finished_codes(project).items():
        if code.id in done and (source, coder) not in left:
            for rec in ids:
                a.create("completion", completion_id(source, coder, rec), source=source, coder=coder, code=rec)
    for source, coder, version, start, stop, reason in project.rows(
        "SELECT source, coder, version, start, stop, reason FROM decision WHERE code=? AND decision='rejected' AND removed=0",
        code.id,
    ):
        for rec in ids:
            a.create(
                "decision", decision_id(version, rec, start, stop, coder, "rejected"), source=source, code=rec, coder=coder,
                span=(version, start, stop), decision="rejected", reason=reason,
            )  # fmt: skip
