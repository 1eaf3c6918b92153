"""A reader that goes down; in a module of its own, for the process that runs it reads no other."""

from __future__ import annotations

import os

from qualcode.collect import ahead
from qualcode.collect.rereading import Remembered


def on_seven(file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered) -> object:
    if "W-07" in file:
        os._exit(1)
    return ahead.prepare(file, data, encoding, convention, kept)


def of_a_fault(file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered) -> object:
    return ZeroDivisionError(file)
