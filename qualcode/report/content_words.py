"""What is said of counted words and codes and of saturation: in the report, in the terminal and in the app the same words."""

from __future__ import annotations

from qualcode.display.columns import HEADINGS
from qualcode.display.content import Compared, Terms
from qualcode.display.content_codes import Codes
from qualcode.display.saturation import Reached, Saturation
from qualcode.i18n import _
from qualcode.language.numerals import format_number
from qualcode.report.narrowed import narrowed, only_fitting
from qualcode.report.phrases import saying

FIRST = 5  # terms a sentence names

# fmt: off
said = saying({
    "content": ("Analisis Isi", "Content Analysis"),
    "terms": ("Kata yang Paling Sering Diucapkan Informan", "Words Informants Say Most"),
    "terms_n": ("Rangkaian {size} Kata yang Paling Sering Diucapkan Informan", "Runs of {size} Words Informants Say Most"),
    "terms_by": ("{title} menurut {by}", "{title} by {by}"),
    "codes_counted": ("Frekuensi Kode", "Code Frequency"),
    "compared": ("Kata yang Membedakan {one} dari {other}", "Words That Mark Off {one} from {other}"),
    "term": ("Kata", "Word"), "count": ("Jumlah", "Count"), "per_words": ("Per 1.000 kata", "Per 1,000 words"),
    "sources": ("Transkrip", "Transcripts"), "segments": ("Segmen", "Segments"), "informants_n": ("Informan", "Informants"),
    "raised": ("Transkrip (m/n)", "Transcripts (m/n)"), "keyness": ("G²", "G²"), "here": ("{name}", "{name}"),
    "words_row": ("jumlah kata", "words in all"),
    "terms_sentence": ("{words} kata dari {sources} transkrip; paling sering: {first}.", "{words} words in {sources} transcripts; most often: {first}."),
    "one_term": ("{name} ({count} kali, {sources} transkrip)", "{name} ({count} times, {sources} transcripts)"),
    "no_words": ("Tidak ada kata informan.", "There are no words of informants."),
    "stop_note": (
        "Dihitung ucapan informan menurut lema (kata dasar beserta turunannya yang bermakna sendiri); kata tugas, angka, dan pengisi jeda tidak dihitung sebagai "
        "istilah, tetapi masuk pembagi per 1.000 kata. Sering disebut tidak berarti penting.",
        "Informants' speech by lemma; function words, numbers and fillers are no terms but are in the divisor of 1,000 words. "
        "Said often does not mean important."),
    "ngram_note": (
        "Rangkaian kata berturut-turut dalam satu kalimat yang tidak dimulai atau diakhiri kata tugas; kata ingkar boleh di awal.",
        "Runs of words in one sentence that neither begin nor end with a function word; a negation may begin one."),
    "elsewhere": ("{n} kata diucapkan orang yang tidak tercatat kelompoknya.", "{n} words were said by people of no recorded group."),
    "elsewhere_segments": ("{n} segmen tidak masuk kelompok mana pun.", "{n} segments are in no group."),
    "unequal": ("Banyaknya kata tiap kelompok berbeda; bandingkan angka per 1.000 kata.", "Groups said different amounts; compare the rates per 1,000 words."),
    "codes_note": (
        "Segmen = bagian ucapan satu giliran yang diberi kode; m dari n = transkrip selesai yang memuat kode. Per 1.000 kata informan.",
        "Segments = passages of one turn with the code; m of n = finished transcripts that raise it. Per 1,000 words of informants."),
    "codes_sentence": ("{segments} segmen dengan {codes} kode; paling sering: {first}.", "{segments} segments with {codes} codes; most often: {first}."),
    "not_looked": ("... atau … = belum ada transkrip kelompok itu yang selesai dikode untuk kode itu; bukan nol.",
                   "... or … = no transcript of that group is finished for that code; not zero."),
    "no_codes": ("Belum ada kode yang diberikan.", "No code has been given yet."),
    "never": ("{n} kode tidak pernah diberikan.", "{n} codes were never given."),
    "codes_unsettled": ("{n} tempat dikode ganda dan belum disepakati.", "{n} places were coded twice and are not settled."),
    "codes_unfinished": ("Memuat kode tetapi belum selesai dikode: {names}.", "Raise the code but are not finished: {names}."),
    "compared_note": (
        "G² = log-likelihood (Dunning 1993; Rayson & Garside 2000) atas kata bertopik; hanya mengurutkan, bukan uji. Kata dalam kurang dari 2 giliran tidak dimuat. "
        "{one}: {words_one} kata dalam {turns_one} giliran; {other}: {words_other} kata dalam {turns_other} giliran.",
        "G² = log-likelihood (Dunning 1993; Rayson & Garside 2000) over topic words; it ranks and tests nothing. Words in fewer than 2 turns are left out. "
        "{one}: {words_one} words in {turns_one} turns; {other}: {words_other} words in {turns_other} turns."),
    # Saturation
    "saturation": ("Kejenuhan Kode menurut Urutan Transkrip", "Saturation of Codes in the Order of Transcripts"),
    "saturation_axis": ("jumlah kode", "codes so far"),
    "by_date": ("menurut tanggal", "by date"), "random": ("acak: median", "random: median"), "random_band": ("Bidang abu-abu: persentil 5 sampai 95 dari {orders} urutan acak.", "Grey band: 5th to 95th percentile of {orders} random orders."), "terms_alt": ("Diagram batang: {parts}.", "Bar chart: {parts}."),
    "sat_source": ("Transkrip", "Transcript"), "sat_date": ("Tanggal", "Date"), "sat_codes": ("Kode", "Codes"), "sat_new": ("Baru", "New"),
    "sat_total": ("Seluruhnya", "So far"), "sat_run": ("Baru dalam {run} terakhir", "New in the last {run}"), "sat_share": ("% dari dasar", "% of the base"),
    "sat_sentence": ("{n} transkrip, {codes} kode; dasar {base} transkrip pertama = {base_codes} kode. {reached}",
                     "{n} transcripts, {codes} codes; base of the first {base} transcripts = {base_codes} codes. {reached}"),
    "sat_reached": ("Ambang ≤ {threshold}% tercapai pada {at}+{run} transkrip", "The ≤ {threshold}% threshold is reached at {at}+{run} transcripts"),
    "sat_not": ("Ambang ≤ {threshold}% belum tercapai", "The ≤ {threshold}% threshold is not reached"),
    "sat_random": ("dalam {orders} urutan acak ≤ {threshold}% tercapai pada {share}% urutan, median {middle}+{run}",
                   "in {orders} random orders ≤ {threshold}% is reached in {share}%, median {middle}+{run}"),
    "sat_again": ("Sesudah ambang ≤ {threshold}% tercapai masih ada deret yang melampauinya ({names}).", "After the ≤ {threshold}% threshold was reached later runs exceed it ({names})."),
    "sat_method": (
        "Guest, Namey & Chen (2020): dasar {base}, deret {run} transkrip bergeser satu demi satu; ini kurva, bukan vonis. Ambang menyatakan sedikitnya kode baru "
        "pada buku kode ini, bukan bahwa semua sudah terdengar; pengode yang menambah kode belakangan dan pemilihan informan ikut menentukan.",
        "Guest, Namey & Chen (2020): base {base}, runs of {run} transcripts shifted one by one; a curve, no verdict. The threshold says how few codes of this "
        "codebook were new, not that all was heard; codes added late and the choice of informants have their part."),
    "sat_left_out": ("Tidak dihitung karena belum selesai dikode: {names}.", "Not counted, not finished: {names}."),
    "sat_undated": ("{n} transkrip tanpa tanggal ditaruh di akhir.", "{n} transcripts without a date are put last."),
    "sat_where": ("Hanya transkrip dan kode menurut saringan: {query}.", "Only sources and codes of the query: {query}."),
    "sat_fgd": ("Satu FGD dihitung satu transkrip.", "A group discussion counts as one transcript."),
    "sat_alt": ("Grafik garis jumlah kode setelah tiap transkrip: {points}.", "Line chart of codes after each transcript: {points}."),
})
# fmt: on


