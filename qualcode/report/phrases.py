"""What the documents say around their numbers, in Indonesian and English.

One rule: a report is in its reader's language, whatever the interface speaks. So these sentences stand here in pairs, and
a document is built inside ``speaking``, which makes the terms of the other rooms speak its language too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qualcode.i18n import language
from qualcode.i18n import speaking as speaking

# fmt: off
_SAID: dict[str, tuple[str, str]] = {
    # Tables of themes
    "themes_by": ("Tema menurut {level}", "Themes by {level}"),
    "codes_by": ("Kode menurut {level}", "Codes by {level}"),
    "theme": ("Tema", "Theme"),
    "code": ("Kode", "Code"),
    "kelurahan": ("Kelurahan", "Kelurahan"),
    "kecamatan": ("Kecamatan", "Kecamatan"),
    "kota": ("Kota", "City"),
    "n_row": ("n transkrip", "n transcripts"),
    "whole": ("Semua transkrip", "All transcripts"),
    "only_fitting": ("Hanya yang cocok dengan: {where}.", "Only what fits: {where}."),
    "part_of": ("{caption} (hanya {what})", "{caption} (only {what})"),
    "columns_chosen": ("{n} dipilih", "{n} chosen"),
    "fitting_whole": (
        "Hanya yang cocok dengan: {where}. Yang dipilih hanya barisnya; isi dan angkanya tetap dari seluruh transkrip.",
        "Only what fits: {where}. Only rows are chosen; what they say and count is of all transcripts."),
    "area": ("Wilayah", "Area"),
    "remark": ("Catatan", "Remarks"),
    "unsampled_table": ("{level} yang Belum Tersampel", "{level} Not Sampled"),
    "sampled": ("Tersampel", "Sampled"),
    "unsampled": ("Tidak tersampel (·)", "Not sampled (·)"),
    "every_area": ("{caption} (Semua Wilayah)", "{caption} (All Areas)"),
    "of": ("{m} dari {n}", "{m} of {n}"),
    "of_transcripts": ("{m} dari {n} transkrip", "{m} of {n} transcripts"),
    "own_data": ("Data primer diolah{year}", "Own data{year}"),
    "counting_sources": (
        "Satuan hitung: transkrip; satu FGD dihitung satu transkrip di setiap wilayah asal pesertanya. "
        "m/n = m transkrip memuat tema di antara n transkrip yang selesai dikode.",
        "Counting unit: transcripts; a group discussion counts once in each area its participants come from. "
        "m/n = m transcripts raise the theme among n finished ones."),
    "counting_segments": (
        "Satuan hitung: segmen, yakni bagian ucapan satu giliran yang diberi kode; angka besar berarti sering dibicarakan, "
        "belum tentu lebih berat.",
        "Counting unit: segments, passages of one turn that carry a code; a high number means much talked about, not more severe."),
    "counting_speakers": (
        "Satuan hitung: informan yang membicarakan tema; transkrip tanpa penutur yang dikenal dihitung satu.",
        "Counting unit: informants who raise the theme; a transcript without a known speaker counts as one."),
    "tau": (
        "Tanda − atau + diberikan bila selisih bersih transkrip (masalah dikurangi kekuatan) paling sedikit τ = {tau} dari n.",
        "The signs − and + are given where the net of transcripts (problem less strength) is at least τ = {tau} of n."),
    "no_zero": (
        "Wilayah yang tidak tersampel, belum selesai, atau tidak ditanya tidak berarti tanpa masalah.",
        "An area not sampled, not finished or not asked is not an area without the problem."),
    "bulk_none": ("Segmen terhitung: {n}; tidak ada yang diterima borongan.", "Segments counted: {n}; none accepted in bulk."),
    "bulk_some": (
        "Segmen terhitung: {n}, di antaranya {bulk} diterima borongan dari usulan tanpa dibaca satu per satu.",
        "Segments counted: {n}, of which {bulk} were accepted in bulk from suggestions and not read one by one."),
    "unsettled": (
        "{n} tempat dikode berbeda oleh lebih dari satu pengode dan belum disepakati; yang dihitung kode penanggung jawabnya.",
        "{n} places were coded differently by more than one coder and are not settled; those of the responsible coder count."),
    "unsettled_whole": (
        "Di seluruh studi {n} tempat dikode berbeda oleh lebih dari satu pengode dan belum disepakati; yang dihitung kode penanggung jawabnya.",
        "In the whole study {n} places were coded differently by more than one coder and are not settled; those of the responsible coder count."),
    "in_doubt": (
        "Setelah transkrip dikoreksi, {changed} kode dihitung di tempat yang diperkirakan dan {lost} kode tidak lagi mendapat tempat; semuanya menunggu diperiksa.",
        "After corrections of transcripts {changed} codings are counted where they seem to lie and {lost} found no place; all wait for review."),
    "layer": ("Lapisan: hanya kode dari {coder}.", "Layer: only the codings of {coder}."),
    "outside": ("dari luar: {where}", "from outside: {where}"),
    "outside_note": (
        "dari luar = transkrip dari wilayah lain yang membicarakan wilayah itu; menambah n tema itu saja.",
        "from outside = a transcript of another area that speaks about this one; it adds to n for that theme only."),
    "one_document": (
        "SATU DOKUMEN: semua isi tabel ini dari {name}. 1/1 berarti dokumen itu menyebutnya tentang wilayah itu, bukan seberapa luas.",
        "ONE DOCUMENT: all of this table is from {name}. 1/1 means that it speaks of it about that area, not how widely it holds."),
    "unfinished_note": (
        "Belum selesai dikode: {names}.", "Not finished: {names}."),
    "behind_note": (
        "≤ n = sebagian baris belum dicari kodenya di semua transkrip itu, sehingga n-nya lebih kecil: {names}.",
        "≤ n = for some rows not all of these transcripts were looked through yet, so that their n is less: {names}."),
    "unfinished_n": ("{done} dari {all}", "{done} of {all}"),
    "see_quotes": (
        "Setiap angka membawa ke kutipannya pada bagian Kutipan.", "Every number leads to its quotes in the section Quotes."),
    "quotes_of": ("{row} di {area} ({cell})", "{row} in {area} ({cell})"),
    "quotes_at": ("{row}: {area} ({cell})", "{row}: {area} ({cell})"),
    "quotes": ("Kutipan", "Quotes"),
    "turn": ("giliran {n}", "turn {n}"),
    "codes": ("kode {names}", "codes {names}"),
    "about": ("tentang {area}", "about {area}"),
    "bulk": ("diterima borongan", "accepted in bulk"),
    "interview": ("wawancara", "interview"),
    "fgd": ("FGD", "group discussion"),
    "note": ("catatan lapangan", "field note"),
    "document": ("dokumen", "document"),
    "participant": ("seorang peserta", "a participant"),
    # Triangulation
    "triangulation": ("Triangulasi Suara Warga dengan Indikator", "Triangulation of Voices with Indicators"),
    "summary": ("Ringkasan Triangulasi Tema dengan Indikator", "Summary of Themes Triangulated with Indicators"),
    "joint": ("{theme}: Suara Warga dan {indicator}", "{theme}: Voices and {indicator}"),
    "indicator": ("Indikator", "Indicator"),
    "figures_used": ("Angka yang dipakai", "Figures used"),
    "result": ("Hasil", "Result"),
    "assessment": ("Penilaian", "Assessment"),
    "heard": ("Terdengar dua sisi", "Heard on both sides"),
    "asked_n": ("n", "n"),
    "raised_m": ("m", "m"),
    "psc": ("−/+/±", "−/+/±"),
    "status": ("Suara", "Voices"),
    "one_quote": ("Contoh ucapan", "An example"),
    "value": ("Nilai", "Value"),
    "rank": ("Peringkat", "Rank"),
    "class": ("Kelas", "Class"),
    "verdict": ("Putusan", "Verdict"),
    "reasons": ("Alasan", "Reasons"),
    "thread": ("Benang", "Thread"),
    "series": ("{indicator}{per}, {level}, {year}", "{indicator}{per}, {level}, {year}"),
    "per": (" per 1.000 {what}", " per 1,000 {what}"),
    "no_year": ("tahun tidak dicantumkan", "no year given"),
    "passed_preliminary": ("{year} tidak dipakai: angka sementara", "{year} not used: preliminary figures"),
    "passed_no_number": ("{year} tidak dipakai: tidak ada angka yang dapat dipakai", "{year} not used: no number that can be used"),
    "passed_no_denominator": ("{year} tidak dipakai: pembagi tidak ada", "{year} not used: no denominator"),
    "passed_denominator_jumps": (
        "{year} tidak dipakai: pembagi melompat dari tahun sebelumnya di banyak wilayah, sehingga nama dan angkanya perlu diperiksa",
        "{year} not used: the denominator jumps from the year before in many areas, so that names and numbers need checking"),
    "link_before": ("Tautan {closeness}, dibuat sebelum hasil dilihat: {why}", "Link: {closeness}, made before the result was seen: {why}"),
    "link_after": ("Tautan {closeness}, pasca-lihat: {why}", "Link: {closeness}, made after looking: {why}"),
    "direct": ("langsung", "direct"),
    "proxy": ("proksi", "proxy"),
    "context": ("konteks", "context"),
    "ranks_note": (
        "Peringkat 1 = terburuk di antara semua wilayah setingkat yang punya angka, tersampel atau tidak; kelas = sepertiga urutan itu.",
        "Rank 1 = worst among all areas of the level with a figure, sampled or not; classes are thirds of that order."),
    "spread": ("{series}: {low} sampai {high}, median {middle}", "{series}: {low} to {high}, median {middle}"),
    "psc_note": (
        "n = transkrip selesai dikode; m = yang memuat tema; −/+/± = transkrip dengan tema sebagai masalah/kekuatan/campuran.",
        "n = finished transcripts; m = those raising the theme; −/+/± = transcripts with the theme as problem/strength/mixed."),
    "holm": (
        "p sesudah koreksi Holm atas {k} uji: {p}.", "p after Holm's correction over {k} tests: {p}."),
    "thread_yes": ("dibuka", "opened"),
    "thread_closed": ("selesai", "resolved"),
    "threads": ("Benang yang Perlu Diikuti", "Threads to Follow"),
    "question": ("Pertanyaan", "Question"),
    "hints": ("Kemungkinan penjelasan", "Possible explanations"),
    "resolution": ("Penyelesaian", "Resolution"),
    "open": ("belum ada", "open"),
    "within": ("Triangulasi di dalam Suara Warga", "Triangulation within the Voices"),
    "informants": ("Informan", "Informants"),
    "roles": ("Peran", "Roles"),
    "stamps": ("Cap", "Stamps"),
    "not_claimed": (
        "Yang tidak dikatakan tabel ini: berapa persen warga yang mengalami, sebab dan akibat, atau bahwa wilayah tanpa wawancara "
        "tidak punya masalah. Suara dan angka yang sejalan dapat berbagi bias yang sama.",
        "What these tables do not say: what share of residents is affected, causes and effects, or that an area without interviews has no "
        "problem. Voices and figures that agree may share the same bias."),
    # SWOT
    "swot": ("Analisis SWOT {unit}", "SWOT Analysis of {unit}"),
    "swot_matrix": ("Matriks SWOT {unit}", "SWOT Matrix of {unit}"),
    "ifas": ("IFAS: Faktor Internal {unit}", "IFAS: Internal Factors of {unit}"),
    "efas": ("EFAS: Faktor Eksternal {unit}", "EFAS: External Factors of {unit}"),
    "tows": ("Matriks TOWS {unit}", "TOWS Matrix of {unit}"),
    "strategies": ("Strategi dan Faktor yang Dijawabnya", "Strategies and the Factors They Answer"),
    "evidence_table": ("Bukti dan Bukti Lawan Setiap Faktor", "Evidence and Counter-Evidence of Every Factor"),
    "factor": ("Faktor strategis", "Strategic factor"),
    "no": ("No.", "No."),
    "weight": ("Bobot", "Weight"),
    "rating": ("Rating", "Rating"),
    "score": ("Skor", "Score"),
    "range": ("Rentang", "Range"),
    "evidence": ("Bukti", "Evidence"),
    "against": ("Bukti lawan", "Counter-evidence"),
    "figures_say": ("Yang dikatakan indikator", "What indicators say"),
    "no_evidence": ("tanpa bukti", "no evidence"),
    "single": ("kasus tunggal", "single case"),
    "none": ("-", "-"),
    "sum": ("Jumlah", "Total"),
    "S": ("Kekuatan", "Strengths"),
    "W": ("Kelemahan", "Weaknesses"),
    "O": ("Peluang", "Opportunities"),
    "T": ("Ancaman", "Threats"),
    "internal": ("Internal", "Internal"),
    "external": ("Eksternal", "External"),
    "helpful": ("Membantu", "Helpful"),
    "harmful": ("Menghambat", "Harmful"),
    "unit_line": (
        "Unit analisis: {unit}. Penilai: {n} orang. Konvensi rating {convention}: {how}.",
        "Unit of analysis: {unit}. Raters: {n}. Rating convention {convention}: {how}."),
    "weight_note": (
        "Bobot = bagian kepentingan faktor di antara semua faktor sisinya; S + W = 1,00 dan O + T = 1,00. Rating = rata-rata penilai (1 sampai 4), "
        "tidak dibulatkan sebelum dikalikan; rentang = nilai terendah dan tertinggi.",
        "Weight = the factor's share of importance on its side; S + W = 1.00 and O + T = 1.00. Rating = mean of the raters (1 to 4), not "
        "rounded before multiplying; range = lowest and highest."),
    "A_note": (
        "Konvensi A: untuk W dan T, 1 = paling berat; jumlah dibandingkan dengan 2,50.",
        "Convention A: for W and T, 1 = gravest; totals are compared with 2.50."),
    "B_note": (
        "Konvensi B: 4 = terbesar di semua daftar; yang dibandingkan selisih, jumlah tidak bermakna.",
        "Convention B: 4 = largest in every list; differences are compared, totals mean nothing."),
    "position": ("Posisi {unit} pada Diagram SWOT", "Position of {unit} in the SWOT Diagram"),
    "position_line": ("Posisi: {line}.", "Position: {line}."),
    "changed_runs": (
        "Kuadran berubah bila yang berikut ditinggalkan: {names}.", "The quadrant changes when these are left out: {names}."),
    "counts_line": (
        "Jumlah faktor: S {S}, W {W}, O {O}, T {T}.", "Number of factors: S {S}, W {W}, O {O}, T {T}."),
    "not_rated": (
        "IFAS, EFAS, dan posisi belum dapat dihitung: {why}.", "IFAS, EFAS and position cannot be computed yet: {why}."),
    "strategy": ("Strategi", "Strategy"),
    "factors": ("Faktor", "Factors"),
    "owner": ("Penanggung jawab", "Responsible"),
    "score_sum": ("Jumlah skor", "Sum of scores"),
    "score_note": (
        "Jumlah skor faktor hanya membantu mengurutkan; pada konvensi A skor W dan T yang kecil justru berat.",
        "The sum of scores only helps to order; under convention A small scores of W and T are the grave ones."),
    "checks": ("Yang Perlu Diperiksa", "To Be Checked"),
    "what": ("Temuan pemeriksaan", "Finding"),
    "where": ("Pada", "At"),
    "no_checks": ("Pemeriksaan tidak menemukan apa-apa.", "The checks found nothing."),
    "evidence_note": (
        "m dari n transkrip = transkrip selesai dikode yang memuat tema bukti dengan nada yang mendukung faktor; bukti lawan = dengan nada "
        "sebaliknya. Satu transkrip dapat memuat keduanya.",
        "m of n transcripts = finished transcripts that carry the theme in the sense that supports the factor; counter-evidence = in the "
        "opposite sense. One transcript may hold both."),
    "scored": ("(bobot {weight}; rating {rating}; skor {score})", "(weight {weight}; rating {rating}; score {score})"),
    "speaks_for": ("Mendukung", "In support"),
    "as_strength": ("sebagai kekuatan", "as a strength"),
    "as_problem": ("sebagai masalah", "as a problem"),
    "raters_source": (", dan penilaian {n} penilai", ", and the ratings of {n} raters"),
    "see_ifas": ("Bobot, rating, dan konvensi seperti pada tabel IFAS.", "Weights, ratings and convention as in the IFAS table."),
    "of_origin": ("{indicator}: {origin}{made}", "{indicator}: {origin}{made}"),
    "made_here": (" (diolah)", " (own calculation)"),
    "dissonant": ("{indicator}: bertentangan di {areas}", "{indicator}: in dissonance in {areas}"),
    "strategies_of": ("Strategi {cell}", "Strategies {cell}"),
    # Codebook, quotes, transcript, tables
    "codebook": ("Buku Kode", "Codebook"),
    "definition": ("Definisi", "Definition"),
    "when": ("Dipakai bila", "Use when"),
    "not": ("Tidak dipakai untuk", "Not for"),
    "example": ("Contoh", "Example"),
    "uses": ("Segmen", "Segments"),
    "sources_n": ("Transkrip", "Transcripts"),
    "codebook_note": (
        "Segmen dan transkrip menurut aturan hitung yang sama dengan tabel tema.",
        "Segments and transcripts by the counting rule of the theme tables."),
    "speaker": ("Penutur", "Speaker"),
    "speech": ("Ucapan", "Speech"),
    "transcript": ("Transkrip {name}", "Transcript {name}"),
    "coded_by": ("Kode oleh {coder}.", "Codes by {coder}."),
    "of_sources": ("{n} segmen dalam {m} transkrip", "{n} segments in {m} transcripts"),
    "table_sources": ("Daftar Transkrip", "Sources"),
    "table_participants": ("Daftar Informan", "Participants"),
    "table_codings": ("Daftar Pengodean", "Codings"),
    "table_figures": ("Angka Indikator", "Figures of Indicators"),
    "source": ("Transkrip", "Source"),
    "kind": ("Jenis", "Kind"),
    "date": ("Tanggal", "Date"),
    "turns": ("Giliran", "Turns"),
    "codings": ("Koding", "Codings"),
    "coder": ("Pengode", "Coder"),
    "state": ("Keadaan", "State"),
    "finished": ("selesai", "finished"),
    "partly": ("sebagian", "partly"),
    "open_state": ("belum", "open"),
    "pseudonym": ("Nama samaran", "Pseudonym"),
    "gender": ("Jenis kelamin", "Gender"),
    "age": ("Usia", "Age"),
    "role": ("Peran", "Role"),
    "start": ("Mulai", "Start"),
    "stop": ("Akhir", "End"),
    "quote": ("Kutipan", "Quote"),
    "valence": ("Valensi", "Valence"),
    "grade": ("Mutu bukti", "Evidence grade"),
    "about_region": ("Tentang", "About"),
    "gloss": ("Arti", "Gloss"),
    "memo": ("Memo", "Memo"),
    "level": ("Tingkat", "Level"),
    "year": ("Tahun", "Year"),
    "printed": ("Tercetak", "As printed"),
    "read": ("Terbaca", "As read"),
    "flags": ("Tanda", "Flags"),
    "from": ("Sumber", "From"),
    "table": ("Tabel", "Table"),
    "agreed_layer": ("lapisan yang disepakati", "the agreed layer"),
}
# fmt: on


def saying(own: Mapping[str, tuple[str, str]]) -> Callable[..., str]:
    """``said`` for a module that has phrases of its own, (Indonesian, English) by key, beside those of all documents."""

    def said(key: str, **values: object) -> str:
        indonesian, english = own[key] if key in own else _SAID[key]
        text = english if language() == "en" else indonesian
        return text.format(**values) if values else text

    return said


def said(key: str, **values: object) -> str:
    """The phrase in the language in use, with ``values`` set in."""
    return _common(key, **values)


_common = saying({})
