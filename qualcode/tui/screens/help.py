"""What can I do here? The keys of the part one is in, then every key of the screen, from the one table of commands."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.i18n import N_, _
from qualcode.tui.commands import CONTEXTS, SCREENS
from qualcode.tui.drawing import Parts, cells, cut, wrapped
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.rows import Rows

TITLES = {name: CONTEXTS[name] for name in SCREENS if name in CONTEXTS and name not in ("codes", "field", "help")} | {
    "imported": N_("What came in"),
    "turns": CONTEXTS["speakers"],
    "quotes": N_("Quotes"),
    "withdrawal": N_("Withdrawal"),
}
PARTS = {"codebook-fields": N_("In the fields of this code"), "plan": N_("Before it happens")}
SIGNS = {
    "queue": N_(
        "▓ almost sure, ▒ maybe, ░ doubtful: how often proposals like it were accepted. j skipped, it comes again at the end."
    ),
    "history": N_(
        "↶ taken back. Only your own actions of this computer can be taken back; what was changed since stays."
    ),
    "coding": N_(
        "A bracket in the margin shows where a coding begins and ends; its label stands beside it, [ ] the one the next key is about. "
        "− problem, ± mixed, + strength. Colour groups codes by branch, it never judges. Underlined words have two codings or more. "
        "At the left edge: m a memo or a note, * important, ~ not important; m beside a label: this coding has the memo."
    ),
    "codebook": N_(
        "Keywords, with commas between them: utang with all its forms, =KIP only this form, cicil* what begins so, air ~5 bersih both within "
        "five words, -air mata never. A new code was not yet looked for anywhere: S in a source says that it is now."
    ),
    "sources": N_("● finished for all codes, ◑ for some, ○ not yet. Only what is finished counts in a table."),
    "same": N_(
        "≈ may be one person; ≠ they differ in this; ! something speaks against it. A join moves all that was the other's."
    ),
    "withdrawal": N_(
        "✗ goes; █ stays, with blanks where the words stood; ! qualcode does not reach it: it is left for hands."
    ),
    "incoming": N_(
        "✓ a side that you have said; ! nobody knows who this is. What is nobody's comes in too, but counts for nobody."
    ),
    "imported": N_("+ new, = was here already, ~ a new version of a source, ! not in or to be looked at."),
    "asked": N_(
        "yes, no: a person has answered. yes ?, no ?: the interviewer's words propose it. yes ??, no ??: they do, but doubtfully. "
        "·: no words to go by. Only an answer counts in a table."
    ),
    "matrix": N_(
        "−4/5: a problem in 4 of 5 finished transcripts. · not sampled, … not finished, ? not asked, 0/n asked and not raised: "
        "none of these is “no problem” but 0/n. ░▒▓ a third, two thirds, more. (− 4 + 0 ± 0) counts transcripts too, not passages. "
        "≤ above a column: for some rows fewer of its transcripts are finished, as where a code of theirs is new."
    ),
    "triangulation": N_(
        "E finished transcripts of the area, M of them raise it: P as a problem, S as a strength, C as mixed. ~ partly; ✗ voices and figure speak "
        "against each other: in CAPITALS it is firm, in small letters only for now, with the reason in [ ]. b1 is its thread; ? beside an "
        "explanation: something in the study points to it."
    ),
    "framework": N_(
        "● written, ! stale: other codings count there now than when it was written, ○ not yet written, with how many raise the theme; "
        "· not sampled, … not finished, ? not asked: there nothing can be said yet."
    ),
    "issues": N_("! stale, ° tied to no theme: no passage stands behind it, ○ not yet written."),
    "themes": N_(
        "m/n: finished transcripts that raise it. ✓ there, ○ missing before it can be defined; ! look at it. A theme that goes on before its "
        "list is whole asks for a reason."
    ),
    "theme": N_("✓ stands for the theme, ! speaks against it; − problem, ± mixed, + strength."),
    "findings": N_(
        "✓ supported, its counter-evidence read; ◑ not read to the end; ○ nobody looked for any; ? plausible, not in a report; ✗ rejected."
    ),
    "checks": N_("! before a line: a correction or objection of which nobody wrote what was done; ○ the same below."),
    "finding": N_(
        "+ for it, ! against it and not decided, ✗ stands against it, ✓ explained; [1] evidence of step 1. Of a step, right: how much it rests "
        "on; ! look at it."
    ),
    "memos": N_("? a surprise still open, ✓ one with its answer, ~ a metaphor."),
    "progress": N_("▓ finished, ▒ partly, ░ not yet, ‖ given to two coders. Of colleagues it knows what came in last."),
    "merge": N_(
        "+ new or changed, − taken off. What only one person wrote comes in by itself; the rest waits with both sides."
    ),
    "conflicts": N_(
        "[ ] words that only this side has. ✓ decided in this sitting. What is left open stands as the later one wrote it."
    ),
    "agreement": N_(
        "α 0.800 or more: may be relied on; 0.667 to 0.800: for tentative conclusions (Krippendorff 2004). ▓ positive agreement: where one "
        "gave the code, how often the other did. – no figure, with its reason below. Rare codes are listed, not scored."
    ),
    "board": N_(
        "▌ the turn in dispute, [ ] the words that were marked. What is decided counts; what each coded alone stays for agreement."
    ),
}


class HelpScreen(Place):
    kind = "help"

    def __init__(self, about: str, part: str = "") -> None:
        """``part``: the footer of the part one is in."""
        super().__init__()
        self._about, self._part = about, part
        self._lines: list[Parts] = []

    def body(self) -> Iterable[Widget]:
        yield Rows(lambda item, part, width, here: self._lines[item])

    def where(self) -> tuple[str, ...]:
        part = (_(PARTS[self._part]),) if self._part in PARTS else ()
        return (_("Help"), _(TITLES.get(self._about, self._about)), *part)

    def whose(self) -> str:
        return ""

    def sentence(self) -> str:
        return _("Everything is saved when the key is pressed. Nothing asks twice: u undoes it.")

    def on_resize(self) -> None:
        self._write()
        super().on_resize()

    def redraw(self) -> None:
        self._write()
        super().redraw()

    def _write(self) -> None:
        strong, plainly = self.palette.style(strong=True), self.palette.style()
        width = self.size.width
        self._lines = []
        table = self.main.keys
        own = [(_(PARTS[self._part]), table.named(self._part))] if self._part in PARTS else []
        its = _(CONTEXTS.get(self._about, ""))
        sections = [*own, *sorted(table.help(self._about), key=lambda one: one[0] != its)]  # its own keys first
        signs_after = len(own) + (sections[len(own)][0] == its)
        head = max(cells(keys) for _title, pairs in sections for keys, _words in pairs) + 2
        for place, (title, pairs) in enumerate(sections):
            if place == signs_after:
                self._write_signs(width)
            self._lines.append([(f" {title}", strong)])
            longest = max((cells(words) for _keys, words in pairs), default=0)
            columns = 2 if head + longest < (width - 2) // 2 else 1  # words are not cut
            room = (width - 2) // columns
            half = -(-len(pairs) // columns)
            for number in range(half):
                line: Parts = [("  ", plainly)]
                for keys, words in pairs[number::half][:columns]:
                    line += [(cut(keys, head), strong), (cut(words, max(1, room - head - 1)) + " ", plainly)]
                self._lines.append(line)
            self._lines.append([])
        self.query_one(Rows).show(len(self._lines))

    def _write_signs(self, width: int) -> None:
        """What the screen's signs mean, right behind its own keys."""
        if self._about in SIGNS:
            self._lines.append([(" " + _("What the signs mean"), self.palette.style(strong=True))])
            told = wrapped(_(SIGNS[self._about]), width - 4, 9)
            self._lines += [*([("  " + text, self.palette.style(quiet=True))] for text in told), []]

    def do_help_down(self) -> None:
        self.query_one(Rows).scroll(1)

    def do_help_up(self) -> None:
        self.query_one(Rows).scroll(-1)

    def do_help_page_down(self) -> None:
        self.query_one(Rows).scroll(self._page)

    def do_help_page_up(self) -> None:
        self.query_one(Rows).scroll(-self._page)

    def do_help_first(self) -> None:
        self.query_one(Rows).scroll(-len(self._lines))

    def do_help_last(self) -> None:
        self.query_one(Rows).scroll(len(self._lines))

    @property
    def _page(self) -> int:
        """One line less than is in sight, so that the last one read leads on."""
        return max(1, self.query_one(Rows).size.height - 1)