def terms_title(found: Terms) -> str:
    title = said("terms") if found.size == 1 else said("terms_n", size=found.size)
    if found.by:
        title = said("terms_by", title=title, by=_(HEADINGS[found.by]) if found.by in HEADINGS else found.by)
    return narrowed(title, found.where)


def codes_title(found: Codes) -> str:
    return narrowed(said("codes_counted"), found.where)


def terms_sentence(found: Terms) -> str:
    """How much was said by how many, and what most often."""
    if not found.terms:
        return said("no_words")
    first = [said("one_term", name=t.name, count=t.count, sources=t.sources) for t in found.terms[:FIRST]]
    return said("terms_sentence", words=format_number(found.words, 0), sources=found.sources, first=", ".join(first))


def terms_notes(found: Terms) -> list[str]:
    lines = [*only_fitting(found.where, whole=False), said("stop_note")] + (
        [said("ngram_note")] if found.size > 1 else []
    )
    if len(found.groups) > 1:
        lines.append(said("unequal"))
    return lines + ([said("elsewhere", n=format_number(found.elsewhere, 0))] if found.elsewhere else [])


def codes_sentence(found: Codes) -> str:
    given = [code for code in found.codes if code.segments]
    if not given:
        return said("no_codes")
    first = ", ".join(f"{code.name} ({code.segments})" for code in given[:FIRST])
    total = sum(code.segments for code in given)
    return said("codes_sentence", segments=format_number(total, 0), codes=len(given), first=first)


