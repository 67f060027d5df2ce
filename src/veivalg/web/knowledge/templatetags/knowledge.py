"""Panels on a page. Joined here because a page has a dozen, and a template takes as long for each as for a page."""

from collections.abc import Sequence
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from veivalg.web.knowledge.labelling import NAME_SIZE, SCORE_SIZE
from veivalg.web.knowledge.map import Map
from veivalg.web.knowledge.panels import Panel
from veivalg.web.ui.tables import LIST_ON_PHONE

register = template.Library()
SHORT = 12
"""Rows: a table that is not longer is shown whole."""


@register.simple_tag
def panels(shown: Sequence[Panel], page_heading: str, query: str) -> SafeString:
    """Links to the panels, and then each: finding, picture beside table, source, files. White and grey in turn.

    The panel whose finding is the heading of the page already is headed by its name.
    """
    links = "".join(f'<li><a href="#{panel.id}">{escape(panel.name)}</a></li>' for panel in shown)
    here = gettext("On this page")
    about = gettext("About the figures")
    foot = f'<a href="{reverse("knowledge:about_figures")}">{escape(about)}</a>'
    download, table = escape(gettext("Download:")), escape(gettext("Table"))
    parts = [f'<nav class="vv-wrap vv-here-nav" aria-label="{escape(here)}"><ul>{links}</ul></nav>']
    for n, panel in enumerate(shown):
        heading = panel.name if panel.title == page_heading else panel.title
        text = " ".join((panel.summary, *panel.notes)).strip() if panel.spec else ""
        files = " ".join(_file(panel.word, kind, query) for kind in _kinds(panel))
        parts.append(
            f'<section class="{"vv-mist" if n % 2 else "vv-plain"}" id="{panel.id}"><div class="vv-wrap vv-sec">'
            f"<h2>{escape(heading)}</h2>"
            + (f'<p class="vv-text">{escape(text)}</p>' if text else "")
            + _picture_and_table(panel, label=f"{table}: {escape(panel.title)}")
            + f'<p class="vv-small">{escape(panel.source)} {foot}</p>'
            f'<p class="vv-files">{download} {files}</p></div></section>\n'
        )
    # Whatever is not our own markup went through escape above.
    return mark_safe("".join(parts))


def _kinds(panel: Panel) -> tuple[str, ...]:
    return ("csv", "xlsx") if panel.spec is None else ("csv", "xlsx", "svg", "png")


def _file(word: str, kind: str, query: str) -> str:
    return f'<a href="{word}.{kind}?{escape(query)}" download>{kind.upper()}</a>'


def _picture_and_table(panel: Panel, *, label: str) -> str:
    if panel.spec is None:
        return f'<div class="vv-scroll" tabindex="0" role="region" aria-label="{label}">{panel.table_html}</div>'
    # Long narrow tables scroll in their own frame; what must be read as a whole does not.
    tall = "" if LIST_ON_PHONE in panel.table.css or len(panel.table.rows) <= SHORT else " vv-tall"
    return (
        f'<div class="vv-beside"><figure class="vv-figure">{panel.chart}</figure>'
        f'<div class="vv-scroll{tall}" tabindex="0" role="region" aria-label="{label}">{panel.table_html}</div></div>'
    )


@register.simple_tag
def map_shapes(drawn: Map) -> SafeString:
    """The shapes of a map as links, and its labels on top.

    On a map of the country the links are left to the pointer: the list beside it has the same ones for the keyboard.
    """
    by_keyboard = ' tabindex="-1"' if drawn.is_country else ""
    parts = []
    for shape in drawn.shapes:
        path = f'<path class="{shape.kind}" d="{shape.path}"'
        if not shape.url:
            parts.append(f"{path}/>")
            continue
        told = escape(f"{shape.name}: {shape.text}" if shape.text else shape.name)
        parts.append(
            f'<a href="{escape(shape.url)}" aria-label="{told}"{by_keyboard}>{path}><title>{told}</title></path></a>'
        )
    for label in drawn.labels:
        below = label.y + (SCORE_SIZE - 4 if label.name else SCORE_SIZE // 3)
        if label.name:
            parts.append(
                f'<text class="on-{label.kind} name" x="{label.x}" y="{label.y - 4}" font-size="{NAME_SIZE}">'
                f"{escape(label.name)}</text>"
            )
        parts.append(
            f'<text class="on-{label.kind}" x="{label.x}" y="{below}" font-size="{SCORE_SIZE}">'
            f"{escape(label.short)}</text>"
        )
    return mark_safe("".join(parts))
