"""Draws chart descriptions with Vega on the server: inline in a page, or as a file that stands alone."""

import re
import textwrap
import threading
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import orjson
import vl_convert
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from veivalg.web.ui.charts.grammar import ACCENT, INK, INK_2, LINE, PAPER, SOFT, TEXT, Spec

VEGA_LITE = "6.4"
FONT = "Inter, sans-serif"
# The page's own names for the colours, so that a drawing follows light and dark.
_VARIABLES = {
    INK: "var(--ink)",
    INK_2: "var(--ink-2)",
    ACCENT: "var(--accent)",
    LINE: "var(--line)",
    SOFT: "var(--k3)",
    PAPER: "var(--paper)",
    "#bfd5d8": "var(--k2)",
    "#2f727b": "var(--k4)",
}
_COLOUR = re.compile("|".join(map(re.escape, _VARIABLES)))
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_SIZE = re.compile(r'width="([\d.]+)" height="[\d.]+" viewBox')
_GROWTH = 1.2
"""On a page with room charts are drawn a little larger, all by as much, so that their text is of one size."""
_ID = re.compile(r'(id="|url\(#|href="#)([A-Za-z_]+\d+)')
_NORWEGIAN = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "minus": "\u2212",
    "percent": "\u00a0%",
    "nan": "",
}
_ENGLISH = {**_NORWEGIAN, "decimal": ".", "thousands": ",", "percent": "%"}
_CONFIG: Spec = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK_2,
        "titleColor": INK_2,
        "gridColor": LINE,
        "domainColor": INK_2,
        "tickColor": INK_2,
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "labelFont": FONT,
        "titleFont": FONT,
        "titleFontWeight": 400,
    },
    "text": {"font": FONT, "fontSize": TEXT},
    "title": {
        "font": FONT,
        "subtitleFont": FONT,
        "color": INK,
        "subtitleColor": INK_2,
        "fontSize": 16,
        "fontWeight": 600,
        "subtitleFontSize": 11,
        "subtitlePadding": 6,
        "anchor": "start",
        "offset": 18,
    },
    "numberFormat": ",.1~f",
}


def inline(spec: Spec, *, name: str, title: str) -> SafeString:
    """The chart as SVG inside a page, in the page's own colours. ``name`` is unique on the page."""
    return _inline(orjson.dumps(spec), get_language() or "nb", name, title)


@lru_cache(maxsize=1024)
def _inline(spec: bytes, language: str, name: str, title: str) -> SafeString:
    drawn = _draw(spec, language, transparent=True)
    text = _ID.sub(rf"\g<1>{name}-\g<2>", _COLOUR.sub(lambda match: _VARIABLES[match[0]], drawn))
    # Vega describes every mark for screen readers one by one; here the picture has one name, and a table beside it.
    text = _SPOKEN.sub("", text)
    text = _SIZE.sub(lambda size: f'width="{float(size[1]) * _GROWTH:.0f}" viewBox', text, count=1)
    text = text.replace('class="marks"', f'class="vv-chart" role="img" aria-label="{escape(title)}"', 1)
    return mark_safe(text)  # made by Vega, which escapes what it is given


def svg(spec: Spec, *, title: str, about: str) -> str:
    """The chart as a drawing of its own: with its title, its source, and a white ground."""
    whole = {
        **spec,
        "background": PAPER,
        "padding": 16,
        "title": {"text": textwrap.wrap(title, 46), "subtitle": textwrap.wrap(about, 70)},
    }
    return _draw(orjson.dumps(whole), get_language() or "nb", transparent=False)


def png(drawing: str, *, scale: float = 2.0) -> bytes:
    """A drawing as a picture, ``scale`` times as dense as it is wide. The last few are kept."""
    _fonts()
    return _picture(_NOT_XML.sub("", drawing), scale)


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no drawing may hold; the engine stops the whole process on some of them."""
_rendering = threading.Lock()


@lru_cache(maxsize=48)
def _picture(drawing: str, scale: float) -> bytes:
    # One at a time: a picture takes a second of the machine, and ordinary pages are to be answered meanwhile.
    with _rendering:
        return bytes(vl_convert.svg_to_png(drawing, scale=scale))


@lru_cache(maxsize=256)
def _draw(spec: bytes, language: str, *, transparent: bool) -> str:
    _fonts()
    whole: dict[str, Any] = _drawable(orjson.loads(spec))
    if transparent:
        whole["background"] = "transparent"
        whole["padding"] = 4
    drawn: str = vl_convert.vegalite_to_svg(
        whole,
        vl_version=VEGA_LITE,
        config=_CONFIG,
        format_locale=_ENGLISH if language == "en" else _NORWEGIAN,
        allowed_base_urls=[],
    )
    return drawn


def _drawable(value: Any) -> Any:
    """The same description without characters that cannot be drawn."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, list):
        return [_drawable(part) for part in value]
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return value


@cache
def _fonts() -> None:
    """Text in a font that is not registered vanishes without a word."""
    vl_convert.register_font_directory(str(resources.files("veivalg.web.ui.charts").joinpath("fonts")))
