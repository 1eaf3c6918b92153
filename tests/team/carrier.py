"""The bad carrier: ``python -m tests.team.carrier SEED FOLDER...`` copies between the members' folders until it is ended:
late, out of order, cut off, doubled, sometimes taking a file away."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from tests.laws.carrying import badly

if __name__ == "__main__":
    rnd = random.Random(int(sys.argv[1]))
    folders = [Path(one) for one in sys.argv[2:]]
    while True:
        one, other = rnd.sample(folders, k=2)
        try:
            badly(one, other, rnd)
        except OSError:
            pass  # somebody replaced what was being copied
        time.sleep(0.02)
