"""Labels: what may name a speaker at the beginning of a line, and on which side that speaker stands.

The rule: a word before a colon is a label only if it is *safe* (a role, a title and a name, a short code in
capitals) or comes back; and never if it is one of the words that open a remark, a list or a figure (``Catatan:``,
``Alasannya:``, ``KTP:``). Sides are proposed, from roles, a legend, the header and who asks; people decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from qualcode.collect.lines import Line
from qualcode.language.marks import Span, speaker_key, speaker_name

_ASKS = (
    "pewawancara interviewer peneliti enumerator fasilitator facilitator moderator mod penanya tanya pertanyaan "
    "surveyor pemandu notulis notulen pencatat question"
)
_ANSWERS = (
    "narasumber informan informant responden respondent partisipan peserta participant subjek subyek penjawab jawab "
    "jawaban kader lurah camat warga semua all answer"
)
_UNSURE = "speaker pembicara suara"
_ROLES = frozenset(f"{_ASKS} {_ANSWERS} {_UNSURE}".split())
_TITLE_WORDS = (
    "bapak pak bpk ibu bu mbak mas mbah simbah eyang pakde bude pakdhe budhe om tante kak dik dr drs dra prof h hj ny "
    "tn sdr sdri ketua"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_DENIED_WORDS = (
    "catatan keterangan ket hasil tanggal tgl tempat waktu lokasi judul topik tema kode nama usia umur pekerjaan "
    "alamat kelurahan kecamatan kota sumber tabel gambar grafik peta lampiran kesimpulan ringkasan contoh contohnya "
    "misal misalnya yaitu yakni antara hari durasi jenis pendidikan no nomor status http https rt rw jam pukul "
    "total jumlah nb note kondisi situasi suasana observasi pengamatan refleksi pertama kedua ketiga keempat kelima "
    "satu dua tiga empat lima pro kontra tujuan dampak akibat sebab penyebab alasan solusi saran kritik harapan "
    "kendala masalah potensi kekuatan kelemahan peluang ancaman rekomendasi indikator program kegiatan target tahun "
    "bab pasal ayat ktp kk kis kip pkh bpnt blt bpjs jkn sktm dtks umkm opd sd smp sma smk tk pkk lpmk kia "
    "posyandu puskesmas pdam pln kur apbd isi perihal hal kepada dari telp email fax web tel hp wa"
)
_DENIED = frozenset(_DENIED_WORDS.split())
_NOTE_WORDS = re.compile(
    r"\W*(?:catatan|keterangan|ket\.|note|nb|observasi|refleksi|suasana)"
    r"(?:\s+(?:lapangan|peneliti|pewawancara|penulis|transkrip\w*|moderator|notulis))?\s*[:：]",
    re.I,
)

TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMES = rf"{TIME}(?:\s*(?:-->|[-–—]|s/d|sampai)\s*{TIME})?"
_NUMBER_FIRST = re.compile(r"\d{1,4}(?:[.)]\s+|\t)(?=\D)")
_TIME_FIRST = re.compile(rf"[*_\[(<#]*\s*{_TIMES}\s*[*_\])>#]*(?:\s+[-–]\s+|\s*:\s+|\s+|$)")
_PIECE = r"(?:[^\n:：\t()\[\]]|\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])"
_COLON = re.compile(rf"(?P<name>{_PIECE}{{1,60}}?)\s*[*_]{{0,2}}\s*(?:(?<!\d)[:：](?!//)|[:：](?!\d|//))[*_]{{0,2}}")
_TAB = re.compile(r"(?P<name>[^\n:：\t]{1,40}?)[ ]*\t")
_DASH = re.compile(r"(?P<name>[^\n:：\t–—-]{1,40}?(?:-\d{1,3})?)[ ]+[-–—][ ]+(?=\S)")
_TIME_LAST = re.compile(rf"(?P<name>[^\n:：\t\d]{{1,40}}(?:\d{{1,2}})?)\s+(?P<time>[\[(]?{TIME}[\])]?)\s*:?$")
_INLINE_TIME = re.compile(
    rf"\[\s*{_TIMES}\s*\]|\(\d{{1,2}}:\d{{2}}:\d{{2}}\)|\#\d{{1,2}}:\d{{2}}:\d{{2}}(?:-\d+)?\#"
    rf"|^[*_(<]*{_TIMES}[*_)>]*$|^\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d+)?(?=\s)"
)


@dataclass(frozen=True)
class Label:
    """A line's beginning that may name a speaker."""

    key: str
    span: Span  # with numbering, emphasis and colon
    speech: int  # where the speech begins
    time: Span | None  # a time mark outside the span
    needed: int  # how often it must come at least: 1 where it is safe


