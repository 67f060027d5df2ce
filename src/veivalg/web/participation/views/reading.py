"""Pages that everyone may read: rounds, the draft that was sent, what came in, and what it led to (medvirkning)."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.rules.plans import Plan
from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.participation import files, page, queries
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.participation.sent_text import parts_of, under
from veivalg.web.strategy.editions import is_unspoilt
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged, plain, searched

ABOUT = "om"
PER_PAGE, PER_PRINTED_PAGE = 25, 200
P = Permission


@public_in_council
def rounds(request: HttpRequest, council: Council) -> HttpResponse:
    """Every round of the council, with how far it has come (medvirkning)."""
    today = timezone.localdate()
    rows = queries.rounds(council, request.actor)
    shown = paged(request, rows)
    lines = page.round_lines(shown.rows, council, on=today)
    open_now = rows.open_on(today).count()
    heading = gettext("Nothing is open for submissions now")
    if open_now:
        heading = ngettext(
            "%(count)s draft is open for what you think", "%(count)s drafts are open for what you think", open_now
        ) % {"count": number(open_now)}
    return render(
        request,
        "participation/rounds.html",
        about(request, council, heading=heading, page=shown, lines=lines, late=[x for x in lines if x.overdue]),
    )


@public_in_council
def round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One round: the draft to read, with a way to answer each part (medvirkningsrunde)."""
    row = found(request, council, pk)
    today = timezone.localdate()
    line = page.round_lines([row], council, on=today)[0]
    plan = None if row.is_draft else page.plan_sent(row)
    goals = list(enumerate(plan.goals, start=1)) if plan else []
    counted = queries.published_by_key(row)
    return render(
        request,
        "participation/round.html",
        about(
            request,
            council,
            line=line,
            row=row,
            heading=page.heading(line, on=today),
            overdue=page.overdue_words(line),
            plan=plan,
            is_open=row.is_open(today),
            page=paged(request, goals, per_page=5 if plan and len(plan.actions) > 200 else 50),
            counts={goal.id: _count(counted, plan, goal.id) for _, goal in goals if plan},
            whole_count=counted.get("", 0),
            is_unspoilt=not row.is_draft and is_unspoilt(row.content, row.checksum),
            own=queries.own_participants(request.actor, council, on=today),
            kept_from=queries.earlier_words_kept_from(council, request.actor),
        ),
    )


@public_in_council
def submissions(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What has been published of a round, with the answers, searched and by goal (innspill)."""
    row = found(request, council, pk, is_published=True)
    plan = page.plan_sent(row)
    words, asked = searched(request), plain(request.GET.get(ABOUT, ""))
    shown = paged(
        request, queries.published(row, words=words, keys=keys_asked(plan, asked)), kept=(ABOUT,), per_page=PER_PAGE
    )
    line = page.round_lines([row], council, on=timezone.localdate())[0]
    heading = ngettext("%(count)s submission can be read", "%(count)s submissions can be read", shown.total) % {
        "count": number(shown.total)
    }
    if words or asked:
        heading = ngettext("%(count)s submission fits", "%(count)s submissions fit", shown.total) % {
            "count": number(shown.total)
        }
    parts = parts_of(plan)
    return render(
        request,
        "participation/submissions.html",
        about(
            request,
            council,
            row=row,
            line=line,
            heading=heading,
            overdue=page.overdue_words(line),
            page=shown,
            found=page.shown(shown.rows, row, council, parts, on=timezone.localdate()),
            words=words,
            asked=asked,
            goals=page.goal_choices(plan),
            chosen=parts.get(asked),
            is_narrowed=bool(words or asked),
            kinds=files.KINDS,
        ),
    )


@public_in_council
def submissions_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """What has been published, as a file (last ned)."""
    row = found(request, council, pk, is_published=True)
    if kind not in files.KINDS:
        raise Http404(gettext("The submissions can be had as csv and xlsx."))
    content = files.published(row, queries.published(row), parts_of(page.plan_sent(row)), kind)
    return attachment(content, f"{council.slug}-innspill-{row.pk}.{kind}")


@public_in_council
def summary(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What came in and what it led to, to print for the meeting (oppsummering)."""
    row = found(request, council, pk, is_published=True)
    line = page.round_lines([row], council, on=timezone.localdate())[0]
    answered = queries.published(row).filter(answer__isnull=False).order_by("answer__outcome", "received_at", "id")
    shown = paged(request, answered, per_page=PER_PRINTED_PAGE)
    parts = parts_of(page.plan_sent(row))
    senders, outcomes = queries.by_kind(row), queries.by_outcome(row)
    used = outcomes.get("used", 0) + outcomes.get("partly", 0)
    heading = gettext("%(received)s submissions came in, and %(used)s of them were used, all or in part")
    if line.figures.unanswered:
        heading = gettext("Submissions so far: %(received)s received, %(answered)s answered")
    elif not line.figures.received:
        heading = gettext("Nothing has come in")
    figures = {"received": line.figures.received, "used": used, "answered": line.figures.answered}
    return render(
        request,
        "participation/summary.html",
        about(
            request,
            council,
            row=row,
            line=line,
            heading=heading % {name: number(count) for name, count in figures.items()},
            overdue=page.overdue_words(line),
            senders=[(kind.label, senders[kind.value]) for kind in Submission.Kind if kind.value in senders],
            outcomes=[(each.label, outcomes.get(each.value, 0)) for each in SubmissionAnswer.Outcome],
            page=shown,
            found=page.shown(shown.rows, row, council, parts, on=timezone.localdate(), longest=600),
            on=timezone.localdate(),
        ),
    )


def about(request: HttpRequest, council: Council, **more: Any) -> dict[str, Any]:
    """What every page of participation tells its template."""
    may = request.actor.may  # type: ignore[attr-defined]
    return {
        "council": council,
        "may_edit": may(P.PARTICIPATION_ROUND_EDIT, council_id=council.pk),
        "may_read": may(P.PARTICIPATION_SUBMISSION_READ, council_id=council.pk),
        **more,
    }


def found(request: HttpRequest, council: Council, pk: int, *, is_published: bool = False) -> ParticipationRound:
    """A round that this person may see. Raises Http404, also for one that is being prepared when only others count."""
    rows = ParticipationRound.objects.visible_to(request.actor, council)  # type: ignore[attr-defined]
    row = rows.select_related("strategy").filter(pk=pk).first()
    if row is None or (is_published and row.is_draft):
        raise Http404(gettext("There is no such round here."))
    row.council = row.strategy.council = council
    return row


def keys_asked(plan: Plan, asked: str) -> Collection[str] | None:
    """Which parts the address asks for (`?om=`): None is all of them."""
    if not asked:
        return None
    return {""} if asked == page.WHOLE else under(plan, asked)


def _count(counted: dict[str, int], plan: Plan, key: str) -> int:
    return sum(counted.get(each, 0) for each in under(plan, key) if each)
