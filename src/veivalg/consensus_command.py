"""``veivalg consensus``: how much a group agrees, from the number of answers to each step of a scale."""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from veivalg.facts import limits
from veivalg.facts.load import FactsBroken
from veivalg.rules.consensus import (
    CountsUnusable,
    Reading,
    ReadingLimits,
    agreement,
    consensus,
    mean,
    polarisation,
    r_wg,
    read,
)

_READINGS: Mapping[str, Mapping[Reading, str]] = {
    "nb": {
        Reading.TOGETHER: "Samlet: de fleste svarer nær hverandre.",
        Reading.PARTLY: "Delvis samlet: de fleste heller samme vei, men ikke alle.",
        Reading.SPREAD: "Spredt: svarene har ikke noe tydelig mønster.",
        Reading.SPLIT: "Delt: svarene ligger i leirer langt fra hverandre.",
    },
    "nn": {
        Reading.TOGETHER: "Samla: dei fleste svarar nær kvarandre.",
        Reading.PARTLY: "Delvis samla: dei fleste hellar same veg, men ikkje alle.",
        Reading.SPREAD: "Spreidd: svara har ikkje noko tydeleg mønster.",
        Reading.SPLIT: "Delt: svara ligg i leirar langt frå kvarandre.",
    },
    "en": {
        Reading.TOGETHER: "Together: most answers are close to each other.",
        Reading.PARTLY: "Partly together: most lean the same way, but not all.",
        Reading.SPREAD: "Spread: the answers have no clear pattern.",
        Reading.SPLIT: "Split: the answers are in camps far from each other.",
    },
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "few": "Bare {n} har svart. Fra {fewest} svar sier vi hvor samlet gruppen er.",
        "answers": "Svar, fra første til siste trinn: {counts} (til sammen {n}).",
        "agreement": "Enighet A: {a} (-1 = delt i to, 0 = uten mønster, 1 = alle svarer det samme).",
        "others": "Polarisering: {p}. Konsensus (Tastle og Wierman): {c}. r_wg: {r}.",
        "mean": "Snitt: {m} av {k}. Snittet alene kan skjule to leirer.",
        "none": "kan ikke regnes ut av ett svar",
    },
    "nn": {
        "few": "Berre {n} har svart. Frå {fewest} svar seier vi kor samla gruppa er.",
        "answers": "Svar, frå første til siste trinn: {counts} (til saman {n}).",
        "agreement": "Semje A: {a} (-1 = delt i to, 0 = utan mønster, 1 = alle svarar det same).",
        "others": "Polarisering: {p}. Konsensus (Tastle og Wierman): {c}. r_wg: {r}.",
        "mean": "Snitt: {m} av {k}. Snittet åleine kan skjule to leirar.",
        "none": "kan ikkje reknast ut av eitt svar",
    },
    "en": {
        "few": "Only {n} answered. From {fewest} answers we say how much a group agrees.",
        "answers": "Answers, from the first step to the last: {counts} ({n} in all).",
        "agreement": "Agreement A: {a} (-1 = split in two, 0 = no pattern, 1 = all answer the same).",
        "others": "Polarisation: {p}. Consensus (Tastle and Wierman): {c}. r_wg: {r}.",
        "mean": "Mean: {m} of {k}. The mean alone can hide two camps.",
        "none": "cannot be told from one answer",
    },
}


def main(argv: list[str], *, today: date) -> int:
    """Print how much a group agrees. Exit code 0, or 2 when the numbers are no answers to a scale."""
    parser = argparse.ArgumentParser(
        prog="veivalg consensus",
        description="How much a group agrees, from the number of answers to each step of a scale, in order, also those "
        "that nobody chose: veivalg consensus 0 0 2 6 4",
    )
    parser.add_argument("counts", nargs="*", metavar="COUNT", help="answers to one step; at least three steps")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--language", choices=list(_WORDS), default="en", help="of the text (default: en)")
    parser.add_argument("--on", type=_day, default=today, metavar="DATE", help="take the limits that hold on this day")
    options = parser.parse_args(argv)
    try:
        counts = [_count(word, place) for place, word in enumerate(options.counts, start=1)]
        current = limits.reading_limits(options.on)
        found = _found(counts, current)
    except (CountsUnusable, FactsBroken) as error:
        print(f"veivalg consensus: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found) if options.format == "json" else _text(counts, current, options.language))
    return 0


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no day. Write it as 2026-11-24.") from None


def _count(word: str, place: int) -> int:
    if re.fullmatch("-?[0-9]{1,9}", word) is None:
        raise CountsUnusable(
            f"Category {place} has {word[:20]!r} answers. Give a whole number of at most nine digits; 0 when nobody "
            "chose it."
        )
    return int(word)


def _found(counts: list[int], current: ReadingLimits) -> dict[str, object]:
    """What is printed as JSON: numbers rounded to six decimals, the reading null with too few answers."""
    within, reading = r_wg(counts), read(counts, current)
    return {
        "n": sum(counts),
        "counts": counts,
        "mean": _rounded(mean(counts)),
        "agreement_a": _rounded(agreement(counts)),
        "polarisation": _rounded(polarisation(counts)),
        "consensus_tw": round(consensus(counts), 6),
        "r_wg": None if within is None else _rounded(within),
        "reading": None if reading is None else reading.value,
        "fewest_answers": current.fewest_answers,
    }


def _text(counts: list[int], current: ReadingLimits, language: str) -> str:
    words, reading, within = _WORDS[language], read(counts, current), r_wg(counts)

    def number(value: Fraction | float) -> str:
        # Halves away from zero, as on pages: 0.125 is 0.13.
        text = str(Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP))
        return text if language == "en" else text.replace(".", ",")

    first = (
        words["few"].format(n=sum(counts), fewest=current.fewest_answers)
        if reading is None
        else _READINGS[language][reading]
    )
    return "\n".join(
        [
            first,
            words["answers"].format(counts=", ".join(map(str, counts)), n=sum(counts)),
            words["agreement"].format(a=number(agreement(counts))),
            words["others"].format(
                p=number(polarisation(counts)),
                c=number(consensus(counts)),
                r=words["none"] if within is None else number(within),
            ),
            words["mean"].format(m=number(mean(counts)), k=len(counts)),
        ]
    )


def _rounded(value: Fraction) -> float:
    return round(float(value), 6)