def codes_notes(found: Codes) -> list[str]:
    lines = [*only_fitting(found.where, whole=False), said("codes_note")]
    if never := sum(not code.segments for code in found.codes):
        lines.append(said("never", n=never))
    if found.unsettled:
        lines.append(said("codes_unsettled", n=found.unsettled))
    if any(count is None for code in found.codes if code.segments for count in code.counts):
        lines.append(said("not_looked"))
    if late := [f"{code.name} ({code.unfinished})" for code in found.codes if code.unfinished]:
        lines.append(said("codes_unfinished", names=", ".join(late[:8]) + (" …" if len(late) > 8 else "")))
    return lines + ([said("elsewhere_segments", n=found.elsewhere)] if found.elsewhere else [])


def compared_note(found: Compared) -> str:
    return " ".join([*only_fitting(found.where, whole=False), _compared(found)])


def _compared(found: Compared) -> str:
    return said(
        "compared_note", one=found.names[0], other=found.names[1], words_one=format_number(found.words[0], 0), turns_one=found.turns[0],
        words_other=format_number(found.words[1], 0), turns_other=found.turns[1],
    )  # fmt: skip


def saturation_sentence(found: Saturation) -> str:
    reached = ". ".join(reached_line(found, one) for one in found.reached) + "."
    return said(
        "sat_sentence", n=len(found.steps), codes=found.steps[-1].total, base=found.base, base_codes=found.base_codes, reached=reached,
    )  # fmt: skip


def reached_line(found: Saturation, one: Reached) -> str:
    """`Ambang ≤ 5% tercapai pada 6+2 transkrip; dalam 1.000 urutan acak …`"""
    key = "sat_not" if one.at is None else "sat_reached"
    line = said(key, threshold=one.threshold, at=one.at, run=found.run)
    if one.orders:
        share = format_number(100 * one.in_orders / one.orders, 0)
        middle = "–" if one.middle is None else format_number(one.middle, 0)
        orders = format_number(one.orders, 0)
        line += "; " + said(
            "sat_random", orders=orders, threshold=one.threshold, share=share, middle=middle, run=found.run
        )
    return line


def saturation_notes(found: Saturation) -> list[str]:
    lines = [said("sat_where", query=found.where)] if found.where else []
    for one in found.reached:
        again = [f"{r.first}–{r.last}" for r in found.runs if one.at is not None and r.first > one.at + 1 and r.share > one.threshold]  # fmt: skip
        if again:
            lines.append(said("sat_again", threshold=one.threshold, names=", ".join(again)))
    if found.left_out:
        lines.append(said("sat_left_out", names=", ".join(found.left_out)))
    if found.undated:
        lines.append(said("sat_undated", n=found.undated))
    return [*lines, said("sat_fgd"), said("sat_method", base=found.base, run=found.run)]
