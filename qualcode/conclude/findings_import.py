"""Theme reviews, findings and member checks from a file: what a team wrote elsewhere, or the sample's.

One rule: a file is one action and names everything as people do (themes by name, passages by their words); a finding is
known by its claim, so that bringing the file in again brings what is there up to date. A finding that was never tested
does not come in as supported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.collect.yamlfile import words
from qualcode.conclude.cases import case
from qualcode.conclude.chain import with_themes
from qualcode.conclude.declared import note_looked
from qualcode.conclude.evidence import figure_named, verdict_named
from qualcode.conclude.findings import STATUSES, VERDICTS, Finding, findings, resting
from qualcode.conclude.heard import Heard, heard
from qualcode.conclude.holdout import chosen, declaration
from qualcode.conclude.member_checks import ABOUT, ANSWERS, MODES
from qualcode.conclude.testing import OUTCOMES, TACTICS, Asked, compute
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codings import locate
from qualcode.reduce.themes import links
from qualcode.store import Act, Project, act, versions
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find

_TRIANGULATION = 3  # the tactic that looks at verdicts


@dataclass(frozen=True)
class FindingsImported:
    reviews: int
    findings: int
    checks: int


def finding_id(project: Project, claim: str) -> bytes:
    return derived(project.id, "finding:" + fold(claim))


def import_findings(project: Project, data: Any, where: str) -> FindingsImported:
    """Bring in ``reviews``, ``findings`` and ``member_checks`` (a mapping as read from YAML). UserError where something is
    not understood or not there; then nothing came in."""
    if not isinstance(data, Mapping) or not set(data) & {"reviews", "findings", "member_checks"}:
        raise UserError(_("a findings file has a list “reviews”, “findings” or “member_checks”"), where=where)
    ground = heard(project)
    _note_shown(project, data, where)
    with act(project, "finding") as a:
        reviews = [_review(project, a, ground, entry, place) for entry, place in _entries(data, "reviews", where)]
        claims = [_finding(project, a, ground, entry, place) for entry, place in _entries(data, "findings", where)]
        checks = [_check(project, a, entry, place) for entry, place in _entries(data, "member_checks", where)]
        known = {one.id: one for one in findings(project)}
        for (entry, place), rec in zip(_entries(data, "findings", where), claims, strict=True):
            _test(project, a, ground, known[rec], entry, place)
    return FindingsImported(len(reviews), len(claims), len(checks))


def _note_shown(project: Project, data: Mapping[str, Any], where: str) -> None:
    """What the file says of verdicts was seen by who wrote it: that is noted first, as an action of its own."""
    pairs = [
        (link.theme, link.indicator)
        for entry, place in _entries(data, "findings", where)
        if entry.get("theme") and (entry.get("verdicts") or _TRIANGULATION in _numbers(entry))
        for link in links(project, find(project, "theme", str(entry["theme"]), where=place))
    ]
    note_looked(project, pairs)


def _numbers(entry: Mapping[str, Any]) -> list[Any]:
    return [one.get("tactic") if isinstance(one, Mapping) else one for one in entry.get("tactics") or []]


def _entries(data: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    listed = data.get(key) or []
    if not isinstance(listed, list) or not all(isinstance(entry, Mapping) for entry in listed):
        raise UserError(_("“%s” must be a list") % key, where=where)
    for number, entry in enumerate(listed, 1):
        yield entry, f"{where}: {key} {number}"


def _of(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = words(entry.get(key), where)
    if not text:
        raise UserError(_("“%s” is missing") % key, where=where)
    return text


def _one_of(entry: Mapping[str, Any], key: str, allowed: Iterable[str], where: str, usual: str | None = None) -> str:
    value = str(entry.get(key, usual) or "")
    if value not in allowed:
        raise UserError(_("“%s” is no %s") % (value, key), where=where, todo=", ".join(filter(None, allowed)))
    return value


def _passages(project: Project, ground: Heard, theme: bytes | None, entries: Any, where: str) -> list[str]:
    """The codings of a theme's passages (None: of any coded one) that are named by source and words, in hex."""
    if not isinstance(entries or [], list):
        raise UserError(_("“%s” must be a list") % "exemplars", where=where)
    there = ground.segments if theme is None else [piece.segment for piece in ground.of_theme(theme)]
    found: list[str] = []
    for entry in entries or []:
        if not isinstance(entry, Mapping):
            raise UserError(_("a passage is named by source and quote"), where=where)
        source = find(project, "source", _of(entry, "source", where), where=where)
        quote = _of(entry, "quote", where)
        now = versions.current(project, source)
        assert now is not None
        start, stop = locate(now, quote, where=where)
        here = [one for one in there if one.source == source and one.start < stop and start < one.stop]
        if not here:
            words_ = _("“%s” is no passage of this theme") if theme is not None else _("“%s” is no coded passage")
            raise UserError(words_ % quote, where=where)
        found += [rec.hex() for segment in here for rec in segment.codings]
    return list(dict.fromkeys(found))


