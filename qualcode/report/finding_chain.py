"""The chain that leads to a finding, as a report prints it: its steps by number, each with what it rests on and a quote.

One rule: a step that rests on nothing, and two that nothing ties, are printed and said to be so, not left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.chain import Step, fault_lines
from qualcode.report.blocks import Block, Paragraph, Quotes
from qualcode.report.phrases import saying
from qualcode.report.quoting import Quoter

# fmt: off
said = saying({
    "chain": ("Rantai bukti yang menuju temuan ini:", "The chain of evidence that leads to this finding:"),
    "step": ("Langkah {k}. {text} ({rests}).", "Step {k}. {text} ({rests})."),
    "voiced": ("{k} kutipan, {m} transkrip, {v} informan", "{k} passages, {m} transcripts, {v} informants"),
    "on_nothing": ("tanpa bukti", "no evidence"),
    "leads": ("Mengapa ini menuju langkah berikutnya: {why}.", "Why this leads to the next step: {why}."),
    "leads_end": ("Mengapa ini menuju temuan: {why}.", "Why this leads to the finding: {why}."),
    "breaks": ("Yang belum kuat pada rantai ini: {what}.", "Where this chain is weak: {what}."),
    "step_quote": ("Langkah {k}", "Step {k}"),
})
# fmt: on


def chain_blocks(steps: Sequence[Step], quoter: Quoter, anchor: str) -> list[Block]:
    """The steps in their order, and where the chain is weak; nothing where there is none. Inside ``speaking``."""
    if not steps:
        return []
    blocks: list[Block] = [Paragraph(said("chain"))]
    for step in steps:
        claim = step.claim
        rests = [said("voiced", k=len(step.pieces), m=step.raised, v=step.voices)] if step.pieces else []
        rests += [words for kind, _rec, words in step.beside if kind != "themes"]
        lines = [
            said("step", k=claim.number, text=claim.text.rstrip("."), rests="; ".join(rests) or said("on_nothing"))
        ]
        if claim.leads:
            lines.append(said("leads" if claim.number < len(steps) else "leads_end", why=claim.leads.rstrip(".")))
        blocks.append(Paragraph(" ".join(lines), "bullet"))
        if step.pieces:
            longest = max(
                step.pieces, key=lambda piece: (piece.segment.stop - piece.segment.start, quoter.name(piece.source))
            )
            name = f"{anchor} step {claim.number}"
            blocks.append(
                Quotes(name, said("step_quote", k=claim.number), quoter.quotes([longest.segment]), inline=True)
            )
    wrong = list(fault_lines(steps))
    if wrong:
        blocks.append(Paragraph(said("breaks", what="; ".join(wrong)), "note"))
    return blocks
