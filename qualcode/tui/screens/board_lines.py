"""How a place that coders differ on looks: its words, what each of them said of it, and what may be decided.

The rule: the words in dispute are always in sight, in brackets; a turn too long for the screen is cut before and after them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.i18n import N_, _
from qualcode.reduce.adjudication import TYPES, Board, Dispute, Line, context
from qualcode.reduce.codebook import Code, by_id
from qualcode.reduce.codings import codings
from qualcode.store import Project, versions
from qualcode.tui.drawing import Parts, column, cut, line, rule, wrapped
from qualcode.tui.palette import Palette

SHORT = {
    "definition": N_("definition"),
    "overlooked": N_("overlooked"),
    "borders": N_("borders"),
    "reading": N_("reading"),
    "slip": N_("slip"),
}
LABEL = 10  # cells of a name
LEAD = 12  # words that stand before those in dispute where a turn is cut


@dataclass(frozen=True)
class Around:
    """What stands round a place: the source's name, the turns, and for each coder the words they marked in it (none: a no) and
    the other codes they gave there."""

    source: str
    turns: tuple[Line, ...]
    marked: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def around_of(project: Project, one: Dispute) -> Around:
    """Read what stands round a place."""
    what = one.what
    now = versions.current(project, what.source)
    people = dict(project.rows("SELECT id, name FROM coder"))
    known = by_id(project)
    beside: dict[bytes, dict[str, None]] = {}
    for coding in codings(project, what.source):
        if (
            coding.start < what.stop
            and what.start < coding.stop
            and coding.code in known
            and coding.code != what.code.id
        ):
            beside.setdefault(coding.coder, {})[known[coding.code].shown] = None

    def words(start: int, stop: int) -> str:
        return " ".join(now.text[max(start, what.start) : min(stop, what.stop)].split()) if now else ""

    marked = tuple(
        (
            people.get(said.coder, "?"),
            tuple(words(start, stop) for start, stop, _rec in said.passages),
            tuple(beside.get(said.coder, ())),
        )
        for said in what.said
    )
    name = project.value("SELECT name FROM source WHERE id=?", what.source)
    return Around(str(name), tuple(context(project, one)), marked)


def who(one: Dispute, people: Mapping[bytes, str]) -> str:
    """Who says yes and who no."""
    if one.what.kind == "extent":
        return _("all gave it, to other passages")
    yes = ", ".join(people.get(said.coder, "?") for said in one.what.said if said.passages)
    no = ", ".join(people.get(said.coder, "?") for said in one.what.said if not said.passages)
    return _("{yes} yes, {no} no").format(yes=yes, no=no)


def turns(around: Around, width: int, room: int, palette: Palette) -> list[Parts]:
    """The turns on at most ``room`` lines; the one in dispute gets what the others leave."""
    plainly, quiet, strong = palette.style(), palette.style(quiet=True), palette.style(strong=True)
    measure = min(72, width - LABEL - 4)
    beside = 2 if room > 12 else 1
    others = {turn.number: wrapped(turn.speech, measure, beside) for turn in around.turns if not turn.disputed}
    if room < 5:
        others = {}
    left = room - sum(map(len, others.values()))
    quotes = [quote for _name, given, _codes in around.marked for quote in given]
    lines: list[Parts] = []
    for turn in around.turns:
        if turn.disputed:
            words = _from_dispute(_disputed_words(turn.speech, quotes), measure, left)
            body = column(words, measure, left, plainly, strong)
        else:
            style = quiet if turn.side == "interviewer" else plainly
            body = [[(text, style)] for text in others.get(turn.number, ())]
        for number, parts in enumerate(body):
            sign = "▌ " if turn.disputed else "  "
            lines.append([(sign, strong), (cut("" if number else turn.label, LABEL) + " ", quiet), *parts])
    return lines


def _disputed_words(speech: str, quotes: list[str]) -> list[tuple[str, bool]]:
    """The words of a turn, each with whether a passage in dispute covers it."""
    speech = " ".join(line(speech).split())
    covered = [False] * len(speech)
    for quote in quotes:
        shown = " ".join(line(quote).split())
        at = speech.find(shown) if shown else -1
        if at >= 0:
            covered[at : at + len(shown)] = [True] * len(shown)
    words, at = [], 0
    for word in speech.split(" "):
        words.append((word, any(covered[at : at + len(word)])))
        at += len(word) + 1
    return words


def _from_dispute(words: list[tuple[str, bool]], measure: int, lines: int) -> list[tuple[str, bool]]:
    """From a few words before those in dispute, where the whole would not fit."""
    first = next((n for n, (_word, disputed) in enumerate(words) if disputed), 0)
    if sum(len(word) + 1 for word, _disputed in words) <= measure * lines * 0.9 or first <= LEAD:
        return words
    return [("…", False), *words[first - LEAD :]]


def marked(around: Around, width: int, palette: Palette) -> list[Parts]:
    """What each of them marked there, and the other codes they gave."""
    plainly, quiet = palette.style(), palette.style(quiet=True)
    lines: list[Parts] = []
    for name, quotes, others in around.marked:
        words = " … ".join(f"“{quote}”" for quote in quotes) or _("not given")
        also = "  + " + ", ".join(others) if others else ""
        room = max(20, width - LABEL - 5 - min(len(also), width // 3))
        lines.append([("  " + cut(name, LABEL) + " ", quiet), (cut(words, room), plainly), (also, quiet)])
    return lines


def code_lines(code: Code, changed: str, width: int, palette: Palette) -> list[Parts]:
    """The code with its definition, as it is or as it is to be."""
    strong, quiet, plainly = palette.style(strong=True), palette.style(quiet=True), palette.style()
    definition = _("from now on: %s") % changed if changed else code.definition or _("no definition yet")
    lines: list[Parts] = [rule(code.shown, "", width, quiet, strong)]
    lines += [[(" " + text, plainly)] for text in wrapped(definition, width - 2, 2)]
    if code.use_not:
        lines += [[(" " + text, quiet)] for text in wrapped(_("Not: %s") % code.use_not, width - 2, 1)]
    return [*lines, rule(_("Decision"), "", width, quiet, strong)]


def choices(one: Dispute, people: Mapping[bytes, str], keys: Mapping[str, str], palette: Palette) -> Parts:
    strong, quiet = palette.style(strong=True), palette.style(quiet=True)
    parts: Parts = [(" ", quiet)]
    for number, said in enumerate(one.what.said, 1):
        parts += [(f"{number} ", strong), (_("as %s has it") % people.get(said.coder, "?") + "   ", quiet)]
    parts += [(f"{len(one.what.said) + 1} ", strong), (_("both") + "   ", quiet)]
    for id, words in (("board.none", _("not coded")), ("board.redraw", _("draw anew"))):
        parts += [(keys[id] + " ", strong), (words + "   ", quiet)]
    return parts


def types(chosen: str, palette: Palette) -> Parts:
    """Why they differ, the chosen one in brackets."""
    strong, quiet = palette.style(strong=True), palette.style(quiet=True)
    parts: Parts = [(" " + cut(_("kind"), 7) + " ", quiet)]
    for type_ in TYPES:
        here = type_ == chosen
        parts.append((f"[{_(SHORT[type_])}]" if here else f" {_(SHORT[type_])} ", strong if here else quiet))
    return parts


def reason(text: str, width: int, palette: Palette) -> Parts:
    return [(" " + cut(_("why"), 7) + "  ", palette.style(quiet=True)), (cut(text or "–", width - 12), palette.style())]


def so_far(found: Board, people: Mapping[bytes, str], palette: Palette) -> Parts:
    """How much is agreed on, and whose decisions stood."""
    rates = found.rates
    told = _("coded alike by themselves %d of %d, agreed on after talking %d") % (rates.before, rates.of, rates.after)
    stood = [f"{people.get(one.coder, '?')} {one.of - one.yielded}" for one in found.yields if one.of]
    return [(" " + told + (" · " + _("stood: %s") % ", ".join(stood) if stood else ""), palette.style(quiet=True))]


def rates(found: Board, width: int, palette: Palette) -> list[Parts]:
    """The two shares in words: agreement of independent coders, and what was talked over."""
    rates = found.rates
    told = _("Where at least one gave the code: coded alike by themselves %d of %d; agreed on after talking %d of %d. Only the first is "
             "agreement between independent coders; the second is no reliability.") % (rates.before, rates.of, rates.after, rates.of)  # fmt: skip
    return [[(" " + text, palette.style())] for text in wrapped(told, width - 2, 5)]
