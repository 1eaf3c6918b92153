"""Keys that are typed before the screen they are for can be read.

The rule: on the way to a screen, and until it has read what it shows for the first time, keys wait; then they are done one by
one in the order they were typed, so that fast hands need not look. But no single key changes the study on words nobody could
see (``session.BLIND``). What leads elsewhere acts at once while a screen reads; Esc drops what waits.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from qualcode.tui.going import Going

LOST = 1.0  # seconds after which a key that was sent on and never came is not waited for


class Ahead:
    """What was typed and waits. ``blind``: the key that is just being done and was typed before its screen could be read."""

    def __init__(self, app: Going) -> None:
        self._app = app
        self._going = 0  # ways that are gone just now
        self._reading: set[Screen[None]] = set()  # screens that show nothing of what they were asked for yet
        self._kept: deque[events.Key] = deque()
        self._sent: events.Key | None = None
        self._sent_at = 0.0
        self.blind = ""

    def go(self) -> None:
        """A way is gone from now on, until ``gone``."""
        self._going += 1

    def gone(self) -> None:
        self._going -= 1
        self._send()

    def reads(self, place: Screen[None]) -> None:
        """A screen reads what it shows, until it ``has_read``."""
        self._reading.add(place)

    def has_read(self, place: Screen[None]) -> None:
        self._reading.discard(place)
        self._send()

    @property
    def waits_for_a_screen(self) -> bool:
        return bool(self._going) or (bool(self._reading) and self._app.screen in self._reading)

    @property
    def idle(self) -> bool:
        """Whether nothing is waited for, as at nearly every key."""
        return not (self._going or self._reading or self._kept or self._sent)

    @property
    def reading_only(self) -> bool:
        """Whether nothing is waited for but what this screen reads, and nothing was typed before."""
        return not (self._going or self._kept or self._sent)

    @property
    def queued(self) -> bool:
        """Whether something typed before is still to be done."""
        if self._sent is not None and monotonic() - self._sent_at > LOST:
            self._sent = None
        return bool(self._kept) or self._sent is not None

    def was_kept(self, event: events.Key) -> bool:
        """Whether this key waited and is done now."""
        return event is self._sent

    def takes(self, event: events.Key) -> bool:
        """Whether this key has to wait; then it is kept."""
        waits = self.waits_for_a_screen
        if event is self._sent:
            if waits:
                self._sent = None
                self._kept.appendleft(event)
            return waits
        if waits or self.queued:
            self._kept.append(event)
            self._send()  # where the one before was lost on its way
            return True
        return False

    def drop(self) -> None:
        """What was typed is not wanted any more."""
        self._kept.clear()

    def _send(self) -> None:
        """Have the next key done, as if it were typed now."""
        if self._kept and not self.waits_for_a_screen and self._sent is None:
            one = self._kept.popleft()
            self._sent, self._sent_at = events.Key(one.key, one.character), monotonic()
            self._app.post_message(self._sent)

    def follow(self, node: DOMNode | None) -> None:
        """The key that was sent came to ``node``: the next one follows when all above it have seen it too."""
        if isinstance(node, Screen) or not isinstance(node, Widget):
            self._sent = None
            self._send()
        elif not (isinstance(node.parent, Widget) and node.parent.call_later(self.follow, node.parent)):
            self.follow(None)
