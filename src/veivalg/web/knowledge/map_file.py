"""A map as a drawing of its own: title, key and source inside, light colours, for reports and slides."""

import textwrap
from collections.abc import Sequence
from html import escape

from veivalg.web.knowledge.labelling import NAME_SIZE, SCORE_SIZE
from veivalg.web.knowledge.map import WIDTH, Map

COLOURS = {
    "k1": "#e7eff0",
    "k2": "#bfd5d8",
    "k3": "#8bb3b8",
    "k4": "#2f727b",
    "k5": "#0b434a",
    "km": "url(#missing)",
    "land": "#e9ecec",
}
_INK, _INK_2, _ON_STRONG = "#14262a", "#4c5c60", "#ffffff"
_HATCH = (
    '<pattern id="missing" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#fff"/><path d="M0 0V8" stroke="#4c5c60" stroke-width="3"/></pattern>'
)


def letters_on(kind: str) -> str:
    """The colour of letters on a ground."""
    return _ON_STRONG if kind in {"k4", "k5"} else _INK


def as_svg(drawn: Map, *, title: str, about: str, key: Sequence[tuple[str, str]]) -> str:
    """The map with everything a reader needs. ``key`` is pairs of colour class and what it means."""
    margin = 32
    heading = textwrap.wrap(title, 52)
    small = textwrap.wrap(about, 110)
    top = margin + 44 * len(heading) + 16
    bottom = top + drawn.height + 32
    height = bottom + 34 * len(key) + 26 * len(small) + margin
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH + 2 * margin:.0f}" height="{height}" '
        f'viewBox="0 0 {WIDTH + 2 * margin:.0f} {height}" font-family="Inter, sans-serif" role="img">',
        f"<title>{escape(title)}</title><defs>{_HATCH}"
        f'<clipPath id="frame"><rect width="{WIDTH:.0f}" height="{drawn.height}"/></clipPath></defs>',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for n, line in enumerate(heading, start=1):
        parts.append(_text(margin, margin + 44 * n - 10, line, size=34, colour=_INK, weight=600))
    parts.append(f'<g transform="translate({margin} {top})" clip-path="url(#frame)">')
    edge = 0.6 if drawn.is_country else 1.5
    for shape in drawn.shapes:
        parts.append(
            f'<path d="{shape.path}" fill="{COLOURS[shape.kind]}" fill-rule="evenodd" stroke="#fff" '
            f'stroke-width="{edge}" stroke-linejoin="round">'
            + (f"<title>{escape(shape.name)}: {escape(shape.text)}</title>" if shape.text else "")
            + "</path>"
        )
    for label in drawn.labels:
        colour, ground = letters_on(label.kind), COLOURS[label.kind] if label.kind != "km" else "#fff"
        if label.name:
            parts.append(
                _text(label.x, label.y - 4, label.name, size=NAME_SIZE, colour=colour, anchor="middle", edge=ground)
            )
        below = label.y + (SCORE_SIZE - 4 if label.name else SCORE_SIZE / 3)
        parts.append(
            _text(label.x, below, label.short, size=SCORE_SIZE, colour=colour, weight=600, anchor="middle", edge=ground)
        )
    parts.append("</g>")
    y = bottom
    for kind, meaning in key:
        parts.append(f'<rect x="{margin}" y="{y}" width="36" height="20" fill="{COLOURS[kind]}" stroke="#b3c2c4"/>')
        parts.append(_text(margin + 50, y + 17, meaning, size=20, colour=_INK))
        y += 34
    for line in small:
        y += 26
        parts.append(_text(margin, y, line, size=18, colour=_INK_2))
    return "".join([*parts, "</svg>"])


def _text(
    x: float, y: float, text: str, *, size: float, colour: str, weight: int = 400, anchor: str = "start", edge: str = ""
) -> str:
    around = f' paint-order="stroke" stroke="{edge}" stroke-width="5" stroke-linejoin="round"' if edge else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}"{around}>{escape(text)}</text>'
    )
