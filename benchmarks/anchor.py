"""Where codings land after corrections: 1,000 random corrections of transcripts of 60 KB, 300 codings on each.

    python -m benchmarks.anchor [--corrections 1000] [--from 0] [--size 60000] [--processes 2] [--show]

A correction inserts, deletes, replaces and moves sentences and blocks of turns until a fifth of the text is touched. What
became of every character is known by construction. A coding is *untouched* where all its characters stand side by side in the
new text, also elsewhere; then it must land exactly there. *Wrong* is a coding said to be where its characters are not;
*alike* are those of them that stand beside the very sentence they stood beside: the same short answer was taken out and put in
there, and nobody could tell. Every third inserted sentence repeats one that is there already.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from benchmarks.scratch import machine, percentile, table
from benchmarks.transcripts import SHORT, Turn, conversation, sentence
from qualcode.store import anchor

CODINGS = 300
ANSWERS = 30  # more codings, counted apart
TOUCHED = 0.2
NEW = -1

Run = tuple[str, int]  # words and where they stood in the old text; NEW where nobody said them


@dataclass(frozen=True)
class Said:
    """A sentence of the correction under way: its runs, in order."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Corrected:
    """Two texts and, for each character of the old one, where it stands in the new one (-1: gone)."""

    old: str
    new: str
    where: list[int]
    moved: bytearray  # of each old character: 0 not moved, 1 its sentence was, 2 its turn
    sentences: list[tuple[int, int]]
    turns: list[tuple[int, int]]

    def within(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The sentences that ``[start, stop)`` of the old text reaches into."""
        low = max(0, bisect_right(self.sentences, (start, start)) - 1)
        high = bisect_right(self.sentences, (stop, stop))
        return [one for one in self.sentences[low:high] if one[0] < stop and one[1] > start]


def corrected(rnd: random.Random, size: int) -> Corrected:
    """A transcript and its correction."""
    turns = conversation(rnd, size)
    between = rnd.choice(("\n", "\n\n"))
    lines, sentences, spans, at = [], [], [], 0
    for turn in turns:
        line = [Said(((turn.label, at),))]
        at += len(turn.label)
        first = at
        for n, words in enumerate(turn.sentences):
            at += n > 0
            line.append(Said(((words, at),)))
            sentences.append((at, at + len(words)))
            at += len(words)
        spans.append((first, at))
        at += len(between)
        lines.append(line)
    old = between.join(map(str, turns))
    moved = bytearray(len(old))
    left = TOUCHED * len(old)
    while left > 0:
        left -= _one_edit(rnd, lines, moved, turns)
    where, new, at = [NEW] * len(old), [], 0
    for line in lines:
        if not line:
            continue
        previous = None
        for n, said in enumerate(line):
            if n > 1:
                start = said.runs[0][1]
                beside = previous is not None and start != NEW and previous + 1 == start
                if beside:
                    where[start - 1] = at
                new.append(" ")
                at += 1
            for words, start in said.runs:
                if start != NEW:
                    for k in range(len(words)):
                        where[start + k] = at + k
                new.append(words)
                at += len(words)
            words, start = said.runs[-1]
            previous = start + len(words) if start != NEW else None
        new.append(between)
        at += len(between)
    for line, after in pairwise([line for line in lines if line]):
        words, start = line[-1].runs[-1]
        first = after[0].runs[0][1]
        if start != NEW and first != NEW and start + len(words) + len(between) == first:  # still one after the other
            for k in range(len(between)):
                where[start + len(words) + k] = where[start + len(words) - 1] + 1 + k
    return Corrected(old, "".join(new), where, moved, sentences, spans)


def _one_edit(rnd: random.Random, lines: list[list[Said]], moved: bytearray, turns: list[Turn]) -> int:
    """One random edit; how many characters it touched."""
    kind = rnd.choice(("insert", "delete", "replace", "mend", "move"))
    at = rnd.randrange(len(lines))
    if kind == "move" and not rnd.randrange(3):  # a block of whole turns
        length = rnd.randrange(1, 4)
        block = lines[at : at + length]
        del lines[at : at + length]
        to = rnd.randrange(len(lines) + 1)
        lines[to:to] = block
        return sum(_mark(moved, said, 2) for line in block for said in line)
    line = lines[at]
    if len(line) < 2:
        return 0
    n = rnd.randrange(1, len(line))
    if kind == "insert":
        words = _words(rnd, turns)
        line.insert(rnd.randrange(1, len(line) + 1), Said(((words, NEW),)))
        return len(words)
    size = sum(len(words) for words, _start in line[n].runs)
    if kind == "mend":
        line[n] = _mended(rnd, line[n])
        return size
    said = line.pop(n)
    if kind == "replace":
        line.insert(n, Said(((_words(rnd, turns), NEW),)))
    elif kind == "move":
        there = lines[rnd.randrange(len(lines))]
        there.insert(rnd.randrange(1, len(there) + 1), said)
        _mark(moved, said, 1)
    if len(line) == 1 and not rnd.randrange(2):
        lines.remove(line)  # a label alone may stay
    return size


def _words(rnd: random.Random, turns: list[Turn]) -> str:
    if rnd.randrange(3):
        return sentence(rnd)
    return rnd.choice(SHORT) if rnd.randrange(2) else rnd.choice(rnd.choice(turns).sentences)


def _mended(rnd: random.Random, said: Said) -> Said:
    """One to three words of a sentence changed."""
    runs = list(said.runs)
    for _ in range(rnd.randrange(1, 4)):
        n = rnd.randrange(len(runs))
        words, start = runs[n]
        if start == NEW or " " not in words:
            continue
        cuts = [0, *(i + 1 for i, sign in enumerate(words) if sign == " "), len(words) + 1]
        k = rnd.randrange(len(cuts) - 1)
        low, high = cuts[k], cuts[k + 1] - 1
        put = rnd.choice(("eh", "anu", "Rp5.000", "kemarin-kemarin", "nya" + words[low:high]))
        parts = [(words[:low], start), (put, NEW), (words[high:], start + high)]
        runs[n : n + 1] = [(part, where) for part, where in parts if part]
    return replace(said, runs=tuple(runs))


def _mark(moved: bytearray, said: Said, how: int) -> int:
    for words, start in said.runs:
        if start != NEW:
            moved[start : start + len(words)] = bytes([how]) * len(words)
    return sum(len(words) for words, _start in said.runs)


def spans(rnd: random.Random, text: Corrected) -> Iterator[tuple[int, int]]:
    """Codings somewhere in the text: some words, a sentence, sentences, a turn."""
    words = [i for i in range(len(text.old)) if i == 0 or (text.old[i - 1].isspace() and not text.old[i].isspace())]
    for n in range(CODINGS):
        if n % 10 < 4:
            start = rnd.randrange(len(words) - 30)
            yield words[start], words[start + rnd.randrange(3, 27)] - 1
            continue
        at = rnd.randrange(len(text.old))
        sentence = text.sentences[max(0, bisect_right(text.sentences, (at, 1 << 40)) - 1)]
        turn = text.turns[max(0, bisect_right(text.turns, (at, 1 << 40)) - 1)]
        if n % 10 < 7:
            yield sentence
        elif n % 10 < 9:
            inside = [one for one in text.sentences if turn[0] <= one[0] < turn[1]]
            first = rnd.randrange(len(inside))
            yield inside[first][0], inside[rnd.randrange(first, len(inside))][1]
        else:
            yield turn


def answers(rnd: random.Random, text: Corrected) -> Iterator[tuple[int, int]]:
    """Codings of short answers that are given again and again."""
    short = [(a, b) for a, b in text.sentences if text.old[a:b] in SHORT]
    for _ in range(ANSWERS):
        yield rnd.choice(short)


def fate(text: Corrected, start: int, stop: int) -> int | None:
    """Where the span is now; None where its text was touched. What people said decides; labels and blanks between need only
    read the same."""
    said = [at for low, high in text.within(start, stop) for at in range(max(low, start), min(high, stop))]
    shifts = {text.where[at] - at if text.where[at] != NEW else None for at in said}
    shift = shifts.pop() if len(shifts) == 1 else None
    if shift is None or text.new[start + shift : stop + shift] != text.old[start:stop]:
        return None
    return start + shift


def kind_of(text: Corrected, start: int, stop: int) -> str:
    again = text.old.count(text.old[start:stop]) > 1
    how = ("in place", "moved alone", "moved with its turn")[max(text.moved[start:stop])]
    return how + (", said more than once" if again else "")


def alike(text: Corrected, start: int, stop: int, at: int) -> bool:
    """Whether whoever compares the texts must take the words there for the span's: they stand beside the very sentence it stood
    beside, or both texts say them, at length, or their whole sentence, just once (taken out here and put in there is moving)."""
    words, within = text.old[start:stop], text.within(start, stop)
    if len(words) > 30 and text.old.count(words) == text.new.count(words) == 1:
        return True
    if within:
        first, last = within[0][0], within[-1][1]
        said = text.old[first:last]
        if text.new.startswith(said, first + at - start) and text.old.count(said) == text.new.count(said) == 1:
            return True
    low = bisect_right(text.sentences, (start, 1 << 40)) - 1
    high = bisect_right(text.sentences, (stop - 1, 1 << 40))
    shift = at - start
    before = text.sentences[low - 1] if low > 0 else None
    after = text.sentences[high] if high < len(text.sentences) else None
    return any(one is not None and all(text.where[k] == k + shift for k in range(*one)) for one in (before, after))


def one(seed: int, size: int, show: bool = False) -> tuple[Counter[tuple[str, str]], list[float], bytes]:
    """What became of the codings of one correction, the milliseconds it took (of processor time) and a digest of all places."""
    rnd = random.Random(seed)
    text = corrected(rnd, size)
    count: Counter[tuple[str, str]] = Counter()
    asked = [*spans(rnd, text), *answers(rnd, text)]
    anchor.forget()
    began = time.process_time()
    places = [anchor.place(text.old, text.new, start, stop) for start, stop in asked]
    took = (time.process_time() - began) * 1000
    for n, ((start, stop), found) in enumerate(zip(asked, places, strict=True)):
        truth = fate(text, start, stop)
        kind = ("short answer, " if n >= CODINGS else "") + kind_of(text, start, stop)
        if truth is None:
            kind = "touched"
        said_there = found.state in ("unchanged", "moved")
        if said_there and found.start == truth:
            result = "exact"
        elif said_there:
            result = "alike" if alike(text, start, stop, found.start) else "WRONG"
        else:
            result = found.state
        count[kind, result] += 1
        if show and (result in ("WRONG", "alike") or (truth is not None and result != "exact")):
            quote = text.old[start:stop]
            print(
                f"{seed}: {result}, {kind}: {quote[:60]!r}, said {text.old.count(quote)} times, now {text.new.count(quote)}"
            )
            print("   was ", repr(text.old[max(0, start - 70) : stop + 70]))
            if truth is not None:
                print("   is  ", repr(text.new[max(0, truth - 70) : truth + stop - start + 70]))
            if said_there:
                print("   put ", repr(text.new[max(0, found.start - 70) : found.stop + 70]))
    return count, [took], blake2b(repr(places).encode(), digest_size=8).digest()


def some(job: tuple[int, int, int, bool]) -> tuple[Counter[tuple[str, str]], list[float], bytes]:
    first, last, size, show = job
    total: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    digests = []
    for seed in range(first, last):
        count, took, digest = one(seed, size, show)
        total += count
        times += took
        digests.append(digest)
    return total, times, b"".join(digests)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corrections", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--size", type=int, default=60_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each coding that did not land exactly")
    asked = parser.parse_args()
    last = asked.first + asked.corrections
    jobs = [(n, min(last, n + 20), asked.size, asked.show) for n in range(asked.first, last, 20)]
    if asked.processes > 1:
        with ProcessPoolExecutor(asked.processes) as pool:
            results = list(pool.map(some, jobs))
    else:
        results = [some(job) for job in jobs]
    count: Counter[tuple[str, str]] = sum((result[0] for result in results), Counter())
    times = [took for result in results for took in result[1]]
    print(
        f"  {machine()}; {asked.corrections} corrections of {asked.size} characters, {CODINGS} codings each, and {ANSWERS} of short answers"
    )
    outcomes = ("exact", "changed", "lost", "alike", "WRONG")
    rows: list[tuple[object, ...]] = [("own text", "codings", *outcomes, "exact %")]
    untouched: Counter[str] = Counter()
    for kind in sorted({kind for kind, _result in count}):
        per = {result: count[kind, result] for result in outcomes}
        number = sum(per.values())
        if kind != "touched" and not kind.startswith("short answer"):
            untouched.update(per)
        rows.append((kind, number, *per.values(), f"{per['exact'] / number:.2%}" if kind != "touched" else ""))
    number = sum(untouched.values())
    rows.append(
        (
            "all untouched of the 300",
            number,
            *(untouched[result] for result in outcomes),
            f"{untouched['exact'] / number:.2%}",
        )
    )
    table(rows)
    print(f"  330 places: {percentile(times, 0.5):.0f} ms (median), {max(times):.0f} ms (worst)")
    again = some(jobs[0])
    print("  the same on a second run:", "yes" if again[2] == results[0][2] else "NO")
    print("  digest of all places:", blake2b(b"".join(result[2] for result in results), digest_size=8).hexdigest())
    if sum(number for (_kind, result), number in count.items() if result == "WRONG"):
        sys.exit("a coding landed on words that are not its own")


if __name__ == "__main__":
    main()
