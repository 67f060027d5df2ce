"""Two ordinary Django pages: one query, one template, as many bytes as asked for, and no cache."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from veivalg.web.councils.models import Municipality

SENTENCE = "Ein heilt vanleg setning om kommunar og regionar. "


def municipality_list(request: HttpRequest) -> HttpResponse:
    """The fifty first municipalities in a table, and plain text up to the size."""
    return _page(request, "bench/list.html", {"rows": Municipality.objects.all()[:50]})


def bare(request: HttpRequest) -> HttpResponse:
    """One municipality's name, and plain text up to the size: the least that a page can do."""
    return _page(request, "bench/bare.html", {"municipality": Municipality.objects.get(code="5047")})


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    fill = int(request.GET.get("fill", "0"))
    text = (SENTENCE * (fill // len(SENTENCE) + 1))[:fill]
    # The text is our own; escaping it would only make the peer slower.
    return render(request, template, context | {"fill": mark_safe(text)})
