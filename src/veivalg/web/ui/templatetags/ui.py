"""What the templates of every app may use."""

from django import template

from veivalg.web.ui import numbers
from veivalg.web.ui.language import PARAMETER

register = template.Library()
register.filter("number", numbers.number)
register.filter("signed", numbers.signed)
register.filter("percent", numbers.percent)
register.filter("listed", numbers.listed)


@register.simple_tag(takes_context=True)
def language_url(context: template.Context, language: str) -> str:
    """This page in another language: a permanent address."""
    query = context["request"].GET.copy()
    query[PARAMETER] = language
    return f"?{query.urlencode()}"
