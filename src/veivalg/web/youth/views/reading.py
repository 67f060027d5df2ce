"""Pages that everyone may read: what the young are asked, what they have said, and what came of it (ungdom)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.facts.limits import youth_asked_days_before
from veivalg.rules.plans import Plan
from veivalg.web.access.actor import VISITOR
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.directions import queries as directions
from veivalg.web.strategy.editions import is_unspoilt
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged, searched
from veivalg.web.youth import files, page, queries
from veivalg.web.youth.figures import YearFigures, by_year
from veivalg.web.youth.frozen import thawed
from veivalg.web.youth.models import YouthAnswer, YouthMatter

ABOUT, YEAR, IDEAS = "sak", "aar", "ideer"
PER_PAGE, PER_PRINTED_PAGE = 25, 200
P = Permission
State = YouthMatter.State


@public_in_council
def front(request: HttpRequest, council: Council) -> HttpResponse:
    """What the young are asked now, what they have said and what came of it, and what is late (ungdom)."""
    today = timezone.localdate()
    actor, words = request.actor, searched(request)  # type: ignore[attr-defined]
    shown = paged(request, queries.matters(council, actor, words=words))
    are_open = queries.matters(council, VISITOR).filter(pk__in=YouthMatter.objects.open_on(today))
    first_due = are_open.order_by("response_deadline", "pk")[: page.SHOWN_ON_THE_FRONT * 2]
    open_now, open_count = page.matter_lines(first_due, council, on=today), are_open.count()
    heading = gettext("Nothing is put before the youth panel now")
    if open_now:
        heading = ngettext(
            "The youth panel is asked about %(count)s thing now",
            "The youth panel is asked about %(count)s things now",
            open_count,
        ) % {"count": number(open_count)}
    counts = queries.counts_of(council, on=today)
    newest = queries.published(council).filter(answer__isnull=False).order_by("-answer__answered_at", "-pk")
    return render(
        request,
        "youth/front.html",
        about(
            request,
            council,
            heading=heading,
            open_now=open_now,
            not_asked=page.not_asked(council, actor) if actor.may(P.YOUTH_MATTER_EDIT, council_id=council.pk) else [],
            page=shown,
            lines=page.matter_lines(shown.rows, council, on=today),
            words=words,
            counts=counts,
            overdue=page.overdue_words(counts),
            answered=page.shown(newest[: page.SHOWN_ON_THE_FRONT], council, actor, on=today),
            this_year=next((each for each in _years(council) if each.year == today.year), None),
            days_before=youth_asked_days_before(today),
        ),
    )


@public_in_council
def matter(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One matter: what it is about, what can be influenced, and what has been said of it (sak til ungdomspanelet)."""
    row = found(request, council, pk)
    today = timezone.localdate()
    line = page.matter_lines([row], council, on=today)[0]
    shown = paged(request, queries.published(council, matter_id=row.pk), per_page=PER_PAGE)
    return render(
        request,
        "youth/matter.html",
        about(
            request,
            council,
            row=row,
            line=line,
            overdue=page.overdue_words(line.counts),
            advice=page.advice_words(row, on=today),
            is_open=row.is_open(today),
            kept_from=queries.earlier_words_kept_from(council, request.actor),  # type: ignore[attr-defined]
            subject=public_subject(row),
            page=shown,
            found=page.shown(shown.rows, council, request.actor, on=today),  # type: ignore[attr-defined]
        ),
    )


