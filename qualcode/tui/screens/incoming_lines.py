"""How a file that is about to come in is drawn: what was understood of it, who speaks, and a few lines to hold it against.

The rule: what is drawn is what would come in; what is doubtful bears a sign.
"""

from __future__ import annotations

from qualcode.collect.values import genre_words
from qualcode.i18n import N_, _, ngettext
from qualcode.tui.drawing import Parts, cells, cut, ends, rule, wrapped
from qualcode.tui.incoming import Incoming, Voice
from qualcode.tui.palette import Palette

SIDES = {
    "informant": N_("informant"), "interviewer": N_("interviewer"), "unknown": N_("not known"),
}  # fmt: skip
PATTERNS = {
    "cues": N_("times"),
    "tables": N_("a table"),
    "labels": N_("labels"),
    "questions": N_("questions and answers"),
    "paragraphs": N_("paragraphs"),
    "quotations": N_("quotations"),
}
HEADER = {
    "date": N_("date"), "place": N_("place"), "interviewer": N_("interviewer"), "kelurahan": N_("kelurahan"),
    "informant": N_("informant"), "kind": N_("kind"),
}  # fmt: skip


def heads(item: Incoming, palette: Palette, width: int) -> list[Parts]:
    """What was understood, how it was read, and the columns of the labels."""
    strong, quiet = palette.style(strong=True), palette.style(quiet=True)
    said = ngettext("%d turn", "%d turns", item.turns) % item.turns
    if item.voices:
        said += ", " + ngettext("%d label", "%d labels", len(item.voices)) % len(item.voices)
    if item.unassigned:
        said += ", " + ngettext("%d piece is nobody's", "%d pieces are nobody's", item.unassigned) % item.unassigned
    name = cut(item.name, max(10, width - cells(said) - 22)).rstrip()
    pattern = pattern_name(item.pattern)
    left_out = _("left out") if item.left_out else ""
    head = ends([(f" {name}: {said}. ", strong), (_("Is it so?"), strong)], [(f"{left_out} ", strong)], width, quiet)
    columns = _columns(_("label"), _("turns"), _("words"), _("asks"), _("side"), width)
    return [head, rule(_("How it was read"), pattern, width, quiet, strong), [("     " + columns, quiet)]]


def _columns(label: str, turns: str, words: str, asks: str, side: str, width: int) -> str:
    return f"{cut(label, max(12, min(40, width - 52)))} {turns:>8} {words:>8} {asks:>7}   {side}"


def voice_line(one: Incoming, voice: Voice, here: bool, palette: Palette, width: int) -> Parts:
    """A label: how much it speaks and asks, and on which side it is."""
    strong, plainly = palette.style(strong=True), palette.style()
    side = one.side(voice)
    sign = "!" if side == "unknown" else "✓" if voice.key in one.sides else " "
    asks = f"{100 * voice.asking // voice.turns} %" if voice.turns >= 10 else f"{voice.asking}/{voice.turns}"
    text = _columns(voice.label, str(voice.turns), str(voice.words), asks, f"[{_(SIDES.get(side, side))}]", width)
    return [("▸" if here else " ", strong), (f" {sign} ", strong), ("  " + text, strong if here else plainly)]


def below(item: Incoming, loose: bool, shown: int, palette: Palette, width: int) -> list[Parts]:
    """``shown`` lines as they stand in the file, or of what is nobody's (``loose``); its head, and the sessions it seems to hold."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    lines: list[Parts] = []
    doubted = (
        wrapped("! " + _("It may be read wrongly: %s") % "; ".join(item.doubts), width - 5, 2) if item.doubts else []
    )
    lines += [[("   " + text, strong)] for text in doubted]
    shown -= len(doubted)
    if loose:
        lines.append(
            rule(_("What is nobody's"), f"{min(shown, len(item.loose))}/{item.unassigned}", width, quiet, strong)
        )
        lines += [[("   " + cut(words, width - 5), plainly)] for words in item.loose[:shown]]
    else:
        lines.append(rule(_("As it stands in the file"), "", width, quiet, strong))
        for label, words in item.sample[:shown]:
            lines.append([(cut(f"   {label}", 14), strong), (" " + cut(words, width - 17), plainly)])
    lines.append(rule(_("Head of the file"), "", width, quiet, strong))
    header = item.header | {"kind": genre_words(item.header.get("kind", ""))}
    told = [f"{_(HEADER[key])}: {header[key]}" for key in HEADER if header.get(key)]
    if item.people:
        listed = ngettext("%d participant", "%d participants", len(item.people)) % len(item.people)
        told.insert(0, f"{listed}: {', '.join(item.people)}")
    head = " · ".join(told) or _("nothing was found")
    lines += [[("   " + text, plainly)] for text in wrapped(head, width - 5, 2)]
    if item.there:
        said = _("there is a source %s already") % item.there
        how = _("this becomes its corrected text") if item.corrects else _("v makes this its corrected text")
        lines.append([("   ! " + cut(said, max(10, width - 12 - cells(how))), strong), (f"  {how}", quiet)])
    if item.sessions:
        count = len(item.sessions)
        said = ngettext("%d session", "%d sessions", count) % count + ": " + ", ".join(item.sessions)
        how = _("each becomes a source") if item.split else _("one source; = makes a source of each")
        lines.append([("   ! " + cut(said, width - 12 - cells(how)), strong), (f"  {how}", quiet)])
    return lines


def pattern_name(convention: str) -> str:
    """A convention as people call it."""
    return _(PATTERNS[convention]) if convention in PATTERNS else convention
