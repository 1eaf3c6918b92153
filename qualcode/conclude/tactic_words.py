"""What a tactic computed, in words: from the counts and ids that were kept with it.

One rule: a line that asks for care begins with ``!``; a source that was withdrawn since has no name any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

from qualcode.conclude.testing import Computed
from qualcode.display.cells import TERMS as CELL_TERMS
from qualcode.display.cells import Status
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _, ngettext

MOST = 3  # named in a line
RIVAL_TERMS: dict[str, Term] = {
    "excluded": ("tersingkir", N_("excluded")),
    "weaker": ("tidak cukup menjelaskan", N_("explains less")),
    "stronger": ("menjelaskan lebih baik", N_("explains more")),
    "open": ("terbuka", N_("open")),
    "": ("belum dinilai", N_("not judged")),
}


def said(done: Computed, names: Mapping[bytes, str]) -> list[str]:
    """What was computed, in lines; ``names``: of sources."""
    return said_of(done.tactic, done.data, names)


def said_of(tactic: int, data: Mapping[str, Any] | None, names: Mapping[bytes, str]) -> list[str]:
    """The same of a tactic as it was kept."""
    if not data or tactic not in _SAID:
        return []
    return _SAID[tactic](data, names)


def _source(names: Mapping[bytes, str], rec: str) -> str:
    return names.get(bytes.fromhex(rec), _("(withdrawn)"))


def _named(names: Mapping[bytes, str], recs: Collection[str]) -> str:
    """So many sources by name, the rest as a number."""
    shown = sorted(_source(names, rec) for rec in recs)
    return ", ".join(shown[:MOST]) + (f" +{len(shown) - MOST}" if len(shown) > MOST else "")


def _said_representation(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    words = {"area": _("areas"), "role": _("roles"), "gender": _("genders")}
    lines = []
    for name, values in data["missing"].items():
        have = data["have"][name]
        if values:
            line = _("{m} of {n} {what} do not speak in it").format(m=len(values), n=have, what=words[name])
            more = f" +{len(values) - MOST}" if len(values) > MOST else ""
            lines.append("! " + line + (": " + ", ".join(values[:MOST]) + more if any(values) else ""))
    share = _("the most quoted informant: {k} of {n} passages, of {v} voices").format(
        k=data["top"], n=data["passages"], v=data["voices"]
    )
    over = 3 * data["top"] > data["passages"]
    return [*lines, ("! " + share + ", " + _("more than a third")) if over else share]


def _said_groups(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    return [_counts(data["groups"])]


def _counts(groups: Mapping[str, Any]) -> str:
    return " · ".join(f"{_(name) if name else _('(not known)')} {m}/{n}" for name, (m, n) in groups.items())


def _said_triangulation(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    from qualcode.conclude.triangulation import Outcome
    from qualcode.conclude.wording import OUTCOMES as WORDS

    figures = ", ".join(f"{count} {term(WORDS[Outcome(outcome)])}" for outcome, count in data["verdicts"].items())
    return [_counts(data["methods"]), _("with figures: %s") % (figures or _("not linked to an indicator"))]


def _said_weights(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    words = {"tangan-pertama": _("first-hand"), "kata-orang": _("hearsay"), "resmi": _("official"), "": _("not graded")}
    return [", ".join(f"{count} {words.get(grade, grade)}" for grade, count in data["grades"].items())]


def _stand_line(stand: Mapping[str, Any], names: Mapping[bytes, str]) -> str:
    sign = "−" if stand["net"] < 0 else "+" if stand["net"] > 0 else "±"
    count = ngettext("%d passage", "%d passages", stand["judged"]) % stand["judged"]
    return f"{_source(names, stand['source'])} ({sign}, {count})"


def _said_outliers(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    away = [_stand_line(stand, names) for stand in data["stands"][:MOST]]
    more = f" +{len(data['stands']) - MOST}" if len(data["stands"]) > MOST else ""
    lines = [_("far from the pattern: %s") % (", ".join(away) + more if away else _("no source"))]
    if data.get("silent"):
        lines.append(_("asked and silent: %s") % _named(names, data["silent"]))
    return lines


def _said_extremes(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    return [_("the ends: %s") % " ↔ ".join(_stand_line(stand, names) for stand in data["stands"])]


def _said_negative(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    line = _("{a} stand, {b} explained, {c} not decided").format(a=data["against"], b=data["explained"], c=data["open"])
    return [line, _("asked and silent: %s") % (_named(names, data["silent"]) or _("no source"))]


def _two_by_two(data: Mapping[str, Any], table: Mapping[str, int]) -> str:
    with_, without = table["both"] + table["first"], table["second"] + table["neither"]
    return _("with {a}: {b} in {m} of {n} · without: {k} of {l}").format(
        a=data["first"], b=data["second"], m=table["both"], n=with_, k=table["second"], l=without
    )


def _said_if_then(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    broken = _named(names, data["breaking"])
    return [_two_by_two(data, data["table"]), _("breaks it: %s") % (broken or _("no source"))]


def _said_spurious(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    lines = [_two_by_two(data, data["whole"])]
    for name, table in data["strata"].items():
        mark = "! " if name in data["turns"] or name in data["gone"] else ""
        lines.append(f"{mark}{_(name) if name else _('(not known)')}: {_two_by_two(data, table)}")
    if data["turns"]:
        lines.append(_("within these the relation turns round: %s") % ", ".join(data["turns"]))
    return lines


def _said_replication(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    states = [term(CELL_TERMS[Status(one)]) for one in data["states"]]
    (m, n), (k, of) = data["worked"], data["held_out"]
    lines = [
        _("worked on {m} of {n} ({s}) · set aside {k} of {l} ({t})").format(
            m=m, n=n, s=states[0], k=k, l=of, t=states[1]
        )
    ]
    if data["repeats"] is None:
        lines.append(_("one side is silent: nothing can be said"))
    else:
        lines.append(_("it repeats") if data["repeats"] else "! " + _("it does not repeat"))
    if data["made"] != "before":
        lines.append("! " + _("set aside after looking"))
    elif data["coded"]:
        lines.append(
            _("{m} of the {n} were coded already when they were set aside").format(m=data["coded"], n=data["sources"])
        )
    return lines


def _said_rivals(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    rivals = cast("dict[str, int]", data["rivals"])
    count = sum(rivals.values())
    if not count:
        return ["! " + _("no rival explanation was looked at")]
    return [", ".join(f"{n} {term(RIVAL_TERMS[verdict])}" for verdict, n in rivals.items())]


def _said_feedback(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    from qualcode.conclude.member_checks import ANSWER_TERMS

    answers = data["answers"]
    if not answers:
        return ["! " + _("nothing was returned to anybody")]
    return [", ".join(f"{n} {term(ANSWER_TERMS[answer])}" for answer, n in answers.items())]


def _said_surprises(data: Mapping[str, Any], names: Mapping[bytes, str]) -> list[str]:
    line = _("surprises: {k} of {n} open").format(k=len(data["open"]), n=data["of"])
    return ["! " + line if data["open"] else line]


_SAID: dict[int, Callable[[Mapping[str, Any], Mapping[bytes, str]], list[str]]] = {
    1: _said_representation, 2: _said_groups, 3: _said_triangulation, 4: _said_weights, 5: _said_outliers, 6: _said_extremes,
    7: _said_surprises, 8: _said_negative, 9: _said_if_then, 10: _said_spurious, 11: _said_replication, 12: _said_rivals, 13: _said_feedback,
}  # fmt: skip