def _review(project: Project, a: Act, ground: Heard, entry: Mapping[str, Any], where: str) -> bytes:
    theme = find(project, "theme", _of(entry, "theme", where), where=where)
    fields: dict[str, Any] = {
        key: words(entry[key], where) for key in ("question", "negative", "level") if entry.get(key)
    }
    if entry.get("exemplars"):
        fields["exemplars"] = _passages(project, ground, theme, entry["exemplars"], where)
    a.change("theme", theme, **fields)
    return theme


def _finding(project: Project, a: Act, ground: Heard, entry: Mapping[str, Any], where: str) -> bytes:
    """The record and its rivals; verdicts and tactics come when all records are there."""
    claim = _of(entry, "claim", where)
    rec = finding_id(project, claim)
    theme = find(project, "theme", str(entry["theme"]), where=where) if entry.get("theme") else None
    weighed: dict[str, str] = {}
    for side in ("stands", "explained"):
        if entry.get(side):
            if theme is None:
                raise UserError(_("“%s” is missing") % "theme", where=where)
            weighed |= dict.fromkeys(_passages(project, ground, theme, entry[side], where), side)
    status = _one_of(entry, "status", STATUSES, where, "plausible")
    if status == "supported" and not (entry.get("tactics") and entry.get("negative")) and not entry.get("reason"):
        raise UserError(
            _("a supported finding has tactics and a memo on its counter-evidence (negative), or a reason"), where=where
        )
    there = project.value("SELECT position FROM finding WHERE id=? AND removed=0", rec)
    a.create(
        "finding", rec, claim=claim, status=status, theme=theme, against=weighed,
        evidence={
            "themes": [find(project, "theme", str(name), where=where).hex() for name in entry.get("themes") or []],
            "figures": [figure_named(project, str(name)) for name in entry.get("figures") or []],
        },
        negative=words(entry.get("negative"), where), reason=words(entry.get("reason"), where),
        position=there or (project.value("SELECT MAX(position) FROM finding") or 0) + 1,
    )  # fmt: skip
    for rival in entry.get("rivals") or []:
        text = _of(rival, "text", where)
        verdict = _one_of(rival, "verdict", ("", *VERDICTS), where, "")
        a.create(
            "rival", derived(rec, "rival:" + fold(text)), finding=rec, text=text, verdict=verdict or None, evidence=[]
        )
    _chain(project, a, ground, rec, entry.get("chain") or [], where)
    return rec


def _claim_ids(finding: bytes, texts: Iterable[str]) -> list[bytes]:
    """The ids of steps in their order. One that says what an earlier one says is its second, so that both stand."""
    said: Counter[str] = Counter()
    found = []
    for text in map(fold, texts):
        said[text] += 1
        found.append(derived(finding, f"claim:{text}" + (f"#{said[text]}" if said[text] > 1 else "")))
    return found


