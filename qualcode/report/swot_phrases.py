"""What the SWOT's tables say around their numbers, beside the phrases of all documents."""

from __future__ import annotations

from qualcode.report.phrases import saying

# fmt: off
said = saying({
    "comment": ("Bukti", "Evidence"),
    "list_note": (
        "Bobot setiap daftar berjumlah 1,00 (pilihan proyek ini).", "The weights of each list sum to 1.00 (this project's choice)."),
    "weights_from": ("Bobot dari {source}.", "Weights from {source}."),
    "unequal": (
        "Panjang daftar berbeda lebih dari dua faktor ({lists}); selisih skor ikut ditarik oleh daftar yang lebih panjang.",
        "The lists differ by more than two factors ({lists}); the difference of scores is pulled by the longer one."),
    "signs_note": (
        "Tanda dan nama menentukan; nomor kuadran berbeda antarsumber cetak.",
        "Signs and name decide; printed sources number the quadrants differently."),
    "with_indicator": ("indikator {names}", "indicator {names}"),
    "with_documents": ("{n} dokumen", "documents: {n}"),
    "passage": ("kutipan", "passage"),
    "document": ("dokumen", "document"),
    "figure": ("angka", "figure"),
    "kinds": ("Jenis bukti", "Kind of evidence"),
    "basis": ("Kekuatan bukti", "Reach of evidence"),
    "put_against": ("{n} kutipan yang diajukan melawan", "{n} passages put against it"),
    "areas_of": ("Wilayah", "Areas"),
    "themes_of": ("Tema", "Themes"),
    "frame_of": ("Waktu", "When"),
    "group_of": ("Kelompok", "Group"),
    "no_cell": ("Belum ditempatkan", "Not placed yet"),
    "unused": ("Belum dipakai strategi: {names}.", "Used by no strategy: {names}."),
    "A_order": (
        "Jumlah skor faktor hanya petunjuk urutan (konvensi A): kelemahan dan ancaman yang berat justru menurunkannya.",
        "The sum of scores is a hint of order only (convention A): grave weaknesses and threats lower it."),
    "B_order": (
        "Jumlah skor faktor hanya petunjuk urutan (konvensi B).", "The sum of scores is a hint of order only (convention B)."),
    "severity": ("Bobot temuan", "Severity"),
    "error": ("harus diperbaiki", "to be mended"),
    "warning": ("akan ditanyakan", "will be asked about"),
    "note": ("perlu diketahui", "to be known"),
    "unit_note": (
        "Unit analisis: {unit}. Fakta yang sama dapat internal bagi satu unit dan eksternal bagi unit lain.",
        "Unit of analysis: {unit}. The same fact may be internal to one unit and external to another."),
    "stated_line": ("Kuadran yang tertulis pada dokumen asal: {stated}.", "Quadrant as stated in the original document: {stated}."),
})
# fmt: on
