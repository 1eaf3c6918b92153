"""Testing a finding: a tactic of Miles & Huberman's thirteen computed on it where it can be, put in words, and logged.

One rule: what was computed is kept as counts and ids with the tactic, and put in words when it is read; so a log made last
month still says what was seen then, in the language of who reads it now, and holds nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from qualcode.conclude import tactics
from qualcode.conclude.cases import Case
from qualcode.conclude.heard import Heard
from qualcode.conclude.holdout import held_out
from qualcode.display.cells import SourceFacts
from qualcode.display.matrix import threshold
from qualcode.display.terms import Term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.codebook import codebook, find_code
from qualcode.store import Project, act
from qualcode.store.ids import new_id

TACTICS: dict[int, Term] = {
    1: ("keterwakilan", N_("representativeness")),
    2: ("pengaruh peneliti", N_("researcher effects")),
    3: ("triangulasi", N_("triangulation")),
    4: ("bobot bukti", N_("weight of evidence")),
    5: ("makna pencilan", N_("meaning of outliers")),
    6: ("kasus ekstrem", N_("extreme cases")),
    7: ("menelusuri kejutan", N_("following up surprises")),
    8: ("bukti negatif", N_("negative evidence")),
    9: ("uji jika-maka", N_("if-then test")),
    10: ("hubungan semu", N_("spurious relation")),
    11: ("ulangan pada data sisihan", N_("replication on a hold-out")),
    12: ("penjelasan tandingan", N_("rival explanations")),
    13: ("umpan balik informan", N_("feedback from informants")),
}
OUTCOMES = ("holds", "weakens", "open")
OUTCOME_TERMS: dict[str, Term] = {
    "holds": ("bertahan", N_("holds")),
    "weakens": ("melemah", N_("is weakened")),
    "open": ("terbuka", N_("open")),
}
ATTRIBUTES = ("area", "role", "gender")
Data = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a test needs beyond the finding: two codes (9, 10: names of living codes) and what to stratify by (10: kind,
    area or interviewer)."""

    first: str = ""
    second: str = ""
    by: str = "kind"


@dataclass(frozen=True)
class Computed:
    """``data``: counts and ids as they are kept; ``concern``: the counts ask for care."""

    tactic: int
    data: Data = field(default_factory=dict)
    concern: bool = False


def compute(project: Project, one: Case, ground: Heard, tactic: int, asked: Asked | None = None) -> Computed:
    """A tactic computed on a finding. UserError where it needs what is not there."""
    made = _COMPUTED.get(tactic)
    if tactic not in TACTICS:
        raise UserError(_("there is no tactic %d") % tactic, todo=_("They are numbered 1 to 13"))
    if made is None:
        return Computed(tactic)
    return made(project, one, ground, asked or Asked())


def computes(tactic: int) -> bool:
    return tactic in _COMPUTED


def log_tactic(project: Project, finding: bytes, done: Computed, outcome: str, note: str = "") -> bytes:
    """Keep a tactic with its outcome (holds, weakens, open) and what was computed. One action."""
    if outcome not in OUTCOMES:
        raise UserError(_("“%s” is no %s") % (outcome, "outcome"), todo=", ".join(OUTCOMES))
    with act(project, "finding") as a:
        return a.create(
            "tactic", new_id(project.clock()), finding=finding, tactic=done.tactic, outcome=outcome, note=note.strip() or None,
            computed=done.data | {"concern": done.concern} if done.data else None, coder=project.coder,
        )  # fmt: skip


# Computing


