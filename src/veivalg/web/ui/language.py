"""Which language a page is written in: ``?sprak=`` in the address, the cookie, the reader's own, the council's."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

COOKIE = "sprak"
PARAMETER = "sprak"
_A_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Chooses the language before the page is made, and remembers a choice made in the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            asked = request.GET.get(PARAMETER)
        except SuspiciousOperation:
            # Too many parameters: the page is refused further in, in the reader's language.
            return self._refused(request)
        own = getattr(request, "account_language", "")
        chosen = next((code for code in (asked, request.COOKIES.get(COOKIE), own) if code in self.known), None)
        request.language_chosen = chosen is not None
        with translation.override(chosen or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Cookie",))
        # A file that is fetched with a language in its address is not a choice of language for the pages.
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if asked in self.known and is_page:
            response.headers.setdefault("Cache-Control", "private")
            response.set_cookie(COOKIE, asked, max_age=_A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse:
        """A plain answer: every page of ours reads the parameters that could not be read."""
        with translation.override(settings.LANGUAGE_CODE):
            text = gettext("The address has too many parameters.")
        return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")


def use_council_language(request: HttpRequest, language: str) -> None:
    """The council's own language, unless the visitor has chosen one."""
    if not request.language_chosen:
        translation.activate(language)