@needs(P.YOUTH_MATTER_READ)
def draft(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """The draft or the options as they were when the matter was opened, for the panel and the secretariat (utkast)."""
    row = found(request, council, pk)
    content = thawed(row)
    if content is None:
        raise Http404(gettext("There is no text to read with this matter."))
    goals = list(enumerate(content.goals, start=1)) if isinstance(content, Plan) else []
    shown = paged(request, goals, per_page=10)
    return render(
        request,
        "youth/draft.html",
        about(
            request,
            council,
            row=row,
            content=content,
            is_plan=isinstance(content, Plan),
            page=shown,
            goals=page.with_signs(shown.rows, council, request.actor),  # type: ignore[attr-defined]
            is_unspoilt=is_unspoilt(row.content or {}, row.checksum),
            is_open=row.is_open(timezone.localdate()),
        ),
    )


@public_in_council
def submissions(request: HttpRequest, council: Council) -> HttpResponse:
    """What the young have said, and what came of it, searched and by matter (innspill fra ungdom)."""
    words, asked = searched(request), request.GET.get(ABOUT, "")
    is_idea = asked == IDEAS
    matter_id = None if is_idea else id_of(asked)
    rows = queries.published(council, words=words, matter_id=matter_id, is_idea=is_idea)
    shown = paged(request, rows, kept=(ABOUT,), per_page=PER_PAGE)
    today = timezone.localdate()
    is_narrowed = bool(words or is_idea or matter_id is not None)
    heading = ngettext(
        "The young have said %(count)s thing that can be read",
        "The young have said %(count)s things that can be read",
        shown.total,
    )
    if not shown.total:
        heading = gettext("Nothing that the young have said can be read yet")
    if is_narrowed:
        heading = ngettext("%(count)s submission fits", "%(count)s submissions fit", shown.total)
    counts = queries.counts_of(council, on=today)
    matters = queries.matters(council, VISITOR).order_by("-opened_on", "-pk").values_list("pk", "title")[:100]
    return render(
        request,
        "youth/submissions.html",
        about(
            request,
            council,
            heading=heading % {"count": number(shown.total)},
            page=shown,
            found=page.shown(shown.rows, council, request.actor, on=today),  # type: ignore[attr-defined]
            words=words,
            asked=asked,
            is_narrowed=is_narrowed,
            choices=[(IDEAS, gettext("Their own ideas")), *((str(pk), title) for pk, title in matters)],
            overdue=page.overdue_words(counts),
        ),
    )


@public_in_council
def figures(request: HttpRequest, council: Council) -> HttpResponse:
    """How often the young were asked before something was resolved, and what came of it, by year (tall om ungdom)."""
    today = timezone.localdate()
    years = _years(council)
    return render(
        request,
        "youth/figures.html",
        about(
            request,
            council,
            years=years,
            heading=_figures_heading(years),
            outcomes=YouthAnswer.Outcome.choices,
            outcomes_by_year=[
                (each.year, [(label, each.outcomes.get(value, 0)) for value, label in YouthAnswer.Outcome.choices])
                for each in years
            ],
            days_before=youth_asked_days_before(today),
            source=files.source_of(council, today),
            kinds=files.KINDS,
        ),
    )


@public_in_council
def figures_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file (last ned)."""
    if kind not in dict(files.KINDS):
        raise Http404(gettext("The figures can be had as xlsx, csv and json."))
    today = timezone.localdate()
    content = files.figures(
        council,
        _years(council),
        kind,
        days_before=youth_asked_days_before(today),
        source=files.source_of(council, today),
    )
    return attachment(content, f"{council.slug}-ungdom.{kind}")


@public_in_council
def summary(request: HttpRequest, council: Council) -> HttpResponse:
    """What the young said and what happened, a year on paper (dette sa vi, dette skjedde)."""
    today = timezone.localdate()
    years = _years(council)
    asked = id_of(request.GET.get(YEAR, "")[:4])
    year = asked if asked is not None and 2000 <= asked <= today.year else today.year
    shown = paged(request, queries.answered_in(council, year), kept=(YEAR,), per_page=PER_PRINTED_PAGE)
    heading = ngettext(
        "%(year)s: %(count)s thing the young said, and what happened",
        "%(year)s: %(count)s things the young said, and what happened",
        shown.total,
    )
    if not shown.total:
        heading = gettext("%(year)s: nothing the young said has been answered yet")
    return render(
        request,
        "youth/summary.html",
        about(
            request,
            council,
            heading=heading % {"year": year, "count": number(shown.total)},
            year=year,
            years=[each.year for each in years],
            figures=next((each for each in years if each.year == year), None),
            days_before=youth_asked_days_before(today),
            page=shown,
            # On paper it may hang anywhere, so nobody is told apart.
            found=page.shown(shown.rows, council, VISITOR, on=today),
            on=today,
        ),
    )


def about(request: HttpRequest, council: Council, **more: Any) -> dict[str, Any]:
    """What every page of the room tells its template."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "council": council,
        "may_edit": actor.may(P.YOUTH_MATTER_EDIT, council_id=council.pk),
        "may_answer": actor.may(P.YOUTH_SUBMISSION_ANSWER, council_id=council.pk),
        "may_read": actor.may(P.YOUTH_MATTER_READ, council_id=council.pk),
        "is_young": Role.YOUTH_PANEL in actor.roles_in(council.pk),
        **more,
    }


def found(request: HttpRequest, council: Council, pk: int) -> YouthMatter:
    """A matter that this person may see. Raises Http404."""
    rows = YouthMatter.objects.visible_to(request.actor, council)  # type: ignore[attr-defined]
    row = rows.select_related("strategy", "direction", "resolution").filter(pk=pk).first()
    if row is None:
        raise Http404(gettext("There is no such matter here."))
    row.council = council
    for thing in (row.strategy, row.direction, row.resolution):
        if thing is not None:
            thing.council = council
    return row


def public_subject(row: YouthMatter) -> Any:
    """The strategy or the choice that it is about, when everyone may read it; a draft is not even named."""
    if row.strategy is not None:
        return None if row.strategy.is_draft else row.strategy
    if row.direction is not None and directions.choices(row.council, VISITOR).filter(pk=row.direction_id).exists():
        return row.direction
    return None


def _years(council: Council) -> list[YearFigures]:
    today = timezone.localdate()
    return by_year(
        queries.asked(council),
        queries.resolved(council),
        queries.said(council),
        days_before=youth_asked_days_before(today),
        on=today,
    )


def _figures_heading(years: list[YearFigures]) -> str:
    """The year that tells most: the latest with a resolution."""
    each = next((year for year in years if year.resolved), None)
    if each is None:
        return gettext("There is nothing to count yet")
    return gettext("%(year)s: the young were asked in good time about %(count)s of %(all)s resolutions") % {
        "year": each.year,
        "count": number(each.asked_in_time),
        "all": number(each.resolved),
    }
