"""Small drawings beside the words: a bar of answers, and agreement on its line. In per cent of their own width."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from veivalg.web.ui.numbers import number

SMALLEST_LABEL = 5
"""Per cent of the width that a number needs; smaller ones are in the text for those who cannot see."""


def bar(counts: Sequence[int]) -> SafeString:
    """Answers from 1 to 5 as one bar."""
    total = sum(counts) or 1
    pieces, start = [], Fraction(0)
    for step, count in enumerate(counts, start=1):
        width = Fraction(100 * count, total)
        if count:
            label = number(count) if width >= SMALLEST_LABEL else ""
            middle = start + width / 2
            pieces.append((f"{float(start):.3f}", f"{float(width):.3f}", step, f"{float(middle):.3f}", label))
        start += width
    spoken = gettext("%(count)s answers.") % {"count": number(sum(counts))} + " "
    spoken += ", ".join(f"{step}: {number(count)}" for step, count in enumerate(counts, start=1))
    inside = format_html_join(
        "",
        '<rect class="k{2}" x="{0}%" y="0" width="{1}%" height="34"></rect>'
        '<text class="on-k{2}" x="{3}%" y="22" text-anchor="middle">{4}</text>',
        pieces,
    )
    return format_html('<svg class="vv-lk" role="img" aria-label="{}" height="34">{}</svg>', spoken, inside)


def axis(agreement: Fraction | None) -> SafeString:
    """Agreement on a line from −1 to 1, with a mark at 0. The word beside it says the same."""
    if agreement is None:
        return SafeString("")
    # A little in from the ends, so that the dot is whole.
    place = f"{2 + 96 * (float(agreement) + 1) / 2:.2f}"
    return format_html(
        '<svg class="vv-reach-line" aria-hidden="true" height="14"><line x1="2%" x2="98%" y1="7" y2="7"></line>'
        '<line class="zero" x1="50%" x2="50%" y1="1" y2="13"></line><circle cx="{}%" cy="7" r="6"></circle></svg>',
        place,
    )


def strength(count: int, total: int) -> int:
    """How strong the tint of a cell is, 0–5, from its share of a row.

    >>> strength(0, 9), strength(1, 9), strength(9, 9)
    (0, 1, 5)
    """
    return -(-5 * count // total) if total else 0
