"""One's own settings, alias and sessions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.accounts import browser
from veivalg.web.accounts.forms import AliasDetailsForm, AliasForm, OwnDetailsForm
from veivalg.web.accounts.middleware import account_of
from veivalg.web.accounts.models import Session
from veivalg.web.accounts.operations import account as operations
from veivalg.web.accounts.operations import alias as aliases
from veivalg.web.accounts.operations import sessions
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.ui import language
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import signed_in, takes_forms
from veivalg.web.ui.forms import status_of


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
    return render(request, "accounts/own_details.html", {"form": form}, status=status_of(form))


@signed_in
@takes_forms
def own_alias(request: HttpRequest) -> HttpResponse:
    """Choose what to be called in the youth panel (alias). Those who have an address have a name instead."""
    account = account_of(request)
    if not account.is_alias:
        return redirect(browser.HOME)
    form = AliasForm(request.POST or None, initial={"alias": account.name})
    if form.is_valid():
        try:
            aliases.choose_alias(actor=request.actor, typed=form.cleaned_data["alias"], now=timezone.now())
        except aliases.AliasRefused as error:
            form.add_error("alias", str(error))
        else:
            messages.success(request, gettext("That is what you are called here."))
            return redirect(browser.HOME)
    return render(request, "accounts/own_alias.html", {"form": form}, status=status_of(form))


@signed_in
@takes_forms
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in, and a way to end it (innloggede økter)."""
    if request.method == "POST":
        session_id = id_of(request.POST.get("end", ""))
        if request.POST.get("end") == "others":
            sessions.end_others(actor=request.actor, kept_id=request.session_row.pk, now=timezone.now())
            messages.success(request, gettext("You are signed out everywhere else."))
        elif session_id is not None:
            ended = sessions.end(actor=request.actor, session_id=session_id, now=timezone.now())
            messages.success(request, gettext("The session has ended.") if ended else gettext("It had ended already."))
        return redirect("accounts:own_sessions")
    mine = Session.objects.filter(account=account_of(request), ends_at__gt=timezone.now())
    return render(request, "accounts/own_sessions.html", {"sessions": mine, "here": request.session_row})


@signed_in
@takes_forms
def keep_going(request: HttpRequest) -> HttpResponse:
    """Stay signed in, from the warning that the session is about to end."""
    return redirect(browser.own_path(request, request.POST.get("neste", "")) or browser.HOME)
