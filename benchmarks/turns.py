"""Turns: every habit of the corpus of transcripts with what was found in it, and how fast texts of 2 MB are read."""

from __future__ import annotations

import json
import random
import textwrap
import time
from collections import Counter, defaultdict
from pathlib import Path

from qualcode.collect.conventions import read_marks
from qualcode.collect.turns import counted, writings
from qualcode.language.canonical import canonical
from tests.transcripts.talks import TALKS

FOLDER = Path(__file__).parents[1] / "tests" / "transcripts"
SIZE = 2_000_000  # characters


def main() -> None:
    _table()
    _speed()


def _table() -> None:
    """A line a habit: its files, those with the right turns (within 2 %) and speakers (exactly), the convention taken."""
    habits: dict[str, list[tuple[bool, bool, str]]] = defaultdict(list)
    for file in sorted(FOLDER.glob("*/*")):
        if file.suffix not in (".txt", ".md"):
            continue
        right = json.loads(file.with_name(file.stem + ".expected.json").read_text("utf-8"))
        text = canonical(file.read_text("utf-8"))
        marks = read_marks(text)
        names = [written.most_common(1)[0][0] for written in writings(text, marks).values()]
        count = right["turns"]
        good = count is None or abs(len(counted(marks)) - count) <= 0.02 * count
        habits[file.name.split(".")[0]].append((good, names == right["speakers"], marks.convention))
    for habit, found in habits.items():
        taken = ", ".join(Counter(convention for _, _, convention in found))
        print(
            f"{habit:32} files {len(found)}  turns {sum(a for a, _, _ in found)}  speakers {sum(b for _, b, _ in found)}  {taken}"
        )
    both = [a and b for found in habits.values() for a, b, _ in found]
    print(f"{'all':32} files {len(both)}  both right {sum(both)} ({sum(both) / len(both):.0%})")


def _speed() -> None:
    words = [word for language in ("id", "jv") for said in TALKS[language] for word in said.replace("|", " ").split()]
    for name, pattern, between, width in (
        ("labels", "{name}: {words}", "\n", 0),
        ("labels, paragraphs apart", "{name}: {words}", "\n\n", 0),
        ("labels, printed lines", "{name}: {words}", "\n\n", 70),
        ("cues", "[{clock} --> {clock}]\n{name}: {words}", "\n\n", 0),
        ("table", "1\t{name}\t{words}", "\n", 0),
        ("prose", "{words}", "\n\n", 0),
    ):
        draw = random.Random(1)
        said: list[str] = []
        size = number = 0
        while size < SIZE:
            clock = f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000"
            one = pattern.format(
                name=("Pewawancara", "Bu Sarti")[number % 2], clock=clock,
                words=" ".join(draw.choices(words, k=draw.choice((6, 12, 40, 80)))),
            )  # fmt: skip
            said.append("\n".join(textwrap.wrap(one, width)) if width else one)
            size += len(said[-1])
            number += 1
        text = between.join(said)
        began = time.process_time()
        marks = read_marks(text)
        took = time.process_time() - began
        print(f"{name:26} {len(text) / 1e6 / took:5.1f} MB/s  {len(marks.turns)} turns, {marks.convention}")


if __name__ == "__main__":
    main()
