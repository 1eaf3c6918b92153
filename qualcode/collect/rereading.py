"""Reading turns again: what each convention would make of a source, and taking one of them.

The rule: reading again changes marks, never text and never a coding. What a person chose here - how turns are written, and
who asks - is remembered in the project for the files that come in later; of labels only codes and roles are, since a name
does not belong into a journal row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qualcode.collect import header, speakers
from qualcode.collect.conventions import BY_FORM, CONVENTIONS, PROPOSERS, Proposal, propose, read_marks
from qualcode.collect.doubts import doubts
from qualcode.collect.roles import role_side
from qualcode.collect.sides import asks
from qualcode.collect.turns import writings
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import SIDES, Marks, speaker_key, speech_text, to_json
from qualcode.store import Act, Project, act, ids, versions
from qualcode.store.settings import setting, write_setting

SETTING = "turns"


@dataclass(frozen=True)
class Voice:
    """A label of a text: its turns, its share of the words and of its turns that ask (0 to 1), and the side proposed."""

    label: str
    turns: int
    words: float
    questions: float
    side: str


@dataclass(frozen=True)
class Reading:
    """A source read again. ``now``: the convention its marks stand under; ``proposals``: the best first; ``taken``: what is
    read with; ``changed``: whether marks or sides are other than before; ``doubts``: what speaks against this reading."""

    source: bytes
    name: str
    now: str
    proposals: tuple[Proposal, ...]
    taken: str
    voices: tuple[Voice, ...]
    changed: bool
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remembered:
    """What this project's people chose: a convention (or auto), and sides by folded label."""

    convention: str = "auto"
    sides: Mapping[str, str] = field(default_factory=dict)


def remembered(project: Project) -> Remembered:
    """How turns are read in this project unless somebody says otherwise."""
    kept = setting(project, SETTING)
    if not isinstance(kept, dict):
        return Remembered()
    convention = str(kept.get("convention", "auto"))
    sides = {str(label): str(side) for label, side in dict(kept.get("sides") or {}).items() if side in SIDES}
    return Remembered(convention if convention in CONVENTIONS else "auto", sides)


def read_as_remembered(text: str, kept: Remembered) -> Marks:
    """The marks of a text under the convention that was chosen, where it fits, else under the one that fits best. What is
    told by its form (times, columns) goes before; and paragraphs, which fit any text, are never taken for another one."""
    if kept.convention not in ("auto", "paragraphs", *BY_FORM):
        for name in (*BY_FORM, kept.convention):
            if (marks := PROPOSERS[name](text, kept.sides)) is not None:
                return marks
    return read_marks(text, "auto", kept.sides)


def voices(text: str, marks: Marks) -> tuple[Voice, ...]:
    """The speaker table: every label of a text, in order of first appearance."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    side: dict[str, str] = {}
    for turn in marks.turns:
        if turn.label:
            key = speaker_key(text[slice(*turn.label)])
            said = speech_text(text, marks, turn)
            turns[key] += 1
            words[key] += len(said.split())
            asked[key] += asks(said)
            side.setdefault(key, turn.side)
    all_words = words.total() or 1
    return tuple(
        Voice(names.most_common(1)[0][0], turns[key], words[key] / all_words, asked[key] / turns[key], side[key])
        for key, names in writings(text, marks).items()
    )


def read_again(
    project: Project, sources: Iterable[bytes], convention: str | None = None, sides: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> list[Reading]:  # fmt: skip
    """Read the turns of sources again, in one action, and remember the choice. Without ``convention`` and ``sides`` nothing is
    written: the readings show what is proposed. UserError for a convention that does not fit, a side that is none, or a label
    that nobody has in any of the sources."""
    given = {speaker_key(label): side for label, side in (sides or {}).items()}
    for label, side in (sides or {}).items():
        if side not in SIDES:
            raise UserError(
                _("“%s” is no side") % side, where=f"{label}={side}", todo=_("Sides: %s") % ", ".join(SIDES)
            )
    plan = [_plan(project, source, convention, given) for source in sources]
    heard = {speaker_key(voice.label): voice.label for reading, _version, _marks in plan for voice in reading.voices}
    for label in sides or {}:
        if speaker_key(label) not in heard:
            labels = ", ".join(sorted(heard.values()))
            raise UserError(_("nobody is labelled “%s” here") % label, todo=_("Labels: %s") % labels)
    if not dry_run and (convention or given):
        with act(project, "turns") as a:
            for _reading, version, marks in plan:
                _write(project, a, version, marks, given)
            _remember(project, a, convention, given)
    return [reading for reading, _version, _marks in plan]


def _plan(
    project: Project, source: bytes, convention: str | None, given: Mapping[str, str]
) -> tuple[Reading, versions.Version, Marks]:
    name = project.value("SELECT name FROM source WHERE id=?", source)
    now = versions.current(project, source)
    if now is None:
        raise UserError(_("this source has no text"), where=name)
    decided = _sides_set(project, source, now)
    proposals = propose(now.text, decided | dict(given))
    taken = convention or (now.marks.convention if given else "auto")
    if taken == "auto":
        marks = proposals[0].marks
    else:
        fitting = [one.marks for one in proposals if one.convention == taken]
        if not fitting:
            raise UserError(
                _("this text is not written as “%s”") % taken, where=name,
                todo=_("It can be read as: %s") % ", ".join(one.convention for one in proposals),
            )  # fmt: skip
        marks = fitting[0]
    changed = to_json(marks) != to_json(now.marks)
    shown = voices(now.text, marks)
    against = doubts(now.text, marks if convention or given else now.marks)
    return Reading(source, name, now.marks.convention, proposals, marks.convention, shown, changed, against), now, marks


def _sides_set(project: Project, source: bytes, now: versions.Version) -> dict[str, str]:
    """The sides of those who speak now, as they stand on their records: they hold over what is proposed anew."""
    held = dict(project.rows("SELECT id, side FROM speaker WHERE source=? AND removed=0", source))
    found: dict[str, str] = {}
    for key in writings(now.text, now.marks):
        side = held.get(ids.speaker_id(source, key))
        if side and side != "unknown":
            found[key] = side
    return found


def _write(project: Project, a: Act, now: versions.Version, marks: Marks, given: Mapping[str, str]) -> None:
    a.change("version", now.id, marks=to_json(marks).encode())
    region = project.value("SELECT region FROM source WHERE id=?", now.source)
    people = header.participants(now.text, marks)
    said = {key: given[key] for key in writings(now.text, marks) if key in given}
    speakers.write(project, a, now.source, now.text, marks, people, header.header_fields(now.text, marks), region, said)


_CODE = re.compile(r"[^\W\d_]{1,4}[\s._-]{0,2}\d{0,3}|speaker[\s_]\d{1,3}")


def remember(project: Project, convention: str | None = None, sides: Mapping[str, str] | None = None) -> None:
    """Remember a choice made before files came in, for those that come in later; one action, none where it is known."""
    with act(project, "turns") as a:
        _remember(project, a, convention, {speaker_key(label): side for label, side in (sides or {}).items()})


def _remember(project: Project, a: Act, convention: str | None, given: Mapping[str, str]) -> None:
    before = remembered(project)
    codes = {label: side for label, side in given.items() if role_side(label) or _CODE.fullmatch(label)}
    value = {"convention": convention or before.convention, "sides": dict(sorted({**before.sides, **codes}.items()))}
    write_setting(project, a, SETTING, value)
