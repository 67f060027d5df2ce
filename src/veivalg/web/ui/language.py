"""Which language a page is written in: ``?sprak=`` in the address, then the cookie, then the council's own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "sprak"
PARAMETER = "sprak"
_A_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Chooses the language before the page is made, and remembers a choice made in the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get(PARAMETER)
        chosen = next((code for code in (asked, request.COOKIES.get(COOKIE)) if code in self.known), None)
        request.language_chosen = chosen is not None
        with translation.override(chosen or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        if asked in self.known:
            response.set_cookie(COOKIE, asked, max_age=_A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
        return response


def use_council_language(request: HttpRequest, language: str) -> None:
    """The council's own language, unless the visitor has chosen one."""
    if not request.language_chosen:
        translation.activate(language)
