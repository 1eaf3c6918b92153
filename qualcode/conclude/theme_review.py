"""Theme review: the passages of a theme read together, then what no theme holds; and what a theme still lacks.

One rule: a stage is reached by what is there, not by saying so. A theme is reviewed when it says what it is and what it
is not; it is defined when somebody has also chosen passages that stand for it, read what speaks against it and said what
question it answers. Who defines it sooner writes why, and that reason stays with the theme.

Phases 4 and 5 of Braun & Clarke (2006, pp. 91-93): coded extracts first, then the whole set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.collect.called import names_shown
from qualcode.collect.guide import topics
from qualcode.conclude.heard import Heard, Piece, heard, opposing
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.marks import speech_text
from qualcode.reduce.counting import sides_of_turns
from qualcode.reduce.themes import STATUSES, Theme, checked_fields, theme_of, themes
from qualcode.store import Act, Project, act, blobs, versions
from qualcode.store.ids import derived, fold
from qualcode.store.withdraw import BLANK

REVIEWED = ("concept", "boundaries", "codes")
DEFINED = (*REVIEWED, "exemplars", "negative", "question")
NEEDS = {
    "concept": N_("central idea"),
    "boundaries": N_("boundaries"),
    "codes": N_("codes"),
    "exemplars": N_("2 quotes from 2 sources"),
    "negative": N_("negative cases read"),
    "question": N_("research question"),
}
"""What a stage asks for, in words."""
WARNINGS = {
    "topic": N_("the name is a topic; make it a claim?"),
    "single": N_("single case"),
    "unheard": N_("no counted passage"),
}
"""What does not stop a theme, and is shown."""


@dataclass(frozen=True)
class Review:
    """``pieces``: its counted passages; ``exemplars``: those chosen; ``against``: those that speak against it; ``silent``:
    sources that are finished and were asked, and do not raise it; ``unlinked``: no topic says whether it was asked;
    ``raised`` of ``of`` finished sources; ``missing``: keys of NEEDS; ``warnings``: keys of WARNINGS; ``incomplete``: why
    it was defined before its list was whole."""

    theme: Theme
    pieces: tuple[Piece, ...]
    exemplars: tuple[Piece, ...]
    against: tuple[Piece, ...]
    silent: tuple[bytes, ...]
    unlinked: bool
    raised: int
    of: int
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    incomplete: str

    @property
    def single(self) -> bool:
        return "single" in self.warnings

    def lacks(self, status: str) -> tuple[str, ...]:
        """What it still lacks to stand at this stage."""
        wanted = {"reviewed": REVIEWED, "defined": DEFINED}.get(status, ())
        return tuple(need for need in self.missing if need in wanted)


def review(project: Project, theme: bytes, ground: Heard | None = None) -> Review:
    """A theme with all its passages and what it lacks (``ground``: where the caller has it)."""
    return _review(project, theme_of(project, theme), ground or heard(project), _headings(project))


def reviews(project: Project, ground: Heard | None = None, *, retired: bool = False) -> list[Review]:
    """All themes so, in their order."""
    ground, headings = ground or heard(project), _headings(project)
    return [_review(project, theme, ground, headings) for theme in themes(project, retired=retired)]


def exemplars_of(theme: Theme, ground: Heard) -> tuple[Piece, ...]:
    """The passages that were chosen to stand for a theme."""
    chosen = set(theme.exemplars)
    return tuple(p for p in ground.of_theme(theme.id) if not chosen.isdisjoint(p.segment.codings)) if chosen else ()


def _review(project: Project, theme: Theme, ground: Heard, headings: set[str]) -> Review:
    pieces = ground.of_theme(theme.id)
    raising = {piece.segment.source for piece in pieces}
    exemplars = exemplars_of(theme, ground)
    facts = [one for one in ground.facts(theme.id) if one.finished]
    warnings = []
    if is_topic(theme.name, headings):
        warnings.append("topic")
    if not pieces:
        warnings.append("unheard")
    elif len({piece.source for piece in exemplars}) == 1 or len(raising) == 1:
        warnings.append("single")
    return Review(
        theme, pieces, exemplars, opposing(pieces, theme.nature),
        tuple(bytes.fromhex(one.source) for one in facts if one.asked is not False and not one.valences),
        any(one.asked is None for one in facts), sum(bool(one.valences) for one in facts), len(facts),
        tuple(_missing(theme, pieces, exemplars, len(raising))), tuple(warnings), _reason(project, theme.id),
    )  # fmt: skip


def _missing(theme: Theme, pieces: tuple[Piece, ...], exemplars: tuple[Piece, ...], sources: int) -> Iterable[str]:
    """Two exemplars of two sources are asked for; of a theme that one source raises, or one passage, what there is: it is
    called a single case."""
    for need in REVIEWED:
        if not getattr(theme, need):
            yield need
    if len(exemplars) < max(1, min(2, len(pieces))) or len({piece.source for piece in exemplars}) < min(2, sources):
        yield "exemplars"
    if not theme.negative.strip():
        yield "negative"
    if not theme.question.strip():
        yield "question"


def is_topic(name: str, headings: Iterable[str]) -> bool:
    """Whether a theme's name is one word, or a heading of the interview guide: that is a topic, and says nothing yet."""
    return len(name.split()) < 2 or fold(name) in {fold(one) for one in headings}


