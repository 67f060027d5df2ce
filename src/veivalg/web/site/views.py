"""The health page, the pages about the site itself and those for what went wrong."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def health(request: HttpRequest) -> JsonResponse:
    """Whether the site can reach its database, for whoever watches over it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been tested, what is known to be missing, and how to report (tilgjengelighet)."""
    return render(request, "ui/accessibility.html", {"contact": settings.CONTACT})


def privacy(request: HttpRequest) -> HttpResponse:
    """What the site stores about its readers (personvern). Change the page when that changes."""
    return render(request, "ui/privacy.html", {"contact": settings.CONTACT})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was looked for, and where to go instead. The reason is the view's own, when it gave one."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _error(request, 404, heading=_("There is no page at this address"), reason=reason)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be understood."""
    return _error(request, 400, heading=_("We did not understand the request"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The visitor may not do this."""
    return _error(request, 403, heading=_("You do not have access to this"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return _error(request, 500, heading=_("Something went wrong on our side"))


def figures_unreadable(request: HttpRequest) -> HttpResponse:
    """The figures of this installation are damaged or gone."""
    reason = _("Whoever runs this site must run “veivalg statistics verify”, which says what to do.")
    return _error(request, 503, heading=_("The figures cannot be read just now"), reason=reason)


def _error(request: HttpRequest, status: int, *, heading: str, reason: str = "") -> HttpResponse:
    return render(request, "ui/error.html", {"heading": heading, "reason": reason, "status": status}, status=status)
