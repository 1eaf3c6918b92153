"""A text on the screen, with its pane and how it is read. There may be two, and what a key does is about the one in front.

The rule: two sides that show the same source share one document, so that what is coded in one is coded in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.tui.document import Document
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.transcript import Transcript

if TYPE_CHECKING:
    from qualcode.reduce.looking import Looked


@dataclass(eq=False)
class Side:
    """``document`` is None until it is read. ``arrived``: what a list has selected on the way here; ``only``: the names whose
    turns are shown, as the name column has them, empty for everybody; ``of_round``: shown are those of an open round;
    ``marks``: those its pane shows; ``drawn``: the document's number of changes when its codings were drawn; ``request``: the
    number of the last request to read."""

    pane: Transcript
    document: Document | None = None
    arrived: Span | None = None
    only: frozenset[str] = frozenset()
    of_round: bool = False
    marks: list[Looked] | None = None
    drawn: int = 0
    request: int = 0
