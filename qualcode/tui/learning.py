"""Learning beside the work: the project's thread is asked only for what was decided, the model is made on another.

The rule: the passages are read once a sitting, what keywords and model are worth is found out once, and only the decisions
are learned anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from qualcode.reduce.learning import Fit, Reading, Trust, fitted, gathered, known, reading_of, trusted
from qualcode.tui.session import Session

STEPS = 3  # reading, weighing, learning


class Learning:
    """What was learned in this sitting; ``fit`` is None before ``learn``."""

    def __init__(self) -> None:
        self.fit: Fit | None = None
        self._reading: Reading | None = None
        self._trust: Trust | None = None

    async def learn(self, session: Session, say: Callable[[str, int, int], None] = lambda *_: None) -> None:
        """Learn from what the coder decided so far; ``say`` is told how far it is, and what it raises stops it: then what was
        learned before stands. UserError without scikit-learn."""
        coder = session.coder
        assert coder is not None
        reading = self._reading
        if reading is None:
            say("", 0, STEPS)
            made = await asyncio.to_thread(reading_of, *await session.read(gathered))
            say("", 1, STEPS)
            so_far = await session.read(lambda project: known(project, coder, made))
            self._trust = await asyncio.to_thread(trusted, made, so_far)
            say("", 2, STEPS)
            self._reading = reading = made
        else:
            again = reading
            so_far = await session.read(lambda project: known(project, coder, again))
        fit = await asyncio.to_thread(fitted, reading, so_far, self._trust, self.fit)
        say("", STEPS, STEPS)
        self.fit = fit
