"""Agreement as items for programs: every figure as a number, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.reduce.agreement_scores import Agreement

Names = tuple[dict[bytes, str], dict[bytes, str]]  # of codes and of sources


def agreement_items(found: Agreement, names: Names) -> Iterator[dict[str, Any]]:
    """A code each, then one for all codes together."""
    from qualcode.reduce import agreement_words as words

    for score in found.scores:
        figures = {
            "percentage": score.percentage, "percentage_coded": score.percentage_coded, "positive": score.positive, "kappa": score.kappa,
            "alpha": score.alpha, "prevalence": score.prevalence, "prevalence_index": score.prevalence_index,
            "bias_index": score.bias_index, "pabak": score.pabak,
        }  # fmt: skip
        yield {
            "kind": "code", "code": score.code.name, "code_id": score.code.id, "level": score.level, "sources": score.sources,
            "units": score.units, "all": score.everyone, "some": score.some, "none": score.nobody,
            "only": dict(zip(found.names, score.only, strict=True)), "positives": dict(zip(found.names, score.positives, strict=True)),
            **_numbers(figures), "interval": _interval(score.interval), "paradox": score.paradox, "boundary": score.boundary,
            "why": _reasons({**figures, "interval": score.interval}),
            "pairs": [
                {"coders": [found.names[p.first], found.names[p.second]], "both": p.both, "only_first": p.only_first, "only_second": p.only_second,
                 "neither": p.neither, **_numbers({"percentage": p.percentage, "positive": p.positive, "kappa": p.kappa})}
                for p in score.pairs
            ],
        }  # fmt: skip
    all_ = found.overall
    figures = {
        "lowest": all_.lowest, "median": all_.middle, "percentage": all_.percentage, "percentage_coded": all_.percentage_coded,
        "positive": all_.positive, "sets": all_.sets,
    }  # fmt: skip
    yield {
        "kind": "overall", "coders": found.names, "unit": found.unit, "sources": found.sources, "units": found.units, "codes": all_.codes,
        "scored": all_.scored, "rare": all_.rare, "unused": all_.unused, "below": all_.below, **_numbers(figures),
        "positive_interval": _interval(all_.positive_interval), "why": _reasons(figures), "draws": found.draws, "seed": found.seed,
        "notes": list(words.left_lines(found, *names)),
    }  # fmt: skip


def _numbers(figures: dict[str, Any]) -> dict[str, float | None]:
    return {name: round(value, 6) if isinstance(value, float) else None for name, value in figures.items()}


def _reasons(figures: dict[str, Any]) -> dict[str, str]:
    from qualcode.reduce.agreement_words import why

    return {name: reason for name, value in figures.items() if (reason := why(value))}


def _interval(value: Any) -> list[float] | None:
    return [round(value.low, 6), round(value.high, 6)] if hasattr(value, "low") else None