def _headings(project: Project) -> set[str]:
    return {fold(name) for topic in topics(project) for name in (topic.name, topic.name_en) if name}


# Stages


def set_status(
    project: Project, theme: bytes, status: str, reason: str = "", fields: Mapping[str, str] | None = None
) -> None:
    """Bring a theme to a stage (one of STATUSES), writing ``fields`` (as ``set_theme``) first. UserError, naming what is
    missing, where its list is not whole; ``reason`` says why it stands there nonetheless, and is kept as a memo on the theme.
    One action."""
    if status not in STATUSES:
        raise UserError(_("“%s” is no %s") % (status, "status"), todo=", ".join(STATUSES))
    written = checked_fields(project, theme, fields or {})
    one = review(project, theme)
    lacks = tuple(need for need in one.lacks(status) if not written.get(need))
    if lacks and not reason.strip():
        raise UserError(
            _("“%s” is not ready to be %s") % (one.theme.shown, _(status)),
            todo=_("Missing: %s. Or write a reason") % "; ".join(_(NEEDS[need]) for need in lacks),
        )
    with act(project, "themes") as a:
        a.change("theme", theme, status=status, **written)
        if lacks:
            _keep_reason(project, a, theme, _("Set to %s before its list was whole: %s") % (_(status), reason.strip()))
        elif one.incomplete and not one.lacks("defined"):
            a.remove("memo", _reason_id(theme))


def _reason_id(theme: bytes) -> bytes:
    return derived(theme, "before its list was whole")


def _keep_reason(project: Project, a: Act, theme: bytes, text: str) -> None:
    a.create("memo", _reason_id(theme), belongs=None, about_kind="theme", about=theme, coder=project.coder, text=text)


def _reason(project: Project, theme: bytes) -> str:
    text = project.value("SELECT text FROM memo WHERE id=? AND removed=0", _reason_id(theme))
    return blobs.prose(project.conn, text) if text else ""


def choose_exemplar(project: Project, theme: bytes, codings: Iterable[bytes], *, chosen: bool = True) -> None:
    """Choose a passage (the codings it is made of) to stand for a theme, or no longer. UserError where it is none of its
    passages."""
    wanted = set(codings)
    of = {rec for piece in heard(project).of_theme(theme) for rec in piece.segment.codings}
    if chosen and not wanted & of:
        raise UserError(_("this passage is none of the theme's"))
    kept = [rec for rec in theme_of(project, theme).exemplars if rec not in wanted]
    if chosen:
        kept += sorted(wanted & of)
    with act(project, "themes") as a:
        a.change("theme", theme, exemplars=[rec.hex() for rec in kept])


# What no theme holds


@dataclass(frozen=True)
class Loose:
    """A turn of an informant that no code of any theme touches. ``turn`` from 0; ``start``, ``stop``: its speech."""

    turn: int
    who: str
    words: str
    start: int
    stop: int


@dataclass(frozen=True)
class Rest:
    """What no theme holds of one source: ``of`` turns of informants."""

    source: bytes
    name: str
    finished: bool
    turns: tuple[Loose, ...]
    of: int


def rest(project: Project, source: bytes | None = None, ground: Heard | None = None) -> list[Rest]:
    """Source by source the informants' turns that no code of any theme touches (``source``: of that one only): what the
    second reading of a theme review looks at, since a theme that is missing leaves its passages there."""
    ground = ground or heard(project)
    codes = frozenset(code for row in ground.rows.values() for code in row)
    held = {(one.source, one.turn) for one in ground.segments if one.code in codes}
    shown = names_shown(project)
    found = []
    for rec, name in sorted(ground.sources.items(), key=lambda item: item[1]):
        now = versions.current(project, rec) if source in (None, rec) else None
        if now is None:
            continue
        sides = sides_of_turns(project, now)
        loose, of = [], 0
        for number, turn in enumerate(now.marks.turns):
            words = speech_text(now.text, now.marks, turn) if sides[number] != "interviewer" else ""
            if not words.replace(BLANK, "").strip():  # nothing, or the blanks of who withdrew
                continue
            of += 1
            if (rec, number) not in held:
                who = shown(rec, now.text[slice(*turn.label)] if turn.label else "")
                loose.append(Loose(number, who, words, *turn.speech))
        found.append(Rest(rec, name, ground.finished(rec, codes), tuple(loose), of))
    return found
