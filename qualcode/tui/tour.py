"""The tour: five steps, each left by doing it. It says one thing at a time and stands below the work, covering none of it.

The rule: the tour changes nothing by itself; what a person does in it is their own work, and its third step takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import N_, _
from qualcode.tui.drawing import Parts, rule, wrapped

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode

CODE = N_("Code")
MAP = "map"  # what is done when the map is drawn


@dataclass(frozen=True)
class Step:
    """``text`` with a place for the keys of ``keys``; ``done`` by one of these commands, on a screen of ``where`` if named."""

    title: str
    text: str
    keys: tuple[str, ...]
    done: tuple[str, ...]
    where: str = ""


STEPS = (
    Step(
        N_("Read"),
        N_(
            "This is a transcript; the bar ▌ stands at a sentence. Press {0} to go to the next one, a few times if you like."
        ),
        ("text.next-unit",),
        ("text.next-unit",),
    ),
    Step(
        CODE,
        N_("Digits give codes; which ones stands below the text. Press {0} to give its code to this sentence."),
        ("coding.code-2",),
        tuple(f"coding.code-{n}" for n in range(1, 10)),
    ),
    Step(
        N_("Undo"),
        N_(
            "The code stands in the margin, and it is saved. Nothing here asks twice: {0} takes your last action back. Press it."
        ),
        ("work.undo",),
        ("work.undo",),
    ),
    Step(
        N_("From a number to its words"),
        N_(
            "It is taken back. This is the matrix of themes: press {0} to see who said what a cell counts, and {0} again to read it in its transcript."
        ),
        ("list.open",),
        ("list.open",),
        "quotes",
    ),
    Step(
        N_("The map"),
        N_(
            "Press {0} and wait: the map shows every place and its letter. {1} finds any command by a word, {2} the keys of a screen."
        ),
        ("text.top", "app.commands", "app.help"),
        (MAP,),
    ),
)


class Tour:
    """Where somebody is in the tour; ``at`` is None while there is none."""

    def __init__(self) -> None:
        self.at: int | None = None

    def lines(self, main: Qualcode, width: int) -> list[Parts]:
        """What stands below the work; nothing outside the tour."""
        if self.at is None:
            return []
        step = STEPS[self.at]
        quiet, strong, plainly = main.palette.style(quiet=True), main.palette.style(strong=True), main.palette.style()
        keys = ["g" if id == "text.top" else main.key_of(id) for id in step.keys]
        leave = _("{key} leaves the tour").format(key=main.key_of("app.back"))
        tour = _("Tour")
        text = _(step.text).format(*keys)
        if step.title == CODE and (who := _others_count(main)):
            text += " " + who
        head = rule(f"{tour} {self.at + 1}/{len(STEPS)} · {_(step.title)}", leave, width, quiet, strong)
        return [
            head,
            *([("  " + text, plainly)] for text in wrapped(text, min(width - 4, 90), 3)),
        ]

    async def begin(self, main: Qualcode) -> None:
        """Begin anew, in the transcript one read last or else the first one."""
        source = bytes.fromhex(main.session.notes.last) if main.session.notes.last else None
        if source is None:
            source = await main.session.read(
                lambda project: project.value("SELECT id FROM source WHERE removed=0 ORDER BY name LIMIT 1")
            )
        if source is None:
            main.tell(_("The tour needs a transcript: + brings some in"))
            return
        self.at = 0
        await main.read_at(source)

    def leave(self) -> None:
        self.at = None

    def did(self, main: Qualcode, command: str, screen: str) -> None:
        """A command was done on a screen: the step may be over."""
        if self.at is None:
            return
        step = STEPS[self.at]
        if command not in step.done or (step.where and step.where != screen):
            return
        if self.at + 1 == len(STEPS):
            self.at = None
            main.tell(_("That is all. {key} and “tour” brings it again; now the work is yours.").format(
                key=main.key_of("app.commands")
            ))  # fmt: skip
            return
        self.at += 1
        if STEPS[self.at].where == "quotes":
            main.away(main.go, "matrix")


def _others_count(main: Qualcode) -> str:
    """Who one is, and whose codings the tables count, where that is somebody else: as in the sample study."""
    from qualcode.tui.screens.coding import CodingScreen

    place = main.screen
    document = place.document if isinstance(place, CodingScreen) else None
    if document is None or not document.counts_for:
        return ""
    return _("You are {you} here; tables count what {other} coded.").format(
        you=main.session.coder_name, other=document.counts_for
    )
