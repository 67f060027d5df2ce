"""Pages are for reading, except those that say that they take forms."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

READING = ("GET", "HEAD")


class OnlyReading:
    """Answers 405 to a form sent to a page that takes none, and to every other method."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in (*READING, "POST"):
            return HttpResponseNotAllowed(READING)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method in READING or getattr(view, "takes_forms", False):
            return None
        return HttpResponseNotAllowed(READING)
