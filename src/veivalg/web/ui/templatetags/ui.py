"""What the templates of every app may use."""

from collections.abc import Iterable
from functools import cache
from html import escape
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from veivalg.web.ui import dates, numbers
from veivalg.web.ui.language import PARAMETER

register = template.Library()
KEPT = ("utgave", "aar", "region", "sorter", "fylke", "q", "dato", "side")
LONGEST = 80
register.filter("number", numbers.number)
register.filter("signed", numbers.signed)
register.filter("percent", numbers.percent)
register.filter("listed", numbers.listed)
register.filter("day", dates.day)
register.filter("moment", dates.moment)
register.filter("period", dates.period)


@register.simple_tag
@cache
def address(name: str) -> str:
    """The address of a page that takes no arguments; it never changes while the site runs."""
    return reverse(name)


@register.simple_tag
def options(choices: Iterable[object], chosen: object) -> SafeString:
    """The options of a select: values, or pairs of value and name."""
    pairs = (choice if isinstance(choice, tuple) else (choice, choice) for choice in choices)
    rows = (
        f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>{escape(str(name))}</option>'
        for value, name in pairs
    )
    return mark_safe("".join(rows))


@register.simple_tag(takes_context=True)
def language_url(context: template.Context, language: str) -> str:
    """This page in another language: a permanent address."""
    asked = context["request"].GET
    # What we know, and no longer than we use: a page does not repeat whatever it was sent.
    kept = {key: asked[key][:LONGEST] for key in KEPT if asked.get(key)}
    return f"?{urlencode({**kept, PARAMETER: language})}"
