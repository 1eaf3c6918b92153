"""What is said beside the figures of agreement, in the language in use.

One rule: no bare label. A cut-off comes with who set it, a percentage with what it leaves out, and a figure that is not
there with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from qualcode.i18n import N_, _, ngettext
from qualcode.language.numerals import format_number
from qualcode.reduce.agreement import Figure, Undefined
from qualcode.reduce.agreement_bootstrap import LEVEL, Interval
from qualcode.reduce.agreement_scores import Agreement, Score

SHORT = {
    "rely": N_("relied on"),
    "tentative": N_("tentative"),
    "revise": N_("below 0.667"),
    "rare": N_("rare"),
    "unused": N_("not given"),
    "undefined": N_("not defined"),
}
LEVELS = {
    "rely": N_("alpha of 0.800 or more: may be relied on (Krippendorff 2004, p. 429)"),
    "tentative": N_("0.667 to 0.800: for tentative conclusions only (Krippendorff 2004, p. 429)"),
    "revise": N_(
        "mend the definition, combine the code with another, or adjudicate all of it (Krippendorff 2004, p. 429)"
    ),
    "rare": N_("fewer than 5 units by a coder: too few for a coefficient; look at the places (qualcode agree --list)"),
    "unused": N_("nobody gave the code where it was compared"),
    "undefined": N_(
        "the code does not vary (every unit has it), or free spans have no count of places where neither coded"
    ),
}
UNITS = {
    "turn": N_("turns"),
    "sentence": N_("sentences"),
    "character": N_("characters of speech"),
    "span": N_("free spans"),
}


def figure(value: Figure | None, decimals: int = 2, missing: str = "-") -> str:
    """A coefficient as printed; ``missing`` where there is none."""
    return missing if value is None or isinstance(value, Undefined) else format_number(value, decimals)


def percent(value: Figure, missing: str = "-") -> str:
    return missing if isinstance(value, Undefined) else format_number(100 * value, 1) + "%"


def bounds(value: Interval | Undefined, missing: str = "-") -> str:
    """An interval as printed: low to high."""
    return missing if isinstance(value, Undefined) else f"{format_number(value.low, 2)}–{format_number(value.high, 2)}"


def why(value: Figure | Interval) -> str | None:
    """Why there is no number; None where there is one."""
    return _(value.why) if isinstance(value, Undefined) else None


def overall_lines(found: Agreement) -> Iterator[str]:
    """All codes together, a line a figure."""
    all_ = found.overall
    if found.unit != "span":
        yield _("{units} {unit} of {sources} sources; {codes} codes, of which {scored} scored, {rare} rare, {unused} given by nobody.").format(
            units=format_number(found.units), unit=_(UNITS[found.unit]), sources=found.sources, codes=all_.codes, scored=all_.scored,
            rare=all_.rare, unused=all_.unused,
        )  # fmt: skip
        if all_.scored == 1:
            yield _("Alpha of the one scored code: {value}.").format(value=figure(all_.lowest))
        elif all_.scored:
            yield _("Alpha of the scored codes: lowest {lowest}, median {middle}; {below} of {scored} below 0.667. A mean would hide those.").format(
                lowest=figure(all_.lowest), middle=figure(all_.middle), below=all_.below, scored=all_.scored
            )  # fmt: skip
        absent = sum(one.nobody for one in found.scores) > sum(one.everyone for one in found.scores)
        formula = (
            _(
                "Miles and Huberman's formula (1994, p. 64): {all} of all decisions alike, most of them that a code is not there; {coded} where "
                "at least one coder gave the code. Neither takes off chance."
            )
            if absent
            else _(
                "Miles and Huberman's formula (1994, p. 64): {all} of all decisions alike; {coded} where at least one coder gave the code. "
                "Neither takes off chance."
            )
        )
        yield formula.format(all=percent(all_.percentage), coded=percent(all_.percentage_coded))
    else:
        yield _("Free spans of {sources} sources; {codes} codes, of which {unused} given by nobody.").format(
            sources=found.sources, codes=all_.codes, unused=all_.unused
        )
    positive = figure(all_.positive, missing=why(all_.positive) or "")
    if not isinstance(all_.positive_interval, Undefined):
        positive += f" [{bounds(all_.positive_interval)}]"
    yield _("Positive agreement over all codes (where one gave the code, did the other?): {positive}.").format(
        positive=positive
    )
    if found.unit in ("turn", "sentence"):
        yield _("Alpha of the sets of codes (MASI distance; Passonneau 2006): {value}. One number, never instead of the codes' own.").format(
            value=figure(all_.sets, missing=why(all_.sets) or "")
        )  # fmt: skip


def interval_line(found: Agreement) -> str:
    """How the intervals were made, or why there are none."""
    made = [score.interval for score in found.scores if isinstance(score.interval, Interval)]
    if not made:
        reasons = {why(score.interval) for score in found.scores if score.level not in ("rare", "unused")}
        return "; ".join(sorted(filter(None, reasons))) or _("no interval: no code could be scored")
    sources = sorted({one.sources for one in made})
    many = format_number(sources[0]) if len(sources) == 1 else f"{sources[0]}–{sources[-1]}"
    return _(
        "Intervals: the middle {level} of {draws} draws of {sources} sources with replacement (seed {seed})."
    ).format(level=f"{LEVEL:.0%}", draws=format_number(found.draws), sources=many, seed=found.seed)


def level_lines(scores: Collection[Score]) -> Iterator[str]:
    """What the words in the table mean, of those that stand in it."""
    present = {score.level for score in scores}
    for level, text in LEVELS.items():
        if level in present and level != "unused":
            yield f"{_(SHORT[level])}: {_(text)}"


def paradox_lines(scores: Collection[Score]) -> Iterator[str]:
    for score in scores:
        if score.paradox:
            yield _(
                "“{code}”: {percentage} alike and yet kappa {kappa}. Where a code is so rare or so common, chance explains most agreement "
                "and kappa has little room (Feinstein & Cicchetti 1990); read its positive agreement, {positive}."
            ).format(
                code=score.code.shown, percentage=percent(score.percentage), kappa=figure(score.kappa), positive=figure(score.positive)
            )  # fmt: skip


def pairs_over_codes(found: Agreement) -> Iterator[tuple[int, int, list[float], float | None]]:
    """For each two coders (their places) the kappas of the codes that are not rare for them, and the positive agreement of
    all codes together."""
    for at, pair in enumerate(found.scores[0].pairs if found.scores else ()):
        of_codes = [score.pairs[at] for score in found.scores]
        both = 2 * sum(one.both for one in of_codes)
        either = both + sum(one.only_first + one.only_second for one in of_codes)
        kappas = [one.kappa for one in of_codes if isinstance(one.kappa, float)]
        yield pair.first, pair.second, kappas, both / either if either else None


def method_line(found: Agreement) -> str:
    """Which coefficients these are."""
    if found.unit == "span":
        return _(
            "Free spans are the same where they share half of what both cover; positive agreement 2a/(2a+b+c) of those (Hripcsak & "
            "Rothschild 2005). Chance is not taken off: that needs --unit character."
        )
    kappa = _("Cohen (1960)") if len(found.names) == 2 else _("Fleiss (1971), of units that all coders judged")
    return _(
        "Alpha: Krippendorff (2019, ch. 12). Kappa: {kappa}. Positive agreement 2a/(2a+b+c): Cicchetti & Feinstein (1990). PABAK: Byrt, Bishop & "
        "Carlin (1993). A unit has a code where one character of it has."
    ).format(kappa=kappa)


def left_lines(found: Agreement, codes: Mapping[bytes, str], sources: Mapping[bytes, str]) -> Iterator[str]:
    """What was left out and what must be known of the rest; names by id."""
    left = found.left
    if left.suggested:
        said = (
            ngettext("%d accepted suggestion counts here: it is not an independent judgement.", "%d accepted suggestions count here: they are not independent judgements.", left.suggested)
            if found.suggested
            else ngettext("%d accepted suggestion is left out, with its unit for that coder; --suggested counts it.", "%d accepted suggestions are left out, with their units for that coder; --suggested counts them.", left.suggested)
        )  # fmt: skip
        yield said % left.suggested
    if left.decided and not found.suggested:
        yield ngettext("%d suggestion was turned down; its unit is left out for that coder.", "%d suggestions were turned down; their units are left out for that coder.", left.decided) % left.decided  # fmt: skip
    if left.imported:
        yield ngettext("%d coding came from a table; that it was made without suggestions is taken on trust.", "%d codings came from tables; that they were made without suggestions is taken on trust.", left.imported) % left.imported  # fmt: skip
    if left.consensus:
        yield ngettext("%d consensus coding is left out: it is nobody's own.", "%d consensus codings are left out: they are nobody's own.", left.consensus) % left.consensus  # fmt: skip
    if left.lost:
        yield ngettext("%d coding is left out: its words are gone from the text.", "%d codings are left out: their words are gone from the text.", left.lost) % left.lost  # fmt: skip
    if left.unheard:
        yield ngettext("%d coding is on no informant's speech.", "%d codings are on no informant's speech.", left.unheard) % left.unheard  # fmt: skip
    if left.retired:
        yield (
            ngettext("%d coding is of a retired code.", "%d codings are of retired codes.", left.retired) % left.retired
        )
    if left.in_part:
        yield ngettext("%d source is compared on the turns that were given out: %s.", "%d sources are compared on the turns that were given out: %s.", len(left.in_part)) % (len(left.in_part), _few(sources[one] for one in left.in_part))  # fmt: skip
    if left.open:
        yield ngettext("%d source is left out until its round is closed: %s.", "%d sources are left out until their round is closed: %s.", len(left.open)) % (len(left.open), _few(sources[one] for one in left.open))  # fmt: skip
    if left.alone:
        yield ngettext("%d coded source is not finished by two of the coders: %s.", "%d coded sources are not finished by two of the coders: %s.", len(left.alone)) % (len(left.alone), _few(sources[one] for one in left.alone))  # fmt: skip
    if left.late:
        yield ngettext("%d code is not yet looked for by two coders in some of these sources: %s.", "%d codes are not yet looked for by two coders in some of these sources: %s.", len(left.late)) % (len(left.late), _few(codes[one] for one in left.late))  # fmt: skip
    for code, where in sorted(left.older.items(), key=lambda one: codes[one[0]]):
        yield _(
            "“{code}” is not compared in {sources}: its definition was changed between the coders' finishing, so they worked with different "
            "codebooks. Finish it there anew, or say --same-meaning {code}."
        ).format(code=codes[code], sources=_few(sources[one] for one in where))


def _few(names: Collection[str] | Iterator[str], shown: int = 6) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:shown]) + (f", … (+{len(ordered) - shown})" if len(ordered) > shown else "")
