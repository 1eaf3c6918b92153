"""How well codes that are one are proposed: a second codebook, written for this, held against the sample's.

    python -m tests.codebook_pairs

The codes of the second book are dealt into two halves by a hash of their names. The threshold is the one with the best F1 on
the first half; precision and recall are those of the second, which chose nothing. Each code of the second book counts once,
with its best partner, as a merge asks it: right where that is the code it is the same as. The sample's codebook is held here
as it stood when the second was written, so that work on its keywords does not move what was measured; with half as many
keywords again a code, precision is lower, for a name is then more often some code's keyword.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.yamlfile import load_yaml
from qualcode.reduce.codebook import FIELDS
from qualcode.reduce.codebook_alike import Likeness, alike
from qualcode.reduce.codebook_other import Book, Entry
from qualcode.reduce.codebook_yaml import _items, plain

HERE = Path(__file__).parent
SAMPLE = HERE / "data" / "codebook_first.yaml"


@dataclass(frozen=True)
class Case:
    kind: str
    same_as: str  # empty: a code of its own
    entry: Entry

    @property
    def first_half(self) -> bool:
        return hashlib.sha256(self.entry.name.encode()).digest()[0] % 2 == 0


def sample(*, english: bool = True) -> Book:
    """The sample codebook; without ``english`` as a team that wrote Indonesian alone has it."""
    entries = {}
    for number, item in enumerate(_items(load_yaml(SAMPLE)["codes"], str(SAMPLE)), 1):
        rec = number.to_bytes(16, "big")
        values = {name: plain(item.values[name]) for name in FIELDS if english or not name.endswith("_en")}
        entries[rec] = Entry(rec, item.path, None, values)
    return Book("sample", entries)


def cases() -> list[Case]:
    found = []
    for number, line in enumerate((HERE / "data" / "codebook_twins.txt").read_text("utf-8").splitlines(), 1000):
        if line.startswith("#") or not line.strip():
            continue
        kind, same_as, name, definition, words = (part.strip() for part in line.split("|"))
        keywords = [word.strip() for word in words.split(",") if word.strip()] or None
        rec = number.to_bytes(16, "big")
        values = {"name": name, "definition": definition, "keywords": keywords}
        found.append(Case(kind, "" if same_as == "-" else same_as, Entry(rec, (name,), None, values)))
    return found


def best(ours: Book, theirs: list[Case]) -> dict[bytes, Likeness]:
    """For each code of the second book its best partner."""
    book = Book("other", {case.entry.id: case.entry for case in theirs})
    found: dict[bytes, Likeness] = {}
    for one in alike(ours, book, [(a, case.entry) for case in theirs for a in ours.entries.values()], least=0.01):
        found.setdefault(one.theirs.id, one)
    return found


def measured(theirs: list[Case], found: dict[bytes, Likeness], threshold: float) -> tuple[float, float, int]:
    """Precision, recall, and how many were proposed."""
    asked = [case for case in theirs if case.entry.id in found and found[case.entry.id].certainty >= threshold]
    right = sum(found[case.entry.id].ours.name == case.same_as for case in asked)
    true = sum(bool(case.same_as) for case in theirs)
    return (right / len(asked) if asked else 1.0), right / true, len(asked)


def chosen(theirs: list[Case], found: dict[bytes, Likeness]) -> float:
    """The threshold with the best F2, the highest of equals: a twin that is missed is counted apart for good, a question too
    many is one key."""

    def f2(threshold: float) -> float:
        precision, recall, _asked = measured(theirs, found, threshold)
        return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0

    return max((n / 100 for n in range(20, 96, 5)), key=lambda threshold: (f2(threshold), threshold))


def main() -> None:
    every = cases()
    halves = [case for case in every if case.first_half], [case for case in every if not case.first_half]
    for english in (True, False):
        found = best(sample(english=english), every)
        threshold = chosen(halves[0], found)
        print(f"\nthe sample {'in both languages' if english else 'in Indonesian alone'}: threshold {threshold:.2f}")
        for name, half in (("chosen on", halves[0]), ("reported", halves[1])):
            precision, recall, asked = measured(half, found, threshold)
            true = sum(bool(case.same_as) for case in half)
            print(
                f"  {name}: {true} twins, {len(half) - true} others; {asked} asked; precision {precision:.2f}, recall {recall:.2f}"
            )
        kinds: dict[str, list[bool]] = defaultdict(list)
        for case in halves[1]:
            one = found.get(case.entry.id)
            asked_it = one is not None and one.certainty >= threshold
            kinds[case.kind].append(
                asked_it and (not case.same_as or (one is not None and one.ours.name == case.same_as))
            )
        print(
            "  asked, of the second half: "
            + ", ".join(f"{kind} {sum(hits)}/{len(hits)}" for kind, hits in kinds.items())
        )
        for case in every if english else []:
            one = found.get(case.entry.id)
            hit = one is not None and one.certainty >= threshold
            if case.first_half and (hit != bool(case.same_as) or (hit and one and one.ours.name != case.same_as)):
                print(
                    f"    first half, {case.kind}: {case.entry.name} ~ {one.ours.name if one else '-'} {one.certainty if one else 0} {one.reasons if one else ''}"
                )


if __name__ == "__main__":
    main()
