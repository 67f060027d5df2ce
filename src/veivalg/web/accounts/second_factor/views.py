"""Pages of the second factor: showing it, adding one, taking one away, recovery codes."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts import browser, limits
from veivalg.web.accounts.models import Session
from veivalg.web.accounts.operations import code_app as code_apps
from veivalg.web.accounts.operations import passkey as passkeys
from veivalg.web.accounts.operations import recovery_codes as recovery
from veivalg.web.accounts.operations import second_factor
from veivalg.web.accounts.operations.second_factor import FactorNotShown, FactorRefused
from veivalg.web.accounts.second_factor import totp
from veivalg.web.accounts.second_factor.factors import Factors, Kind, factors_of
from veivalg.web.accounts.second_factor.forms import (
    CodeAppForm,
    NewPasskeyForm,
    Nothing,
    PasskeyAnswerForm,
    RecoveryCodeForm,
)
from veivalg.web.accounts.second_factor.passkeys import are_possible
from veivalg.web.ui import qr
from veivalg.web.ui.doors import View, signed_in, takes_forms, to_sign_in
from veivalg.web.ui.forms import status_of


def signed_in_by_code(view: View) -> View:
    """For someone who has given the code from the mail, whether or not they have shown the second factor."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.session_row is None and request.waiting_session is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    behind.door = "signed in"  # type: ignore[attr-defined]
    return behind


def after_showing(view: View) -> View:
    """For pages that change the factors: whoever must show one first does so, and comes back."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except FactorNotShown:
            return redirect(browser.to_confirm(request.path))

    return behind


@signed_in_by_code
@takes_forms
def confirm(request: HttpRequest) -> HttpResponse:
    """Show the second factor (bekreft), after the code from the mail or before something that needs it."""
    session, actor = _who(request)
    next_path = _next(request)
    if next_path.startswith(reverse("accounts:confirm")):
        next_path = ""
    has = factors_of(session.account_id)
    if request.method == "GET" and has.has_any and session.has_second_factor(timezone.now()):
        return redirect(next_path or browser.HOME)
    way = request.POST.get("way", "")
    forms = {
        Kind.PASSKEY: PasskeyAnswerForm(request.POST if way == Kind.PASSKEY else None, prefix="passkey"),
        Kind.CODE_APP: CodeAppForm(request.POST if way == Kind.CODE_APP else None, prefix="app"),
        Kind.RECOVERY_CODE: RecoveryCodeForm(request.POST if way == Kind.RECOVERY_CODE else None, prefix="recovery"),
    }
    status = 0
    form = forms.get(way)
    if form is not None and form.is_valid():
        try:
            return _shown(request, session, actor, Kind(way), form.cleaned_data, next_path)
        except FactorRefused as error:
            form.add_error("code" if "code" in form.fields else None, str(error))
            status = 403
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
    context = {"has": has, "next_path": next_path, "way": way} | {kind.value: form for kind, form in forms.items()}
    return render(request, "accounts/second_factor/confirm.html", context, status=status or status_of(form))


def _shown(
    request: HttpRequest, session: Session, actor: Actor, kind: Kind, cleaned: dict[str, Any], next_path: str
) -> HttpResponse:
    """Check what was shown, and go on. Raises FactorRefused and limits.TooMany."""
    now = timezone.now()
    match kind:
        case Kind.PASSKEY:
            passkeys.use_passkey(actor=actor, session=session, answer=cleaned["answer"], now=now)
        case Kind.CODE_APP:
            code_apps.use_totp(actor=actor, session=session, typed=cleaned["code"], now=now)
        case Kind.RECOVERY_CODE:
            left = recovery.use_recovery_code(actor=actor, session=session, typed=cleaned["code"], now=now)
            messages.info(
                request,
                gettext(
                    "The recovery code is used up. Codes left: %(count)s. "
                    "Have you lost a phone or a key? Remove it here."
                )
                % {"count": left},
            )
            return redirect(next_path or "accounts:security")
    return redirect(next_path or browser.HOME)


@signed_in_by_code
@takes_forms
def passkey_to_use(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey. Only for the script on the page `confirm`."""
    session, _ = _who(request)
    return _options(request, lambda: passkeys.ask_for_passkey(session=session, now=timezone.now()))


@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """My second factors (sikkerhet)."""
    session, _ = _who(request)
    return render(request, "accounts/second_factor/security.html", {"has": factors_of(session.account_id)})


@signed_in
@takes_forms
@after_showing
def code_app(request: HttpRequest) -> HttpResponse:
    """Set up a code app: the QR code, the key for typing, and a first code from the app."""
    session, actor = _who(request)
    now = timezone.now()
    if request.method == "POST" and request.POST.get("begin"):
        code_apps.begin_totp(session=session, now=now)
        return redirect(_with_next("accounts:code_app", _next(request)))
    device = code_apps.begun_totp(session=session, now=now)
    if device is None:
        second_factor.require_shown(session=session, now=now)
    form = CodeAppForm(request.POST if request.method == "POST" else None)
    status = 0
    if form.is_valid():
        try:
            code_apps.confirm_totp(actor=actor, session=session, typed=form.cleaned_data["code"], now=now)
            messages.success(request, gettext("The code app is ready. You will be asked for a code from it."))
            return _after_adding(request, session)
        except FactorRefused as error:
            form.add_error("code", str(error))
            status = 403
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
    context = {"form": form, "next_path": _next(request), "has": factors_of(session.account_id)}
    if device is not None:
        context |= _to_scan(session, device)
    return render(request, "accounts/second_factor/code_app.html", context, status=status or status_of(form))


