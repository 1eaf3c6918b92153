"""Every command of the app as data: its name, what it does, its keys, and where it holds.

The rule: a key is never written anywhere else. Screens and the pane act on command ids; the footer, the help, the
palette and the map are drawn from this table, and a keymap file changes it (``keys``).

A key is a character as it is typed (``J``, ``<``) or a name (``space``, ``shift+down``, ``ctrl+p``, ``f1``); two
strokes are written with a space between. A screen has a chain of contexts, the nearest first: where two of them
want a key, the nearest is asked first and may pass it on (``x`` clears a selection, else goes back).
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.i18n import N_


@dataclass(frozen=True, slots=True)
class Command:
    """``description`` is an untranslated text, a verb first; ``where`` the context it holds in."""

    id: str
    description: str
    keys: tuple[str, ...]
    where: str


def _c(id: str, description: str, *keys: str) -> Command:
    return Command(id, description, keys, id.split(".")[0])


CONTEXTS = {
    "app": N_("Everywhere"),
    "go": N_("Go to"),
    "list": N_("In lists"),
    "text": N_("In the text"),
    "coding": N_("Coding"),
    "codes": N_("Choosing a code"),
    "sources": N_("Sources"),
    "matrix": N_("Matrix"),
    "quotes": N_("Quotes"),
    "help": N_("Help"),
}

COMMANDS: tuple[Command, ...] = (
    # what holds everywhere
    _c("app.back", N_("Go one step back"), "x", "escape"),
    _c("app.help", N_("Show the keys of this screen"), "?", "f1"),
    _c("app.commands", N_("Find a command by a word"), "ctrl+p"),
    _c("app.jump", N_("Jump to a pane"), "ctrl+o"),
    _c("app.fold", N_("Fold the panes beside"), "\\"),
    _c("app.undo", N_("Undo your last action"), "u"),
    _c("app.redo", N_("Redo what was undone"), "U"),
    _c("app.search", N_("Search in this screen"), "/"),
    _c("app.layer", N_("Choose whose codings are shown"), "@"),
    _c("app.against", N_("Go to what speaks against it"), "!"),
    _c("app.copy", N_("Copy with its citation"), "y"),
    _c("app.to-report", N_("Put it into the report"), "Y"),
    _c("app.quit", N_("Quit at once; all is saved"), "g q"),
    # the map
    _c("go.home", N_("Home: what waits for you"), "g h"),
    _c("go.sources", N_("Sources"), "g s"),
    _c("go.people", N_("People and consent"), "g o"),
    _c("go.indicators", N_("Indicators"), "g i"),
    _c("go.regions", N_("Regions"), "g w"),
    _c("go.coding", N_("Coding"), "g k"),
    _c("go.queue", N_("Suggestions to decide"), "g a"),
    _c("go.codebook", N_("Codebook"), "g u"),
    _c("go.search", N_("Search all transcripts"), "g c"),
    _c("go.review", N_("Review moved passages"), "g d"),
    _c("go.matrix", N_("Matrix"), "g m"),
    _c("go.network", N_("Network of codes"), "g j"),
    _c("go.figures", N_("Figures and trends"), "g n"),
    _c("go.map", N_("Map of the kelurahan"), "g p"),
    _c("go.themes", N_("Themes"), "g t"),
    _c("go.triangulation", N_("Triangulation"), "g r"),
    _c("go.swot", N_("SWOT and TOWS"), "g v"),
    _c("go.findings", N_("Findings"), "g e"),
    _c("go.progress", N_("Progress of the team"), "g l"),
    _c("go.merge", N_("Merge"), "g x"),
    _c("go.agreement", N_("Agreement"), "g z"),
    _c("go.adjudicate", N_("Settle differences"), "g f"),
    _c("go.report", N_("What goes into the report"), "g y"),
    _c("go.gate", N_("Quotes before they leave"), "g b"),
    _c("go.history", N_("History"), "g ."),
    _c("go.collect", N_("Collect, where you left it"), "f2"),
    _c("go.reduce", N_("Reduce, where you left it"), "f3"),
    _c("go.display", N_("Display, where you left it"), "f4"),
    _c("go.conclude", N_("Conclude, where you left it"), "f5"),
    _c("go.team", N_("Team, where you left it"), "f6"),
    _c("go.reports", N_("Report, where you left it"), "f7"),
    # lists, grids and their fields
    _c("list.next", N_("Go to the next one"), "j", "down"),
    _c("list.previous", N_("Go to the one before"), "k", "up"),
    _c("list.left", N_("Go one column left"), "h", "left"),
    _c("list.right", N_("Go one column right"), "l", "right"),
    _c("list.page-down", N_("Go one page down"), "pagedown", "ctrl+d"),
    _c("list.page-up", N_("Go one page up"), "pageup", "ctrl+u"),
    _c("list.first", N_("Go to the first one"), "g g", "home"),
    _c("list.last", N_("Go to the last one"), "G", "end"),
    _c("list.open", N_("Open it, one step nearer to the words"), "enter"),
    _c("list.mark", N_("Mark or unmark it"), "space"),
    _c("list.filter", N_("Show only some"), "f"),
    _c("list.sort", N_("Sort by another column"), "s"),
    # the transcript: the cursor
    _c("text.next-unit", N_("Go to the next sentence"), "j"),
    _c("text.previous-unit", N_("Go to the sentence before"), "k"),
    _c("text.down", N_("Go one line down"), "down"),
    _c("text.up", N_("Go one line up"), "up"),
    _c("text.left", N_("Go one character left"), "h", "left"),
    _c("text.right", N_("Go one character right"), "l", "right"),
    _c("text.next-word", N_("Go to the next word"), "w"),
    _c("text.previous-word", N_("Go to the word before"), "b"),
    _c("text.line-start", N_("Go to the start of the line"), "home"),
    _c("text.line-end", N_("Go to the end of the line"), "end"),
    _c("text.next-turn", N_("Go to the next turn"), "]"),
    _c("text.previous-turn", N_("Go to the turn before"), "["),
    _c("text.page-down", N_("Go one page down"), "pagedown", "ctrl+d"),
    _c("text.page-up", N_("Go one page up"), "pageup", "ctrl+u"),
    _c("text.top", N_("Go to the start of the text"), "g g", "ctrl+home"),
    _c("text.bottom", N_("Go to the end of the text"), "G", "ctrl+end"),
    _c("text.centre", N_("Put this line in the middle"), "z"),
    # the transcript: what is selected
    _c("text.unit-kind", N_("Step by clause, sentence or turn"), "t"),
    _c("text.range", N_("Start or stop a range"), "space"),
    _c("text.free", N_("Select by characters"), "v"),
    _c("text.turn", N_("Select by turns"), "V"),
    _c("text.other-end", N_("Go to the other end of the selection"), "o"),
    _c("text.extend-next", N_("Extend to the next sentence"), "J"),
    _c("text.extend-previous", N_("Extend to the sentence before"), "K"),
    _c("text.extend-down", N_("Extend one line down"), "shift+down"),
    _c("text.extend-up", N_("Extend one line up"), "shift+up"),
    _c("text.extend-left", N_("Extend one character left"), "shift+left"),
    _c("text.extend-right", N_("Extend one character right"), "shift+right"),
    _c("text.clear", N_("Clear the selection"), "x", "escape"),
    _c("text.end-word-earlier", N_("End one word earlier"), "<"),
    _c("text.end-word-later", N_("End one word later"), ">"),
    _c("text.start-word-earlier", N_("Start one word earlier"), "H"),
    _c("text.start-word-later", N_("Start one word later"), "L"),
    _c("text.end-sentence-earlier", N_("End at the sentence before"), "("),
    _c("text.end-sentence-later", N_("End at the end of the sentence"), ")"),
    # coding
    *(_c(f"coding.code-{n}", N_("Give the code of this digit"), str(n)) for n in range(1, 10)),
    _c("coding.in-vivo", N_("Make a code of the selected words"), "0"),
    _c("coding.choose", N_("Choose a code by its name"), "c"),
    _c("coding.recode", N_("Give this coding another code"), "C"),
    _c("coding.repeat", N_("Give the same codes again"), "."),
    _c("coding.repeat-on", N_("Give the same codes and go on"), ","),
    _c("coding.take-off", N_("Take this coding off"), "d"),
    _c("coding.problem", N_("Judge it a problem"), "-"),
    _c("coding.mixed", N_("Judge it mixed"), "="),
    _c("coding.strength", N_("Judge it a strength"), "+"),
    _c("coding.next-here", N_("Choose the next coding at this place"), "tab"),
    _c("coding.inspect", N_("Show all about this coding"), "enter"),
    _c("coding.next-same", N_("Go to the next passage with this code"), "n"),
    _c("coding.previous-same", N_("Go to the passage before with this code"), "N"),
    _c("coding.suggestion", N_("Go to the next suggestion"), ";"),
    _c("coding.accept", N_("Accept the suggestion"), "a"),
    _c("coding.reject", N_("Reject the suggestion"), "r"),
    _c("coding.edit", N_("Move its edges, then accept it"), "e"),
    _c("coding.important", N_("Mark as important"), "p"),
    _c("coding.unimportant", N_("Mark as not important"), "P"),
    _c("coding.memo", N_("Write a memo"), "m"),
    _c("coding.set-mark", N_("Set a mark here"), "M"),
    _c("coding.to-mark", N_("Go back to the mark"), "'"),
    _c("coding.word", N_("Search for the word at the cursor"), "*"),
    _c("coding.speakers", N_("Show only some speakers"), "f"),
    _c("coding.correct", N_("Correct the selected words in a new version"), "E"),
    _c("coding.finish", N_("Say that this source is finished"), "S"),
    # the drawer in which a code is chosen; letters are letters there
    _c("codes.take", N_("Give this code"), "enter"),
    _c("codes.take-on", N_("Give this code and choose another"), ","),
    _c("codes.pin", N_("Put this code on a digit"), "tab"),
    _c("codes.next", N_("Go to the next code"), "down"),
    _c("codes.previous", N_("Go to the code before"), "up"),
    _c("codes.leave", N_("Leave; nothing changes"), "escape", "ctrl+g"),
    # sources
    _c("sources.import", N_("Import transcripts"), "+"),
    _c("sources.attributes", N_("Fill in what is known of it"), "e"),
    _c("sources.finish", N_("Say that this source is finished"), "S"),
    # matrix
    _c("matrix.unit", N_("Count sources, speakers, segments or words"), "#"),
    _c("matrix.fold", N_("Show districts instead of kelurahan"), "z"),
    _c("matrix.swap", N_("Swap rows and columns"), "T"),
    _c("matrix.pin", N_("Keep this column in sight"), "space"),
    # quotes
    _c("quotes.recode", N_("Give this coding another code"), "C"),
    _c("quotes.problem", N_("Judge it a problem"), "-"),
    _c("quotes.mixed", N_("Judge it mixed"), "="),
    _c("quotes.strength", N_("Judge it a strength"), "+"),
    _c("quotes.memo", N_("Write a memo"), "m"),
    # help
    _c("help.down", N_("Scroll down"), "j", "down", "pagedown"),
    _c("help.up", N_("Scroll up"), "k", "up", "pageup"),
)

SCREENS: dict[str, tuple[str, ...]] = {
    "coding": ("text", "coding", "app", "go"),
    "codes": ("codes",),
    "sources": ("sources", "list", "app", "go"),
    "matrix": ("matrix", "list", "app", "go"),
    "quotes": ("quotes", "list", "app", "go"),
    "help": ("help", "app", "go"),
}

_JUDGE = ("problem", "mixed", "strength")

FOOTERS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "coding": (
        (("text.next-unit", "text.previous-unit"), N_("sentence")),
        (tuple(f"coding.code-{n}" for n in range(1, 10)), N_("code")),
        (tuple(f"coding.{judged}" for judged in _JUDGE), N_("valence")),
        (("text.range",), N_("range")),
        (("text.end-word-earlier", "text.end-word-later"), N_("edge")),
        (("app.undo",), N_("undo")),
        (("coding.choose",), N_("other code")),
        (("coding.repeat",), N_("repeat")),
        (("coding.repeat-on",), N_("repeat, go on")),
        (("coding.suggestion",), N_("suggestion")),
        (("coding.next-here",), N_("other coding here")),
        (("coding.inspect",), N_("details")),
        (("coding.take-off",), N_("take off")),
        (("coding.memo",), N_("memo")),
        (("app.help",), N_("more")),
    ),
    "codes": (
        (("codes.previous", "codes.next"), N_("choose")),
        (("codes.take",), N_("give")),
        (("codes.take-on",), N_("give and again")),
        (("codes.pin",), N_("put on 1-9")),
        (("codes.leave",), N_("leave")),
    ),
    "sources": (
        (("list.open",), N_("open")),
        (("sources.import",), N_("import")),
        (("list.filter",), N_("filter")),
        (("list.sort",), N_("sort")),
        (("sources.attributes",), N_("attributes")),
        (("sources.finish",), N_("finished")),
        (("app.help",), N_("more")),
        (("app.back",), N_("back")),
    ),
    "matrix": (
        (("list.open",), N_("quotes")),
        (("list.sort",), N_("sort")),
        (("list.filter",), N_("filter")),
        (("matrix.fold",), N_("districts")),
        (("matrix.unit",), N_("count")),
        (("matrix.swap",), N_("swap")),
        (("app.to-report",), N_("to the report")),
        (("app.back",), N_("back")),
    ),
    "quotes": (
        (("list.open",), N_("to the text")),
        (("list.mark",), N_("mark")),
        (("app.to-report",), N_("to the report")),
        (("app.copy",), N_("copy")),
        (tuple(f"quotes.{judged}" for judged in _JUDGE), N_("valence")),
        (("quotes.recode",), N_("other code")),
        (("app.back",), N_("back")),
    ),
    "help": ((("help.down", "help.up"), N_("scroll")), (("app.back",), N_("back"))),
}
