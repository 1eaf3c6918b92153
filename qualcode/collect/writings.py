"""Finding names in text: known ones exactly, others only as proposals.

The rule: what is replaced was named by a person, letter for letter; case, blanks and an honorific are forgiven, spelling
is not. A part of a name (``Bu Sri`` of Sri Wahyuni) counts behind an honorific and where it can be only one person.
A name of one word must be written with a capital where no honorific stands before it: Melati is a person, melati a flower.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qualcode.language.marks import Marks, speaker_key, speaker_name
from qualcode.store.ids import fold

_HONORIFIC_WORDS = (
    "bapak pak bpk ibu bu mbak mbk mas mbah simbah eyang pakde pakdhe bude budhe om tante kak kakak dik adik ny tn nyonya "
    "tuan sdr sdri saudara saudari haji hajah hj h ustadz ustaz ustad kyai kiai bunda yu yuk kang lik paklik bulik gus ning "
    "raden jeng dr drs dra prof ir"
)
_HONORIFICS = frozenset(_HONORIFIC_WORDS.split())
_NAMES_TOO = frozenset(["ning", "gus"])  # an honorific before a name, a name behind one: Ning Sri, Mbak Ning
_ROLE_WORDS = (
    "informan informant narasumber nara sumber responden respondent partisipan peserta participant subjek subyek speaker "
    "pembicara suara orang warga penduduk masyarakat ketua wakil kader lurah camat wali kota guru tokoh pengurus anggota "
    "sekretaris bendahara kepala staf dinas moderator pewawancara peneliti fasilitator enumerator notulis pencatat "
    "perempuan laki wanita pria pedagang penjual buruh tukang petani pensiunan rumah tangga keluarga suami istri anak "
    "nenek kakek tetangga penerima manfaat bantuan posyandu pkk lpmk lansia difabel pemulung pengamen satpam bidan perawat "
    "dokter pendamping operator petugas karyawan pegawai mahasiswa siswa pelajar pemuda remaja agama adat takmir pekerja "
    "sopir supir pengemudi ojek becak juru parkir parkiran penjahit asisten kelompok semua dan atau yang dari usaha "
    "kelurahan kecamatan koordinator relawan pemilik warung pengelola pengusaha janda duda ibu bapak penghuni kontrakan"
)
_ROLES = frozenset(_ROLE_WORDS.split())
_SAID_SO = re.compile(r"samaran|bukan nama|disamarkan|inisial|anonim|pseudonym|alias", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_TAILS = ("nya", "ku", "mu", "lah", "kah", "pun")
_BEFORE = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_HONORIFICS, key=len, reverse=True))})(?:\.[ \t]*\n?[ \t]*|[ \t]*\n[ \t]*|[ \t]+)$",
    re.I,
)
_BLANKS = r"(?:[ \t]+|[ \t]*\n[ \t]*)"


def looks_real(name: str) -> bool:
    """Whether a name field or label holds what looks like somebody's name: not initials, a code, a role, or a name that is said
    to be made up. ``Bu Tutik`` does; ``Ibu S``, ``Informan 3``, ``I-MJS-03``, ``Ketua RW 8``, ``penjual soto`` do not."""
    if _SAID_SO.search(name):
        return False
    bare = without_honorific(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name))
    words = _WORD.findall(bare)
    if words and fold(words[0]) in _ROLES and not any(word[0].isupper() for word in words[1:]):
        return False  # penjual soto
    return any(
        len(word) >= 3
        and fold(word) not in _ROLES | (_HONORIFICS - _NAMES_TOO)
        and (any(c.islower() for c in word) or _sayable(word))
        for word in words
    )


def _sayable(word: str) -> bool:
    """A word in capitals that is longer than a code and has vowels: TUTIK, not PKK."""
    return len(word) >= 4 and any(c in "AEIOU" for c in word)


def without_honorific(name: str) -> str:
    """The name without what stands before it out of courtesy (``Bu Hj. Tutik`` is ``Tutik``); empty where nothing else stands."""
    words = name.split()
    first = True
    while words and (word := fold(words[0]).rstrip(".")) in _HONORIFICS:
        if not first and len(words) == 1 and word in _NAMES_TOO:
            break
        words.pop(0)
        first = False
    return " ".join(words)


def name_words(name: str) -> frozenset[str]:
    """The words of a name that point at a person, folded: no honorifics, roles, or words of one or two letters."""
    words = {fold(word) for word in _WORD.findall(name)}
    said = _HONORIFICS - ({fold(without_honorific(name))} & _NAMES_TOO)
    return frozenset(word for word in words if len(word) > 2) - _ROLES - said


def made_up(text: str, marks: Marks) -> set[str]:
    """The names a header itself says are no real ones: values of ``Nama samaran``, ``Inisial``, ``Kode``; folded."""
    return {
        speaker_key(text[slice(*value)])
        for key, value in marks.header
        if re.search(r"samaran|inisial|kode|pseudonym|alias", text[slice(*key)], re.I)
    }


@dataclass(frozen=True)
class Hit:
    """A name in a text: ``[start, stop)`` in code points, without honorific and clitic; ``new`` is empty where it is not known
    who is meant."""

    start: int
    stop: int
    new: str
    who: bytes | None


@dataclass(frozen=True)
class _Writing:
    words: tuple[str, ...]  # folded
    new: str
    who: bytes | None
    part: bool
    capital: bool  # one word: it must be written as a name where no honorific says so

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.words)


@lru_cache(maxsize=4096)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BLANKS.join(map(re.escape, words)), re.I)


_FEW = 40  # first words of names


class Finder:
    """Known names, ready to be looked for. Made from (participant or None, stand-in, all writings of the name)."""

    def __init__(self, known: Iterable[tuple[bytes | None, str, Iterable[str]]]) -> None:
        found: dict[str, dict[_Writing, None]] = {}
        for who, new, writings in known:
            for one in _writings(who, new, writings):
                first = _WORD_AT.match(one.words[0])
                assert first is not None  # _writings leaves out what begins with no word
                found.setdefault(first.group(), {})[one] = None
        self._by_first = {
            word: sorted(ones, key=lambda w: (w.part, -len(" ".join(w.words)))) for word, ones in found.items()
        }

        # Of a few names most texts say none: that is told at once.
        few = len(self._by_first) <= _FEW
        self._any = re.compile("|".join(map(re.escape, self._by_first)) or "(?!)") if few else None
        self._read: dict[str, list[str]] = {}  # the words of texts come again and again

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def hits(self, text: str, here: frozenset[bytes] = frozenset()) -> Iterator[Hit]:
        """The names in a text, in order and apart. ``here``: who speaks in it; of several who could be meant it is they."""
        if self._any is not None and not self._any.search(text.casefold()):
            return
        after = 0
        for token in _WORD_AT.finditer(text):
            if token.start() < after:
                continue
            word = token.group()
            firsts = self._read.get(word)
            if firsts is None:
                firsts = self._read[word] = [one for one in _readings(word.casefold()) if one in self._by_first]
            for first in firsts:
                if hit := self._hit(text, token.start(), self._by_first[first], here):
                    yield hit
                    after = hit.stop
                    break

    def _hit(self, text: str, start: int, writings: list[_Writing], here: frozenset[bytes]) -> Hit | None:
        before = _BEFORE.search(text, max(0, start - 16), start)
        capital = text[start].isupper()
        meant: dict[str, _Writing] = {}
        stop = -1
        for one in writings:
            found = one.pattern.match(text, start)
            if found is None or not _ends(text, found.end()) or (stop >= 0 and found.end() < stop):
                continue
            if not before and (one.part or (one.capital and not capital)):
                continue
            if stop < 0 or found.end() == stop:
                stop = found.end()
                meant.setdefault(one.new, one)
        if len(meant) > 1:
            meant = {new: one for new, one in meant.items() if one.who in here} or meant
        if not meant:
            return None
        if len(meant) > 1:
            return Hit(start, stop, "", None)
        ((new, one),) = meant.items()
        return Hit(start, stop, without_honorific(new) or new if before else new, one.who)


_WORD_AT = re.compile(r"\w+")


def _readings(token: str) -> Iterator[str]:
    """The word, and the word without a clitic written to it: ``tutiknya``."""
    yield token
    for tail in _TAILS:
        if token.endswith(tail) and len(token) - len(tail) >= 3:
            yield token.removesuffix(tail)


def _ends(text: str, stop: int) -> bool:
    """Whether a word ends here, or only a clitic follows."""
    rest = _WORD_AT.match(text, stop)
    end = rest.end() if rest else stop
    if end < len(text) and unicodedata.combining(text[end]):
        return False
    return end == stop or text[stop:end].casefold() in _TAILS


def _writings(who: bytes | None, new: str, writings: Iterable[str]) -> Iterator[_Writing]:
    for one in writings:
        typed = unicodedata.normalize("NFC", speaker_name(one) if who is not None else one)
        words = (without_honorific(typed) or typed).split()
        folded = tuple(map(str.casefold, words))
        if not words or not _WORD_AT.match(folded[0]) or sum(map(len, words)) < 2:
            continue
        yield _Writing(folded, new, who, False, len(words) == 1 and (who is not None or words[0][0].isupper()))
        if who is not None and len(words) > 1:
            for part in folded:
                if len(part.strip(".")) >= 3 and _WORD_AT.match(part) and part not in _ROLES | _HONORIFICS:
                    yield _Writing((part,), new, who, True, True)


def known_words(
    people: Mapping[bytes, Iterable[str]], stand_ins: Mapping[bytes, str], words: Mapping[str, str]
) -> Finder:
    """A finder for participants (their writings and what stands in for each) and for free words."""
    return Finder(
        [
            *((who, stand_ins.get(who, "?"), writings) for who, writings in people.items()),
            *((None, new, [word]) for word, new in words.items()),
        ]
    )
