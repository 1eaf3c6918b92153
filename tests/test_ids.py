"""Fresh ids: what was made later is greater, also within one millisecond and from several threads."""

from __future__ import annotations

import threading
import uuid

from hypothesis import given
from hypothesis import strategies as st

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
