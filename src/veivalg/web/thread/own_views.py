"""One's own page: what is stored about me, and a way to have it erased."""

import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.accounts import browser
from veivalg.web.accounts.middleware import account_of
from veivalg.web.councils.operations.leaving import WouldLockOut, councils_left_alone
from veivalg.web.thread import operations
from veivalg.web.thread.forms import EraseForm
from veivalg.web.ui.doors import signed_in, takes_forms
from veivalg.web.ui.downloads import attachment


@takes_forms
@signed_in
def own_data(request: HttpRequest) -> HttpResponse:
    """What is stored about me (mine data). A button gives it as a file."""
    if request.method != "POST":
        return render(request, "thread/own_data.html")
    content = operations.export_own(actor=request.actor, account=account_of(request), now=timezone.now())
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return attachment(text, "mine-data-veivalg.json")


@takes_forms
@signed_in
def erase_own(request: HttpRequest) -> HttpResponse:
    """Erase my account (slett kontoen min). Asks first, and says so when a council would be left without anyone."""
    form = EraseForm(request.POST or None)
    alone = councils_left_alone(request.account.pk, now=timezone.now())
    if form.is_valid() and not alone:
        try:
            operations.erase_own_account(actor=request.actor, now=timezone.now())
        except WouldLockOut as error:
            alone = list(error.councils)
        else:
            request.session_row = request.account = None
            response = redirect("thread:front")
            browser.take(response, browser.SESSION_COOKIE)
            browser.take(response, browser.DEVICE_COOKIE)
            rotate_token(request)
            messages.success(request, gettext("Your account is erased, and you are signed out."))
            return response
    context = {"form": form, "alone": alone}
    return render(request, "thread/erase_own.html", context, status=409 if alone and request.method == "POST" else 200)
