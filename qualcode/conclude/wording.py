"""Verdicts in words: the field's own terms, and the lines a report prints under a triangulation.

One rule: counts before words, and a silent area is named as silent. The ids of ``triangulation`` are data;
every one of them has its words here.
"""

from __future__ import annotations

from qualcode.conclude.triangulation import Assessment, Foot, Outcome, Verdict
from qualcode.display.cells import TERMS as STATUSES
from qualcode.display.cells import Status
from qualcode.display.numbers import TERMS, TERMS_BY_MEDIAN
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _, ngettext
from qualcode.language.numerals import format_number

OUTCOMES: dict[Outcome, Term] = {
    Outcome.AGREE: ("sejalan", N_("in agreement")),
    Outcome.AGREE_WEAK: ("sejalan lemah", N_("in weak agreement")),
    Outcome.PARTIAL: ("sebagian sejalan", N_("in partial agreement")),
    Outcome.DISSONANCE: ("bertentangan", N_("in dissonance")),
    Outcome.SILENCE_QUAL: ("senyap kualitatif", N_("voices silent")),
    Outcome.SILENCE_QUANT: ("senyap kuantitatif", N_("figures silent")),
    Outcome.NO_DATA: ("tanpa data", N_("no data")),
    Outcome.NO_VERDICT: ("tanpa putusan", N_("no verdict")),
}
ASSESSMENTS: dict[str, Term] = {
    "agree": ("sejalan", N_("in agreement")),
    "partial": ("sebagian", N_("partly in agreement")),
    "dissonance": ("bertentangan", N_("in dissonance")),
    "not_assessable": ("tidak dapat dinilai", N_("cannot be assessed")),
}
KINDS: dict[str, Term] = {
    "problem": ("masalah", N_("problem")),
    "strength": ("kekuatan", N_("strength")),
    "neither_stands_out": ("sama-sama tidak menonjol", N_("neither stands out")),
    "voice_without_figure": ("suara tanpa angka", N_("voice without figure")),
    "figure_without_voice": ("angka tanpa suara", N_("figure without voice")),
    "strength_unvoiced": ("kekuatan tidak tersuarakan", N_("strength not voiced")),
    Status.UNSAMPLED.value: STATUSES[Status.UNSAMPLED],
    Status.UNFINISHED.value: STATUSES[Status.UNFINISHED],
    Status.UNASKED.value: STATUSES[Status.UNASKED],
    "no_figure": ("tanpa angka", N_("no figure")),
    "no_direction": ("arah belum ditetapkan", N_("direction not declared")),
    "coarser_level": ("tingkat wilayah", N_("figure of a coarser level")),
    "count_without_denominator": ("jumlah tanpa pembagi", N_("count without a denominator")),
}
REASONS: dict[str, Term] = {
    "few_sources": ("n<3", N_("n<3")),
    "few_asked": ("ditanya<3", N_("asked<3")),
    "one_voice": ("1 informan", N_("1 informant")),
    "no_valence": ("tanpa valensi", N_("valence not judged")),
    "proxy": ("proksi", N_("proxy")),
    "context": ("konteks", N_("context")),
    "years_apart": ("beda tahun", N_("years apart")),
    "near_edge": ("dekat batas", N_("near an edge")),
    "flat": ("nyaris rata", N_("nearly flat")),
    "few_areas": ("m<9", N_("m<9")),
    "preliminary": ("sementara", N_("preliminary")),
    "count_accepted": ("setuju memakai jumlah", N_("counts accepted, not rates")),
    "outside": ("dari luar", N_("from outside")),
    "officials_only": ("hanya pejabat", N_("officials only")),
    "not_linked_to_topic": ("pertanyaan tidak ditautkan", N_("question not linked")),
    "after_looking": ("pasca-lihat", N_("linked after looking")),
    "exploratory": ("eksploratif", N_("exploratory")),
    "one_source": ("satu sumber", N_("one source")),
    "one_method": ("satu metode", N_("one method")),
}
EXPLANATIONS: dict[str, Term] = {
    "definition": ("definisi berbeda", N_("different definitions")),
    "coverage": ("cakupan layanan, bukan kebutuhan", N_("coverage of a service, not need")),
    "time": ("waktu berbeda", N_("different times")),
    "level": ("tingkat wilayah berbeda", N_("different levels of area")),
    "pocket": ("sub-wilayah tersembunyi (kantong)", N_("a hidden part of the area (pocket)")),
    "underreporting": ("pelaporan kurang", N_("under-reporting")),
    "unrepresentative": ("informan tidak mewakili", N_("informants not representative")),
    "data_error": ("kesalahan data", N_("error in the data")),
    "real": ("pertentangan nyata", N_("a real contradiction")),
}
THREAD_STATES: dict[str, Term] = {
    "unopened": ("belum dibuka", N_("not opened")),
    "open": ("terbuka", N_("open")),
    "gone": ("pertentangan sudah tidak ada", N_("dissonance gone")),
    "resolved": ("selesai", N_("resolved")),
}
PROVISIONAL: Term = ("sementara", N_("provisional"))


