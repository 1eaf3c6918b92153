"""A sample of the broken files that ``make fuzz`` reads: each is read or refused with one line, in time and in bounds."""

from __future__ import annotations

import pytest

from qualcode.collect.readers import READERS
from tests.fuzz.run import fuzz

SAMPLE = 40


@pytest.mark.parametrize("ending", sorted({reader.name: ending for ending, reader in READERS.items()}.values()))
def test_broken_files_are_read_or_refused(ending: str) -> None:
    result = fuzz(ending, SAMPLE)
    assert not result.faults, "\n".join(result.faults)
    assert result.ok + result.refused == SAMPLE
