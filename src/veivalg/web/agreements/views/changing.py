"""Pages of changes: sent out, answered, voted on, withdrawn, put in force (endringer)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import files, findings, queries
from veivalg.web.agreements.content import from_plain
from veivalg.web.agreements.context import page_of, standing_words
from veivalg.web.agreements.difference import difference
from veivalg.web.agreements.forms import changes as forms
from veivalg.web.agreements.models import AgreementChange, ParticipantConsent
from veivalg.web.agreements.obstacles import obstacles, remarks
from veivalg.web.agreements.operations import adopting, sending
from veivalg.web.agreements.route_words import because_words, item_names, way_words
from veivalg.web.agreements.showing import least_words, shown_clauses
from veivalg.web.agreements.views.one_change import change_or_404, do
from veivalg.web.agreements.writing import behind, said_no
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import asked
from veivalg.web.ui.conflicts import look_again
from veivalg.web.ui.dates import day
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import paged

_sends = behind(Permission.AGREEMENTS_CHANGE_SEND)


@needs(Permission.AGREEMENTS_DRAFT_READ)
def changes(request: HttpRequest, council: Council) -> HttpResponse:
    """All changes, the newest first (endringer)."""
    page = paged(request, AgreementChange.objects.filter(agreement__council=council).defer("content"))
    heading = ngettext("%(count)s change has been sent out", "%(count)s changes have been sent out", page.total)
    return render(
        request,
        "agreements/changes.html",
        page_of(
            request,
            council,
            page=page,
            heading=heading % {"count": page.total} if page.total else gettext("No change has been sent out"),
        ),
    )


@needs(Permission.AGREEMENTS_DRAFT_READ)
def change(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One change: which way it goes and why, who has answered, and what is new (endring)."""
    found = change_or_404(council, pk)
    answers = _answers(found, council) if found.is_for_everyone else None
    content, base = from_plain(found.content), found.base
    elsewhere = set(asked.answers_to(found.asked_in) or {}) if found.asked_in else set()
    corrected = ParticipantConsent.objects.filter(change=found).exclude(correction=None).count()
    language = get_language() or council.language
    return render(
        request,
        "agreements/change.html",
        page_of(
            request,
            council,
            change=found,
            least=least_words(found.way.majority),
            heading=_heading(found, answers),
            way=way_words(found),
            because=because_words(found, language),
            answers=answers,
            leaving=queries.leaving(answers.asked, timezone.localdate()) if answers and found.is_under_way else [],
            corrected=corrected,
            elsewhere=elsewhere,
            to_register=[each for each in answers.silent if each.pk not in elsewhere] if answers else [],
            clauses=shown_clauses(content),
            kinds=files.KINDS,
            differences=difference(from_plain(base.content), content, language=language) if base else [],
            is_ready=found.is_under_way and (answers.is_complete if answers else bool(found.is_carried)),
            edition=getattr(found, "edition", None),
            may_adopt=request.actor.may(Permission.AGREEMENTS_EDITION_ADOPT, council_id=council.pk),
        ),
    )


@needs(Permission.AGREEMENTS_DRAFT_READ)
def change_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The text that was sent out, as a file for each municipality's own case (last ned)."""
    found = change_or_404(council, pk)
    if kind not in files.TYPES:
        raise Http404(gettext("The agreement can be had as docx, pdf and json."))
    with translation.override(council.language):
        words = gettext("Not in force. The text as it was sent out on %(day)s.") % {"day": day(found.sent_on)}
        edition = getattr(found, "edition", None)
        words = standing_words(edition, on=timezone.localdate()) if edition else words
        written = files.written(from_plain(found.content), kind, standing=words, language=council.language)
    return files.response(written, kind, name=f"{council.slug}-avtale-endring-{found.number}")