def _representation(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    study = {name: {getattr(who, name) for who in ground.people.values()} - {""} for name in ATTRIBUTES}
    evidence = [(piece.voice, {name: getattr(piece, name) for name in ATTRIBUTES}) for piece in one.speaking]
    found = tactics.representation(evidence, study)
    data = {
        "missing": {name: list(values) for name, values in found.missing.items()}, "unknown": found.unknown,
        "have": {name: len(values) for name, values in study.items()},
        "top": found.top, "passages": found.passages, "voices": found.voices,
    }  # fmt: skip
    return Computed(1, data, found.one_voice or any(found.missing.values()))


def _interviewers(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    groups = _groups(project, "interviewer")
    found = tactics.by_group(_facts(one, ground), groups)
    shares = [m / n for m, n in found.values()]
    return Computed(2, {"groups": found}, len(shares) > 1 and max(shares) - min(shares) >= 0.5)


def _triangulation(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    from qualcode.conclude.joint import joints

    verdicts: dict[str, int] = {}
    for theme in one.finding.themes:
        try:
            found = joints(project, theme=theme)
        except UserError:  # no link: nothing to compare
            continue
        for joint in found:
            for outcome, count in joint.result.assessment.counts.items():
                verdicts[outcome.value] = verdicts.get(outcome.value, 0) + count
    methods = tactics.by_group(_facts(one, ground), _groups(project, "kind"))
    return Computed(3, {"verdicts": verdicts, "methods": methods}, len(methods) < 2 or bool(verdicts.get("dissonance")))


def _weights(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    found = tactics.weights(piece.grade for piece in one.speaking)
    first_hand = found.get("tangan-pertama", 0)
    return Computed(4, {"grades": found}, 2 * first_hand < len(one.speaking))


def _outliers(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    found = tactics.stands(_facts(one, ground))
    away = [asdict(stand) for stand in found if stand.opposite]
    return Computed(5, {"stands": away, "of": len(found), "silent": [s.hex() for s in one.silent]}, bool(away))


def _extremes(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    found = sorted(tactics.stands(_facts(one, ground)), key=lambda stand: (stand.net, -stand.judged, stand.source))
    ends = [found[0], found[-1]] if len(found) > 1 else found
    return Computed(6, {"stands": [asdict(stand) for stand in ends], "of": len(found)})


def _negative(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    data = {
        "against": len(one.against), "explained": len(one.explained), "open": len(one.candidates),
        "silent": [source.hex() for source in one.silent],
    }  # fmt: skip
    return Computed(8, data, bool(one.candidates or one.against))


def _if_then(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    first, second, cases = _two(project, ground, asked)
    table, breaking = tactics.if_then(first, second, cases)
    data = {
        "first": asked.first,
        "second": asked.second,
        "table": asdict(table),
        "breaking": [s.hex() for s in breaking],
    }
    return Computed(9, data, bool(breaking))


def _spurious(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    first, second, cases = _two(project, ground, asked)
    groups = {bytes.fromhex(source): name for source, name in _groups(project, asked.by).items()}
    found = tactics.stratified(first, second, cases, groups)
    data = {
        "first": asked.first, "second": asked.second, "by": asked.by, "whole": asdict(found.whole),
        "strata": {name: asdict(table) for name, table in found.strata.items()}, "turns": list(found.turns), "gone": list(found.gone),
    }  # fmt: skip
    return Computed(10, data, bool(found.turns or found.gone))


def _replication(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    aside = held_out(one.finding)
    if aside is None:
        raise UserError(
            _("no sources were set aside for this finding"),
            todo=_("“qualcode findings holdout” declares them before the result is looked at"),
        )
    found = tactics.replication(_facts(one, ground), {source.hex() for source in aside.sources}, threshold(project))
    data = asdict(found) | {"made": aside.made, "coded": aside.coded, "sources": len(aside.sources)}
    return Computed(11, data, found.repeats is not True or aside.made != "before")


def _surprises(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    from qualcode.conclude.memo_types import touching, typed

    found = [memo for memo in touching(project, one, typed(project)) if memo.type == "surprise"]
    data = {"open": [memo.memo.id.hex() for memo in found if memo.open], "of": len(found)}
    return Computed(7, data, bool(data["open"]))


def _rivals(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    verdicts = tactics.weights(rival.verdict for rival in one.finding.rivals)
    return Computed(12, {"rivals": verdicts}, not verdicts or bool(set(verdicts) - {"excluded", "weaker"}))


def _feedback(project: Project, one: Case, ground: Heard, asked: Asked) -> Computed:
    from qualcode.conclude.member_checks import member_checks, tally

    about = {one.finding.id, *one.finding.themes}
    answers = tally(check for check in member_checks(project) if check.about in about)
    return Computed(13, {"answers": answers}, not answers or bool(answers.get("objects")))


_COMPUTED: dict[int, Callable[[Project, Case, Heard, Asked], Computed]] = {
    1: _representation, 2: _interviewers, 3: _triangulation, 4: _weights, 5: _outliers, 6: _extremes, 7: _surprises, 8: _negative,
    9: _if_then, 10: _spurious, 11: _replication, 12: _rivals, 13: _feedback,
}  # fmt: skip


def _facts(one: Case, ground: Heard) -> list[SourceFacts]:
    """The facts of the theme a finding is about, or of the first one it rests on. UserError where it rests on none."""
    if not one.finding.themes:
        raise UserError(_("finding %d is about no theme") % one.finding.number, todo=_("Give it one: findings set"))
    return ground.facts(one.finding.themes[0])


def _groups(project: Project, by: str) -> dict[str, str]:
    """The value of an attribute of every source, by its id in hex."""
    columns = {"kind": "s.genre", "interviewer": "s.interviewer", "area": "r.name"}
    if by not in columns:
        raise UserError(_("“%s” is no %s") % (by, "attribute"), todo=", ".join(columns))
    from qualcode.conclude.within import people

    return {
        rec.hex(): ", ".join(people(value or ""))
        if by == "interviewer"
        else value or ""  # Dimas, in a discussion or not
        for rec, value in project.rows(
            f"SELECT s.id, {columns[by]} FROM source s LEFT JOIN region r ON r.id=s.region WHERE s.removed=0"
        )
    }


def _two(project: Project, ground: Heard, asked: Asked) -> tuple[set[bytes], set[bytes], list[bytes]]:
    """The sources that raise the first and those that raise the second, and the cases: sources finished for both. An
    unfinished one is no case, lest what nobody looked for count as absent."""
    first, second = _codes(project, ground, asked.first), _codes(project, ground, asked.second)
    cases = [source for source in sorted(ground.sources) if ground.finished(source, first | second)]
    raising = [{one.source for one in ground.segments if one.code in codes} for codes in (first, second)]
    return raising[0] & set(cases), raising[1] & set(cases), cases


def _codes(project: Project, ground: Heard, name: str) -> set[bytes]:
    """A code and those beneath it, or the codes of a theme of this name. UserError where there is neither."""
    if not name:
        raise UserError(_("this test needs two codes or themes"), todo=_("Name them: --if A --then B"))
    for theme, title in project.rows("SELECT id, name FROM theme WHERE removed=0"):
        if name == title:
            return set(ground.rows.get(theme, ()))
    book = codebook(project)
    wanted = {find_code(book, name).id}
    while more := {code.id for code in book if code.parent in wanted and code.id not in wanted}:
        wanted |= more
    return wanted
