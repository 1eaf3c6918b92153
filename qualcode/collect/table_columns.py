"""Columns of a table: which hold who speaks and what is said, or the question and its answer.

The rule: told by the words at their head, or by what stands in them: few names that come back, beside a column of much
longer texts; two columns side by side of which the first asks.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from qualcode.collect.cast import alternation
from qualcode.collect.head import greets
from qualcode.collect.label_names import name_of
from qualcode.collect.labels import is_bare
from qualcode.collect.roles import folded, role_side
from qualcode.language.marks import speaker_key

MIN_ROWS = 3
MAX_HEAD = 80  # characters of the head of a column, where one is of questions and another of answers
_SPEAKERS = folded("""pembicara penutur speaker nama inisial subjek pelaku who name hablante orador falante locuteur sprecher spreker msemaji
    penceramah pihak peran role partisipan الاسم المتحدث 说话人 发言人 speaker/pembicara person tokoh""")
_UTTERANCES = folded("""ucapan tuturan ujaran utterance text teks transkrip transcript isi percakapan dialog dialogue verbatim pernyataan texto
    énoncé énoncés texte äußerung transkription uiting tekst maneno transcripción transcrição transcription kalimat speech
    content data wawancara hasil النص 内容 内容 话语""")
_QUESTIONS = folded(
    "pertanyaan tanya question questions q pregunta pregunta pergunta frage fragen vraag swali soalan peneliti pewawancara interviewer سؤال السؤال 问题 问"
)
_ANSWERS = folded(
    "jawaban jawab answer answers response a respuesta resposta réponse réponses antwort antworten antwoord jibu jawapan respon tanggapan informan responden narasumber جواب الجواب 回答 答"
)
_NOT_SPEECH = re.compile(r"[\d\s:.,()\[\]#-]*")


def heads_talk(words: str) -> bool:
    """Whether a line has a word for who speaks, or words for the question and the answer, among the heads of columns."""
    heads = (
        {speaker_key(head.strip(' "')) for head in re.split("[,;]", words)} if 0 < len(words) <= MAX_HEAD * 2 else set()
    )
    return bool(heads & _SPEAKERS) or bool(heads & _QUESTIONS and heads & _ANSWERS)


def columns_of(heads: list[str], words: list[list[str]]) -> tuple[int, int, bool] | None:
    """Which columns hold who speaks and what is said, or the question and the answer (True); None: neither."""
    if len(words) < MIN_ROWS - 1:
        return None
    ask = _headed(heads, _QUESTIONS)
    answer = _headed(heads, _ANSWERS)
    long = [sum(len(row[at].split()) or len(row[at]) / 4 for row in words) / len(words) for at in range(len(heads))]
    if ask is not None and answer is not None and ask != answer:
        return ask, answer, True
    said = _headed(heads, _UTTERANCES)
    said = max(range(len(heads)), key=lambda at: long[at]) if said is None else said
    names = [at for at in range(len(heads)) if at != said and _are_names([row[at] for row in words], bool(heads[at]))]
    headed = _headed(heads, _SPEAKERS)
    who = headed if headed in names else names[0] if names else None
    if who is None and (pair := _asking_beside(words, long)):
        return *pair, True
    if who is None or long[said] < 3:
        return None
    return who, said, False


def _asking_beside(words: list[list[str]], long: list[float]) -> tuple[int, int] | None:
    """Two columns of words side by side, the first of which asks in most rows and the second in few."""
    asking = [sum("?" in row[at] or "？" in row[at] for row in words) / len(words) for at in range(len(long))]
    for at, after in pairwise(range(len(long))):
        if min(long[at], long[after]) >= 3 and asking[at] >= 0.6 and asking[after] <= 0.2:
            return at, after
    return None


def is_head(heads: list[str], words: list[list[str]]) -> bool:
    """Whether the first row is the head of the others: it says what the columns hold, and no word of that comes again there."""
    known = _SPEAKERS | _UTTERANCES | _QUESTIONS | _ANSWERS
    own = [at for at, head in enumerate(heads) if _words(head) & known]
    again = any(speaker_key(row[at]) == heads[at] for at in own for row in words[1:] if len(row) > at and row[at])
    ask, answer = _headed(heads, _QUESTIONS), _headed(heads, _ANSWERS)
    longest = 40 if None in (ask, answer) or ask == answer else MAX_HEAD  # Respon / Tanggapan Informan (Bu Rini)
    told = (bool(own) and not again) or _stands_out(words)
    return told and all(len(cell) <= longest for cell in words[0])


def _stands_out(words: list[list[str]]) -> bool:
    """Whether the first row is a word or three in each cell, that end no sentence and come nowhere below, where one column has
    sentences and another what comes back: ``timestamp | speakers | words | tags``."""
    first, rest = words[0], words[1:]
    if len(first) < 2 or any(len(cell.split()) > 3 or (cell and not is_bare(cell)) or greets(cell) for cell in first):
        return False
    columns = [[row[at] for row in rest if len(row) > at] for at in range(len(first))]
    new = all(cell and cell not in column for cell, column in zip(first, columns, strict=True))
    said = any(sum(len(cell.split()) for cell in column) >= 5 * len(rest) for column in columns)
    back = any(1 < len(set(filled := [*filter(None, column)])) <= 0.5 * len(filled) for column in columns)
    return new and said and back and len(rest) >= MIN_ROWS


def _words(head: str) -> set[str]:
    """The words at the head of a column: those of ``respon/tanggapan`` each."""
    return set(head.replace("/", " ").split())


def answers(head: str) -> bool:
    return bool(_words(head) & _ANSWERS)


def _headed(heads: list[str], wanted: frozenset[str]) -> int | None:
    return next((at for at, head in enumerate(heads) if _words(head) & wanted), None)


def _take_turns(keys: list[str]) -> bool:
    """Whether few short cells, whatever they say, come again and again before others: numbers, phrases, names with an office."""
    often = Counter(keys)
    again = sum(count for count in often.values() if count > 1)
    return 1 < len(often) <= max(2, 0.4 * len(keys)) and again >= 0.9 * len(keys) >= 3.6 and alternation(keys) >= 0.6


def _are_names(cells: list[str], headed: bool) -> bool:
    """Whether a column holds the names of speakers: short, few, and coming back, one of them a role or taking turns."""
    filled = [cell for cell in cells if cell]
    if len(filled) < MIN_ROWS - 1 or any(len(cell) > 50 for cell in filled):
        return False
    keys = Counter(name_of(cell)[1] for cell in filled)
    if len(filled) >= 0.9 * len(cells) and _take_turns([name_of(cell)[1] for cell in filled]):
        return True
    if any(_NOT_SPEECH.fullmatch(cell) for cell in filled):
        return False
    fit = sum(name_of(cell)[2] is not None for cell in filled)
    if fit < 0.9 * len(filled) or len(keys) < 2 or len(keys) > max(2, 0.6 * len(filled)):
        return False
    return headed or any(role_side(key) for key in keys) or keys.most_common(2)[1][1] >= 2