def _chain(project: Project, a: Act, ground: Heard, finding: bytes, entries: Any, where: str) -> None:
    """The claims that lead to a finding, in the order of the list; a step is known by its words, and of equal ones by its turn."""
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise UserError(_("“%s” must be a list") % "chain", where=where)
    texts = [_of(entry, "claim", where) for entry in entries]
    for position, (entry, text, rec) in enumerate(zip(entries, texts, _claim_ids(finding, texts), strict=True), 1):
        evidence = {
            "themes": [find(project, "theme", str(name), where=where).hex() for name in entry.get("themes") or []],
            "codings": _passages(project, ground, None, entry.get("passages"), where),
            "figures": [figure_named(project, str(name)) for name in entry.get("figures") or []],
        }
        a.create(
            "claim", rec, finding=finding, text=text, leads=words(entry.get("leads"), where),
            evidence={kind: ids for kind, ids in evidence.items() if ids}, position=position,
        )  # fmt: skip


def _test(project: Project, a: Act, ground: Heard, one: Finding, entry: Mapping[str, Any], where: str) -> None:
    """What sources are set aside, the verdicts it rests on, and its tactics, computed where they can be."""
    changed: dict[str, Any] = {}
    if entry.get("verdicts"):
        named = [verdict_named(project, one, str(name)) for name in entry["verdicts"]]
        changed["evidence"] = {kind: list(ids) for kind, ids in one.evidence.items()} | {"verdicts": named}
    aside = entry.get("holdout")
    if isinstance(aside, Mapping) and not one.holdout:
        way, value = next(
            ((way, str(aside[way])) for way in ("random", "from", "interviewer") if aside.get(way)), ("", "")
        )
        share, seed = float(aside.get("random") or 0), int(aside.get("seed") or 1)
        sources = chosen(project, way, value, share=share, seed=seed)
        # The tactics below are run after it: whoever writes both into one file sets aside first.
        changed["holdout"] = declaration(project, one, ground, sources, way, f"{share} {seed}" if way == "random" else value, looked=False)  # fmt: skip
    if changed:
        a.change("finding", one.id, **changed)
        one = next(again for again in findings(project) if again.id == one.id)
    steps = {claim.id: claim for claim in one.claims}  # others may stand between them
    written = entry.get("chain") or []
    for step, rec in zip(written, _claim_ids(one.id, [_of(step, "claim", where) for step in written]), strict=True):
        if step.get("verdicts"):
            claim = steps[rec]
            named = [verdict_named(project, with_themes(one, claim), str(name)) for name in step["verdicts"]]
            a.change("claim", claim.id, evidence=resting(claim.evidence, {"verdicts": named})[0])
    voices = case(one, ground)
    for tactic in entry.get("tactics") or []:
        number = tactic.get("tactic") if isinstance(tactic, Mapping) else tactic
        if number not in TACTICS:
            raise UserError(_("there is no tactic %s") % number, where=where, todo=_("They are numbered 1 to 13"))
        said: Mapping[str, Any] = tactic if isinstance(tactic, Mapping) else {}
        asked = Asked(str(said.get("if") or ""), str(said.get("then") or ""), str(said.get("by") or "kind"))
        done = compute(project, voices, ground, number, asked)
        a.create(
            "tactic", derived(one.id, f"tactic:{number}"), finding=one.id, tactic=number,
            outcome=_one_of(said, "outcome", OUTCOMES, where, "open"), note=words(said.get("note"), where),
            computed=done.data | {"concern": done.concern} if done.data else None, coder=project.coder,
        )  # fmt: skip


def _check(project: Project, a: Act, entry: Mapping[str, Any], where: str) -> bytes:
    kind, name = _one_of(entry, "kind", ABOUT, where), _of(entry, "about", where)
    about = finding_id(project, name) if kind == "finding" else find(project, kind, name, where=where)
    if kind == "finding" and not project.value("SELECT 1 FROM finding WHERE id=? AND removed=0", about):
        raise UserError(_("there is no finding “%s”") % name, where=where)
    who = find(project, "participant", str(entry["participant"]), where=where) if entry.get("participant") else None
    date = str(entry.get("date") or "")
    return a.create(
        "member_check", derived(about, f"check:{who.hex() if who else ''}:{date}"), about_kind=kind, about=about, participant=who,
        belongs=who or (about if kind == "source" else None), date=date or None,
        mode=_one_of(entry, "mode", ("", *MODES), where, "") or None, answer=_one_of(entry, "answer", ANSWERS, where),
        text=words(entry.get("text"), where), outcome=words(entry.get("outcome"), where), coder=project.coder,
    )  # fmt: skip
