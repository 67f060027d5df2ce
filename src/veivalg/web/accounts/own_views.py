"""One's own settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.accounts.forms import AliasDetailsForm, OwnDetailsForm
from veivalg.web.accounts.middleware import account_of
from veivalg.web.accounts.operations import account as operations
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.ui import language
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import signed_in, takes_forms


@takes_forms
@signed_in
def own_details(request: HttpRequest) -> HttpResponse:
    """Name, language and mail (innstillinger). The youth panel chooses its language here, and its alias elsewhere."""
    account = account_of(request)
    kind = AliasDetailsForm if account.is_alias else OwnDetailsForm
    form = kind(request.POST or None, initial={name: getattr(account, name) for name in kind.base_fields})
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            operations.change_own(
                actor=request.actor, version=form.cleaned_data["version"], values=values, now=timezone.now()
            )
        except ChangedMeanwhile as error:
            return conflict_page(request, form, error, back=request.path)
        messages.success(request, gettext("Your settings are saved."))
        response = redirect("accounts:own_details")
        # A language that this browser was given on some page would otherwise win over the one chosen here.
        response.delete_cookie(language.COOKIE, samesite="Lax")
        return response
    return render(request, "accounts/own_details.html", {"form": form})
