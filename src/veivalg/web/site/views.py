"""The health page, the pages about the site itself and those for what went wrong."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR, PERMISSION_WORDS, ROLE_WORDS, TABLE, Permission, Role
from veivalg.web.site.privacy import controllers, cookies
from veivalg.web.ui.doors import public


@public
def health(request: HttpRequest) -> JsonResponse:
    """Whether the site can reach its database, for whoever watches over it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been tested, what is known to be missing, and how to report (tilgjengelighet)."""
    return render(request, "ui/accessibility.html", {"contact": settings.CONTACT})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site stores about people (personvern). Change the page when that changes."""
    context = {"contact": settings.CONTACT, "cookies": cookies(), "controllers": controllers()}
    return render(request, "ui/privacy.html", context)


@public
def permissions(request: HttpRequest) -> HttpResponse:
    """The one table of who may do what (tilganger), as the doors read it."""
    rows = [
        {
            "words": PERMISSION_WORDS[permission],
            "name": permission.value,
            "needs_second_factor": permission in NEEDS_SECOND_FACTOR,
            "reaches": [TABLE[role].get(permission) for role in Role],
        }
        for permission in sorted(Permission)
    ]
    return render(request, "ui/permissions.html", {"roles": [ROLE_WORDS[role] for role in Role], "rows": rows})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was looked for, and where to go instead. The reason is the view's own, when it gave one."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _error(request, 404, heading=_("There is no page at this address"), reason=reason)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be understood."""
    return _error(request, 400, heading=_("We did not understand the request"))


def forbidden(request: HttpRequest, exception: Exception, *, wanted: object = "") -> HttpResponse:
    """The reader may not do this; when the door said what it is, the page does too."""
    reason = ""
    if wanted:
        reason = _("It takes this permission: %(permission)s. Ask the secretariat of the council.") % {
            "permission": wanted
        }
    return _error(request, 403, heading=_("You do not have access to this"), reason=reason)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, a browser without cookies, or another site's doing."""
    told = _(
        "The page had been open for too long, or the browser keeps no cookies. Nothing was changed. "
        "Go back, load the page again and send the form once more."
    )
    return _error(request, 403, heading=_("The form could not be accepted"), reason=told)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return _error(request, 500, heading=_("Something went wrong on our side"))


def figures_unreadable(request: HttpRequest) -> HttpResponse:
    """The figures of this installation are damaged or gone."""
    reason = _("Whoever runs this site must run “veivalg statistics verify”, which says what to do.")
    return _error(request, 503, heading=_("The figures cannot be read just now"), reason=reason)


def _error(request: HttpRequest, status: int, *, heading: str, reason: str = "") -> HttpResponse:
    return render(request, "ui/error.html", {"heading": heading, "reason": reason, "status": status}, status=status)