def find_label(line: Line) -> Label | None:
    """What may be a label at the beginning of a line, or None. Never a word of ``_DENIED``."""
    words, start = line.text, line.start
    number = _NUMBER_FIRST.match(words)
    at = number.end() if number else 0
    time: Span | None = None
    if (clock := _TIME_FIRST.match(words, at)) and clock.end() < len(words):
        time = (start + (0 if number else clock.start()), start + len(words[: clock.end()].rstrip()))
        at = clock.end()
        number = None
    found = _COLON.match(words, at)
    if found is None:
        found = _TIME_LAST.match(words, at) or _TAB.match(words, at) or _DASH.match(words, at)
        if found is None:
            return None
    name = speaker_name(found["name"])
    key = speaker_key(name)
    need = _needed(name, key)
    if need is None or (found.re in (_TAB, _DASH) and need > 1):
        return None
    stop = found.end()
    if found.re is _TIME_LAST:
        time, stop = (start + found.start("time"), line.stop), found.end("name")
    label = (start + (0 if number else at), start + len(words[:stop].rstrip()))
    return Label(key, label, start + found.end(), time, need)


def _needed(name: str, key: str) -> int | None:
    """How often a label of this name must come to be one; None: never."""
    parts, words = key.split(), name.split()
    if not parts or len(parts) > 5 or len(name) > 40 or re.search(r"[?!,;\"“”…]", name.rstrip("?")):
        return None
    first = re.sub(r"[\W\d_]+$", "", parts[0]) or parts[0]
    named = not any(word[0].islower() for word in words[1:])
    if first in _DENIED or key.isdecimal():
        return None
    if named and len(parts) <= 4 and (first in _ROLES or (first in _TITLES and len(parts) > 1)):
        return 1
    if _CODE.fullmatch(name):
        return 1
    if len(parts) == 1 and key.endswith("nya"):  # Alasannya: Intinya:
        return None
    if named and (words[0][0].isupper() or not words[0][0].isalnum()):
        return 2
    return 3 if len(parts) <= 3 and not re.search(r"\d", key) else None


_CODE = re.compile(r"[A-Z]{1,3}(?:[- ]?\d{1,3})?|[A-Z]{1,3}(?:-[A-Z]{2,3})?-\d{1,3}")


def is_note(line: Line) -> bool:
    """Whether a line begins a remark of the transcriber (``Catatan: ...``), which nobody said."""
    return bool(_NOTE_WORDS.match(line.text))


def accepted(labels: dict[int, Label], named: Container[str] = ()) -> dict[int, Label]:
    """Those of the possible labels (by line) that are safe, come often enough, or are named in the header."""
    often = Counter(label.key for label in labels.values())
    return {at: label for at, label in labels.items() if often[label.key] >= label.needed or label.key in named}


def times_in(text: str, start: int, stop: int) -> list[Span]:
    """The time marks in a stretch of a line: in brackets, between #, or alone on it."""
    return [(start + m.start(), start + m.end()) for m in _INLINE_TIME.finditer(text[start:stop])]


def role_side(words: str) -> str | None:
    """The side a role stands on: ``Pewawancara 2`` asks, ``Peserta 3`` answers; None for other words."""
    first = re.split(r"[\W\d_]", speaker_key(words), maxsplit=1)[0]
    if first in _ASKS.split():
        return "interviewer"
    return "informant" if first in _ANSWERS.split() else None


def sides(speech: Iterable[tuple[str, str]], known: dict[str, str]) -> dict[str, str]:
    """The side proposed for each label: ``speech`` is key and words of every turn, ``known`` the sides a header
    gives to names and codes.

    Roles say it themselves. Else the one who asks is told by the usual pairs of letters (P and I, T and J), or by
    asking most; where somebody asks, the others answer.
    """
    turns: Counter[str] = Counter()
    asking: Counter[str] = Counter()
    for key, words in speech:
        turns[key] += 1
        asking[key] += "?" in words
    found = {key: side for key in turns if (side := known.get(key) or role_side(key))}
    if "interviewer" not in found.values():
        share = {key: asking[key] / turns[key] for key in turns if key not in found}
        if asks := _who_asks(share, turns, answered=bool(found)):
            found[asks] = "interviewer"
    others = "informant" if "interviewer" in found.values() else "unknown"
    return {key: found.get(key, others) for key in turns}


_PAIRS = (("p", "injr"), ("t", "jin"), ("q", "a"), ("m", "pi"), ("i", "rn"))


def _who_asks(share: dict[str, float], turns: Counter[str], answered: bool) -> str | None:
    """Who asks among labels that do not say it; ``share``: how many of a label's turns hold a question."""
    letters = {key: re.sub(r"[\d\W]+", "", key) for key in share}
    for asks, answers in _PAIRS:
        others = [key for key in share if letters[key] and letters[key] in answers]
        if (
            asks == "p"
            and "p" in share
            and not others
            and all(len(letter) > 3 for letter in letters.values() if letter != "p")
        ):
            return "p" if len(share) > 1 or answered else None
        if asks in share and others:
            swapped = len(others) == 1 and share[others[0]] >= 0.5 > 3 * share[asks] and turns[asks] >= 3
            return others[0] if swapped else asks
    ranked = sorted(share, key=lambda key: share[key], reverse=True)
    if len(ranked) == 1 and answered and share[ranked[0]] >= 0.4:
        return ranked[0]
    if len(ranked) > 1 and turns[ranked[0]] >= 3 and share[ranked[0]] >= 0.5 and share[ranked[1]] <= 0.25:
        return ranked[0]
    return None