def verdict_label(verdict: Verdict) -> str:
    """`bertentangan (sementara): suara tanpa angka [n<3, proksi]`."""
    label = term(OUTCOMES[verdict.outcome])
    if verdict.provisional:
        label = f"{label} ({term(PROVISIONAL)})"
    if verdict.kind:
        label = f"{label}: {term(KINDS[verdict.kind])}"
    reasons = reason_labels(verdict.reasons)
    return f"{label} [{', '.join(reasons)}]" if reasons else label


def reason_labels(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(term(REASONS[reason]) for reason in reasons)


def assessment_line(assessment: Assessment) -> str:
    """`5 areas sampled: 2 in agreement, 2 in partial agreement, 1 in dissonance; 49 silent → partly in agreement`."""
    sampled = sum(assessment.counts.values())
    heard = ngettext("{n} area sampled", "{n} areas sampled", sampled).format(n=sampled)
    parts = ", ".join(
        f"{assessment.counts[outcome]} {term(OUTCOMES[outcome])}"
        for outcome in Outcome
        if assessment.counts.get(outcome)
    )
    unsampled = ngettext("{n} area silent", "{n} areas silent", assessment.unsampled)
    line = f"{heard}: {parts}" if parts else heard
    return f"{line}; {unsampled.format(n=assessment.unsampled)} → {term(ASSESSMENTS[assessment.word])}"


def foot_line(foot: Foot) -> str:
    """`49 areas not sampled; their figures: 18 BAD, 16 MIDDLE, 15 GOOD`, so that silence is seen beside them."""
    n = len(foot.areas)
    line = ngettext("{n} area not sampled", "{n} areas not sampled", n).format(n=n)
    words = TERMS_BY_MEDIAN if foot.by_median else TERMS
    parts = [f"{count} {term(words[klass])}" for klass, count in foot.classes.items() if count]
    if foot.without_figure:
        parts.append(_("{n} without a figure").format(n=foot.without_figure))
    return _("{areas}; their figures: {classes}").format(areas=line, classes=", ".join(parts)) if parts else line


def adjusted_line(p: float | None, tested: int, pairs: int, *, exploratory: bool) -> str:
    """How many pairs were compared and tested, and p over all of them: a p alone says too much where there are several."""
    how = _("Benjamini-Hochberg") if exploratory else _("Holm")
    line = ngettext("{pairs} pair compared", "{pairs} pairs compared", pairs).format(pairs=pairs)
    line += ", " + ngettext("{tested} tested", "{tested} tested", tested).format(tested=tested)
    return (
        line
        if p is None and not tested
        else f"{line}; {how}" + (f": p = {format_number(p, 3)}" if p is not None else "")
    )


def dropped_line(pair: tuple[str, str]) -> str:
    """A link that was taken off after its result had been shown."""
    return _("Taken off after its result was shown: {theme} × {indicator}").format(theme=pair[0], indicator=pair[1])
