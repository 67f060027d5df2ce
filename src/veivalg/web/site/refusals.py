"""What someone meets at a closed door."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from veivalg.web.access.catalogue import PERMISSION_WORDS
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.accounts import browser
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.site import views

log = logging.getLogger(__name__)


class Refusals:
    """Sends those without a second factor to show one, and tells the others what they lack. Both are written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondFactorNeeded):
            # A form that was sent cannot be sent again from elsewhere: the page it came from is the way back.
            return HttpResponseRedirect(browser.to_confirm(request.path))
        if not isinstance(exception, Refused):
            return None
        if request.account is not None:
            with transaction.atomic():
                record(
                    request.actor,
                    Verb.ACCESS_REFUSED,
                    subject=request.account,
                    reason=f"{exception} {request.path}",
                    at=timezone.now(),
                )
        wanted = PERMISSION_WORDS[exception.permission] if exception.permission is not None else ""
        return views.forbidden(request, Refused(exception.permission), wanted=wanted)
