"""Findings as they are drawn: the sentence above them, and all that is known of the one at the cursor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from qualcode.conclude.cases import Case, cases
from qualcode.conclude.chain import chain, chain_line
from qualcode.conclude.evidence import evidence_words
from qualcode.conclude.heard import Piece, heard
from qualcode.conclude.tactic_words import RIVAL_TERMS, said_of
from qualcode.conclude.testing import OUTCOME_TERMS, TACTICS
from qualcode.display.terms import term
from qualcode.i18n import N_, _, ngettext
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.palette import Palette

QUOTED = 6  # quotes that are read for a finding; as many are shown as there is room for
SHORTLY = {
    "tested": N_("hold up"), "unread": N_("not read to the end"), "bare": N_("without counter-evidence"),
    "plausible": N_("plausible only"), "rejected": N_("rejected"),
}  # fmt: skip
USUAL = (1, 3, 8, 11, 13)  # tactics that are named although nobody used them


@dataclass(frozen=True)
class Shown:
    """A finding with the words that stand for it: quotes and their sources, what it rests on besides, its tests in lines."""

    case: Case
    speaking: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]
    tests: dict[int, tuple[str, ...]]  # what the last test of each tactic counted
    silent: tuple[str, ...]
    chain: str  # the steps to it in one line; empty where it has none


@dataclass(frozen=True)
class Found:
    findings: tuple[Shown, ...]
    names: dict[bytes, str]  # of sources


def read_findings(project: Project) -> Found:
    """The findings as they are now, with a few of their words."""
    ground = heard(project)
    quoter = Quoter(project)

    def quoted(pieces: tuple[Piece, ...], most: int) -> tuple[tuple[str, str], ...]:
        first: dict[bytes, Piece] = {}
        for piece in sorted(pieces, key=lambda one: one.segment.start - one.segment.stop):
            first.setdefault(piece.source, piece)
        return tuple((quoter.words(piece.segment), quoter.name(piece.source)) for piece in list(first.values())[:most])

    found = []
    for one in cases(project, ground):
        beside = tuple(words for kind, _rec, words in evidence_words(project, one.finding) if kind != "themes")
        tests = {
            done.tactic: tuple(said_of(done.tactic, done.computed, ground.sources)) for done in one.finding.tactics
        }
        contrary = one.candidates or one.against or one.explained
        silent = tuple(sorted(ground.sources[source] for source in one.silent))
        steps = chain(project, one, ground)
        told = chain_line(steps) if steps else ""
        found.append(Shown(one, quoted(one.speaking, QUOTED), quoted(contrary, QUOTED), beside, tests, silent, told))
    return Found(tuple(found), ground.sources)


def sentence(found: Found, add_key: str) -> str:
    """All findings in one sentence."""
    if not found.findings:
        return _("No findings yet: {key} writes one.").format(key=add_key)
    states = Counter(one.case.state for one in found.findings)
    count = len(found.findings)
    told = [ngettext("%d finding", "%d findings", count) % count]
    told += [f"{states[state]} {_(words)}" for state, words in SHORTLY.items() if states[state]]
    return " · ".join(told)


def finding_lines(one: Shown, palette: Palette, room: int, tall: bool) -> list[Parts]:
    """What is known of a finding: for it, against it, its rivals, how it was tested."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    held, finding = one.case, one.case.finding
    lines: list[Parts] = [[(" " + words, strong)] for words in wrapped(finding.claim, room - 2, 4 if tall else 2)]

    def section(title: str, told: str, right: str) -> None:
        lines.append(ends([(f" {title} ", strong), (told, plainly)], [(f" {right}", quiet)], room, quiet))

    def quote(words: str, source: str) -> None:
        lines.append(ends([("  " + cut(f"“{' '.join(words.split())}”", room - 13).rstrip(), plainly)], [(f" {source}", quiet)], room, quiet))  # fmt: skip

    lines.append(rule("", "", room, quiet, strong))
    top = max(Counter(piece.voice for piece in held.speaking).values(), default=0)
    care = "! " if 3 * top > len(held.speaking) else ""
    section(_("FOR"), _("{m} of {n} transcripts").format(m=held.raised, n=held.of), _("{n} areas").format(n=len(held.areas)))  # fmt: skip
    for words, source in one.speaking[: QUOTED if tall else 2]:
        quote(words, source)
    lines.append(
        [(f"  {care}" + _("{k} of {n} passages are one informant's").format(k=top, n=len(held.speaking)), quiet)]
    )
    lines += [[("  " + cut(words, room - 3), plainly)] for words in one.beside[: 4 if tall else 1]]
    if one.chain:
        section(_("CHAIN"), cut(one.chain, room - 9).rstrip(), "")
    contrary = len(held.against) + len(held.explained) + len(held.candidates)
    read = _("read ✓") if finding.negative and not held.candidates else _("%d not decided") % len(held.candidates)
    section(_("AGAINST"), ngettext("%d passage", "%d passages", contrary) % contrary, read)
    for words, source in one.against[: QUOTED if tall else 1]:
        quote(words, source)
    lines.append([("  " + cut(_("Asked and silent: %s") % (", ".join(one.silent) or _("no source")), room - 3), quiet)])
    if finding.negative:
        lines += [[("  " + words, plainly)] for words in wrapped(finding.negative, room - 4, 4 if tall else 1)]
    section(_("RIVALS"), str(len(finding.rivals)), "" if finding.rivals else "!")
    for rival in finding.rivals[: 4 if tall else 1]:
        lines.append(
            ends([("  " + rival.text, plainly)], [(f" → {term(RIVAL_TERMS[rival.verdict])}", quiet)], room, quiet)
        )
    lines.append(rule("", "", room, quiet, strong))
    lines += _tests(one, palette, room, tall)
    return lines


def _tests(one: Shown, palette: Palette, room: int, tall: bool) -> list[Parts]:
    """The tactics that were used, and of the usual ones those that were not."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    finding = one.case.finding
    done = {tactic.tactic: tactic for tactic in finding.tactics}
    used = ", ".join(term(TACTICS[number]) for number in TACTICS if number in done)
    open_ = ", ".join(term(TACTICS[number]) for number in USUAL if number not in done)
    lines: list[Parts] = []
    for sign, names, most in (("✓", used, 2), ("○", open_, 1 if not tall else 2)):
        for at, words in enumerate(wrapped(names, room - 11, most) if names else ()):
            head = f" {_('TESTED')} " if not lines else "        "
            lines.append([(head, strong), (f"{sign if not at else ' '} {words}", plainly)])
    for number, tactic in done.items():
        if tall:
            counted = "; ".join(one.tests.get(number, ())) or tactic.note
            outcome = term(OUTCOME_TERMS[tactic.outcome]) if tactic.outcome else ""
            told = wrapped(f"{term(TACTICS[number])}, {outcome}: {counted}", room - 4, 3)
            lines += [[("  " + text, quiet)] for text in told]
        else:
            lines += [
                [("  " + cut(line, room - 3), plainly)] for line in one.tests.get(number, ()) if line.startswith("!")
            ]
    return lines