def _to_scan(session: Session, device: code_apps.TotpDevice) -> dict[str, object]:
    """The secret as a QR code and as text. It is in the page only, never in an address."""
    try:
        secret = code_apps.secret_of(device)
    except FactorRefused:
        # Begun before the site got a new key: there is nothing to lose by beginning again.
        return {}
    name = session.account.email or session.account.display_name
    address = totp.address_for_app(secret, account=name, issuer="Veivalg")
    return {
        "key": totp.key_for_typing(secret),
        "drawing": qr.drawing(address, label=gettext("QR code for the code app")),
        "app_address": address,
    }


@signed_in
@takes_forms
@after_showing
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Register a passkey."""
    session, actor = _who(request)
    now = timezone.now()
    second_factor.require_shown(session=session, now=now)
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    status = 0
    if form.is_valid():
        try:
            passkeys.confirm_passkey(
                actor=actor,
                session=session,
                name=form.cleaned_data["name"],
                answer=form.cleaned_data["answer"],
                now=now,
            )
            messages.success(request, gettext("The passkey is ready. You will be asked for it."))
            return _after_adding(request, session)
        except FactorRefused as error:
            form.add_error(None, str(error))
            status = 403
    context = {"form": form, "next_path": _next(request), "are_possible": are_possible()}
    return render(request, "accounts/second_factor/new_passkey.html", context, status=status or status_of(form))


@signed_in
@takes_forms
def passkey_to_make(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey. Only for the script on the page `new_passkey`."""
    session, _ = _who(request)
    return _options(request, lambda: passkeys.begin_passkey(session=session, now=timezone.now()))


@signed_in
@takes_forms
@after_showing
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes. They are on the page that answers, and nowhere else."""
    session, actor = _who(request)
    form = Nothing(request.POST if request.method == "POST" else None)
    codes: list[str] = []
    status = 0
    if form.is_valid():
        try:
            codes = recovery.make_recovery_codes(actor=actor, session=session, now=timezone.now())
        except FactorRefused as error:
            form.add_error(None, str(error))
            status = 403
    context = {"form": form, "codes": codes, "has": factors_of(session.account_id), "next_path": _next(request)}
    return render(request, "accounts/second_factor/recovery_codes.html", context, status=status or status_of(form))


@signed_in
@takes_forms
@after_showing
def remove(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Take away a factor, after a question."""
    session, actor = _who(request)
    now = timezone.now()
    has = factors_of(session.account_id)
    factor = _own(has, Kind(kind), key)
    second_factor.require_shown(session=session, now=now)
    if request.method == "POST":
        second_factor.remove_second_factor(actor=actor, session=session, kind=Kind(kind), key=key, now=now)
        messages.success(request, gettext("It has been removed, and no longer works."))
        return redirect("accounts:security")
    is_last = len(has.passkeys) + (has.code_app is not None) == 1
    context = {"factor": factor, "kind": kind, "is_last": is_last}
    return render(request, "accounts/second_factor/remove.html", context)


def _own(has: Factors, kind: Kind, key: int) -> object:
    own = has.passkeys if kind is Kind.PASSKEY else [has.code_app] if has.code_app else []
    found = next((factor for factor in own if factor.pk == key), None)
    if found is None:
        raise Http404(gettext("It has been removed already, or is not yours."))
    return found


def _who(request: HttpRequest) -> tuple[Session, Actor]:
    """The session, also while it waits for the second factor, and who it belongs to."""
    session: Session = request.session_row or request.waiting_session
    return session, Actor(
        account_id=session.account_id,
        has_second_factor=session.has_second_factor(timezone.now()),
        request_id=request.id,
    )


def _options(request: HttpRequest, make: Any) -> HttpResponse:
    """An answer to the script: options for the browser, or why there are none."""
    if request.method != "POST":
        # Asking makes something that can be used once, so a link must not do it.
        return redirect("accounts:security")
    try:
        return JsonResponse(make())
    except FactorNotShown:
        return JsonResponse({"message": gettext("Show your second factor first.")}, status=403)
    except FactorRefused as error:
        return JsonResponse({"message": str(error)}, status=403)


def _after_adding(request: HttpRequest, session: Session) -> HttpResponse:
    """To the recovery codes when there are none, since now something can be lost; else on."""
    next_path = _next(request)
    if not factors_of(session.account_id).recovery_codes_left:
        return redirect(_with_next("accounts:recovery_codes", next_path))
    return redirect(next_path or "accounts:security")


def _next(request: HttpRequest) -> str:
    return browser.own_path(request, request.POST.get("neste") or request.GET.get("neste", ""))


def _with_next(name: str, next_path: str) -> str:
    return f"{reverse(name)}?{urlencode({'neste': next_path})}" if next_path else reverse(name)


def _wait(error: limits.TooMany) -> str:
    return gettext("Too many attempts. Wait until %(time)s, or use another of your ways.") % {
        "time": f"{timezone.localtime(error.until):%H.%M}"
    }
