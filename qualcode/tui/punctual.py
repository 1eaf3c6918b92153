"""Timers that come, however busy the machine is.

The rule: what is to be done once, later, is done. Textual skips the ticks it is late for, and a timer that ticks once has no other:
where its thread waits longer than its time just as it starts, it would be lost, and with it every later resize of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.timer import Timer, TimerCallback


class Punctual(MessagePump):
    """An app, screen or widget whose one-shot timers skip nothing."""

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False
        return timer
