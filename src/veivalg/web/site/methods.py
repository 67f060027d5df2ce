"""Pages of figures are for reading."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

READING = ("GET", "HEAD")


class OnlyReading:
    """Answers 405 to whatever is not reading, before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in READING else HttpResponseNotAllowed(READING)
