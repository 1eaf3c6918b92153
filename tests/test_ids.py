"""Fresh ids: what was made later is greater, also within one millisecond and from several threads."""

from __future__ import annotations

import os
import threading
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.store import ids
from qualcode.store.ids import new_id


@given(st.integers(0, (1 << 48) - 1), st.integers(1, 300))
def test_ids_of_one_millisecond_stand_in_the_order_they_were_made(stamp: int, many: int) -> None:
    made = [new_id(stamp) for _ in range(many)]
    assert made == sorted(set(made))
    for one in (uuid.UUID(bytes=made[0]), uuid.UUID(bytes=made[-1])):
        assert (one.version, one.variant, one.int >> 80) == (7, uuid.RFC_4122, stamp)


def test_two_threads_never_make_the_same_id() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.extend([new_id(7) for _ in range(2_000)])) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(made)) == 4_000


def test_a_clock_that_steps_back_does_not_order_later_ids_before_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", (-1, 0))
    monkeypatch.setattr(time, "time", iter([5.0, 3.0, 4.999, 5.0, 5.001]).__next__)
    made = [new_id() for _ in range(5)]
    assert made == sorted(set(made))
    assert [uuid.UUID(bytes=one).int >> 80 for one in made] == [5_000, 5_000, 5_000, 5_000, 5_001]


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="this system does not fork")
def test_a_child_forked_while_an_id_is_being_made_makes_its_own() -> None:
    with ids._lock:
        child = os.fork()
        if not child:  # pragma: no cover - in the child, where waiting for the lock would never end
            os._exit(0 if ids._lock.acquire(blocking=False) else 1)
    assert os.waitpid(child, 0)[1] == 0