@takes_forms
@_sends
def send(request: HttpRequest, council: Council) -> HttpResponse:
    """Send the text out, after a look at the way that it has to go (send ut)."""
    row = queries.agreement_of(council)
    if row is None:
        messages.warning(request, gettext("The council has no agreement here yet. Begin one first."))
        return redirect("agreements:agreement", council.slug)
    today = timezone.localdate()
    initial = {"sent_on": today, "read": queries.content_read(row)}
    form = forms.SendForm(request.POST or None, initial=initial, rounds=queries.rounds_to_count(council))
    if form.is_valid():
        try:
            made = sending.send_out(
                actor=request.actor,
                council=council,
                title=form.cleaned_data["title"],
                read=form.cleaned_data["read"],
                asked_in=form.cleaned_data.get("asked_in"),
                sent_on=form.cleaned_data["sent_on"],
                on=today,
                now=timezone.now(),
            )
        except NotPossible as error:
            said_no(request, council, error, form)
        except ChangedMeanwhile:
            return look_again(request)
        else:
            messages.success(request, gettext("The text is frozen and sent out. Register the answers as they come."))
            return redirect("agreements:change", council.slug, made.pk)
    content = queries.content_of(row)
    base = queries.last_edition(row)
    everyone = queries.members(council)
    then = form.cleaned_data.get("sent_on", today) if form.is_bound else today
    missing = obstacles(content, everyone, on=today, sent_on=then)
    # The act cannot be passed, but who has a share depends on the day that is not written yet.
    hangs_on_day = bool(missing) and not findings.missing(findings.lines(content, on=today))
    way, because, leaving = None, [], []
    try:
        way, touched = queries.way_of(council, base, content, on=today)
        because = [(each, item_names(each.items, get_language() or "nb")) for each in touched]
        if way.majority is None:
            named = {each.participant for each in content.shares}
            leaving = queries.leaving(queries.asked_by_name(named, everyone, today), today)
    except ValueError:
        missing.append(gettext("The text says the same as the edition in force. Change it first."))
    if queries.change_under_way(council) is not None:
        missing.insert(0, gettext("Another change is under way. It is settled or withdrawn first."))
    return render(
        request,
        "agreements/send.html",
        page_of(
            request,
            council,
            form=form,
            missing=missing,
            hangs_on_day=hangs_on_day,
            remarks=remarks(content),
            way=way,
            least=least_words(way.majority) if way else "",
            because=because,
            leaving=leaving,
            is_first=base is None,
        ),
        status=status_of(form),
    )


@takes_forms
@_sends
def withdraw(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Withdraw a change, with a reason (trekk)."""
    found = change_or_404(council, pk)
    form = forms.WithdrawForm(request.POST or None)
    return do(
        request,
        council,
        found,
        form,
        gettext("Withdraw “%(title)s”?") % {"title": found.title},
        lambda: sending.withdraw(
            actor=request.actor,
            council=council,
            change_id=pk,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        done=gettext("The change is withdrawn. The answers that have come stay where they are."),
        button=gettext("Withdraw it"),
    )


@takes_forms
@behind(Permission.AGREEMENTS_EDITION_ADOPT)
def put_in_force(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Put a change whose way is complete in force (sett i kraft)."""
    found = change_or_404(council, pk)
    form = forms.InForceForm(
        request.POST or None, initial={"in_force_from": timezone.localdate(), "checksum": found.checksum}
    )
    return do(
        request,
        council,
        found,
        form,
        gettext("From when does “%(title)s” hold?") % {"title": found.title},
        lambda: adopting.put_in_force(
            actor=request.actor,
            council=council,
            change_id=pk,
            checksum=form.cleaned_data["checksum"],
            in_force_from=form.cleaned_data["in_force_from"],
            on=timezone.localdate(),
            now=timezone.now(),
        ),
        done=gettext("The edition is kept as it was agreed on. It can never be changed, only followed by a new one."),
        button=gettext("Put it in force"),
    )


def _answers(found: AgreementChange, council: Council) -> queries.Answers:
    """As of the last answer. When somebody has left since then without one, nobody is waited for in vain."""
    everyone = queries.members(council)
    answers = queries.answers(found, everyone)
    if not found.is_under_way or answers.is_complete:
        return answers
    today = queries.answers(found, everyone, on=timezone.localdate())
    return today if today.is_complete else answers


def _heading(found: AgreementChange, answers: queries.Answers | None) -> str:
    """Where it stands, in one sentence."""
    if found.state == AgreementChange.State.WITHDRAWN:
        return gettext("“%(title)s” was withdrawn") % {"title": found.title}
    if found.state == AgreementChange.State.IN_FORCE:
        return gettext("“%(title)s” has been agreed on") % {"title": found.title}
    if answers is None:
        if found.is_carried is None:
            return gettext("“%(title)s” waits for the assembly") % {"title": found.title}
        if not found.is_carried:
            return gettext("“%(title)s” did not get enough votes") % {"title": found.title}
        return gettext("The assembly has said yes to “%(title)s”") % {"title": found.title}
    words = {"title": found.title, "yes": len(answers.yes), "all": len(answers.asked)}
    if answers.no:
        return gettext("“%(title)s” cannot take effect: a participant has said no") % words
    if answers.is_complete:
        return gettext("All %(all)s have said yes to “%(title)s”") % words
    return gettext("%(yes)s of %(all)s have said yes to “%(title)s”") % words
