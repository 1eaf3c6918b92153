"""Invented transcripts of any size and number, as people type them: long answers beside many a ``Ya, betul.``.

The words are those of ``corpus/``, chained two by two (Markov), so that sentences are new and their vocabulary is real;
a fifth of them are roots of our word list, so that the vocabulary is as wide as a real study's. Turns lie in a tree of
``Turn`` and sentence, so that a benchmark that edits them knows what became of every character.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from qualcode.language.roots import roots

CORPUS = Path(__file__).parents[1] / "corpus"
SHORT = (
    "Ya, betul.", "Ya.", "Iya, Mas.", "Nggih.", "Betul.", "Oh begitu.", "Hmm.", "Terus?", "Lalu bagaimana?", "Ndak ada.",
    "Belum.", "Ya begitulah.", "(tertawa)", "Inggih, leres.",
)  # fmt: skip


@dataclass
class Turn:
    """``label`` with its colon and space; ``sentences`` without what parts them."""

    label: str
    sentences: list[str]

    def __str__(self) -> str:
        return self.label + " ".join(self.sentences)


@lru_cache
def chain() -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What follows each word of the corpus, and the words that begin sentences."""
    follows: dict[str, list[str]] = defaultdict(list)
    begins: list[str] = []
    for path in sorted([*CORPUS.glob("*.txt"), *CORPUS.glob("*.md")]):
        body = re.sub(r"(?m)^\W*[\w .()/]{1,24}:\W*", "", path.read_text("utf-8"))
        for sentence in re.split(r"(?<=[.?!])\s+|\n+", body):
            words = sentence.split()
            if len(words) > 3:
                begins.append(words[0])
                for word, after in pairwise(words):
                    follows[word].append(after)
    return {word: tuple(after) for word, after in follows.items()}, tuple(begins)


@lru_cache
def _roots() -> tuple[str, ...]:
    return tuple(sorted(word for word in roots() if len(word) > 3))


def sentence(rnd: random.Random) -> str:
    """A sentence of 3 to 25 words that nobody said."""
    follows, begins = chain()
    word = rnd.choice(begins)
    words = [word]
    for _ in range(rnd.randrange(2, 25)):
        word = rnd.choice(follows.get(word) or begins)
        words.append(word if rnd.random() > 0.2 else rnd.choice(_roots()))
    text = " ".join(words).strip(".?!,;:")
    return text[0].upper() + text[1:] + rnd.choice("....?!")


LABELS = (
    ("Pewawancara: ", "Bu Contoh: "), ("P: ", "I: "), ("Moderator: ", "Bu A: ", "Pak B: ", "Bu C: ", "Pak D: ", "Mbak E: "),
    ("**Peneliti:** ", "**Pak Contoh:** "), ("P\t", "N1\t", "N2\t"),
)  # fmt: skip


def conversation(rnd: random.Random, size: int) -> list[Turn]:
    """Turns of about ``size`` characters in all, a third of them one short repeated sentence."""
    labels = rnd.choice(LABELS)
    turns: list[Turn] = []
    while size > 0:
        label = labels[0] if len(turns) % 2 == 0 else rnd.choice(labels[1:])
        if rnd.random() < 0.35:
            said = [rnd.choice(SHORT)]
        else:
            said = [sentence(rnd) for _ in range(rnd.randrange(1, 3 if len(turns) % 2 == 0 else 8))]
            if rnd.random() < 0.3:
                said.insert(0, rnd.choice(SHORT))
        turns.append(Turn(label, said))
        size -= len(str(turns[-1])) + 2
    return turns


def transcript(rnd: random.Random, size: int) -> str:
    """A whole file: a header, then the turns, apart by a blank line or not."""
    head = (
        f"Jenis: wawancara\nTanggal: {rnd.randrange(1, 29)} Juli 2025\nInforman: Contoh {rnd.randrange(10**6)}\n"
        f"Usia: {rnd.randrange(20, 80)} tahun\nCatatan: rekaan\n\n"
    )
    return head + rnd.choice(("\n", "\n\n")).join(map(str, conversation(rnd, size - len(head)))) + "\n"
