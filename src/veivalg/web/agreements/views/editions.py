"""The editions of the agreement, each at an address that stays, and what is new in them (utgaver)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, ngettext

from veivalg.web.agreements import files, findings, queries
from veivalg.web.agreements.adopted_by import adopted_by
from veivalg.web.agreements.content import checksum_of, from_plain
from veivalg.web.agreements.context import page_of, standing_words
from veivalg.web.agreements.difference import difference
from veivalg.web.agreements.models import AgreementEdition
from veivalg.web.agreements.showing import majority_words, months_words, share_lines, shown_clauses
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.ui.paging import paged

AGAINST = "mot"


@public_in_council
def editions(request: HttpRequest, council: Council) -> HttpResponse:
    """All editions, the newest first (utgaver)."""
    found = queries.editions(council).defer("content")
    page = paged(request, found)
    for each in page.rows:
        each.agreement.council = council
    heading = ngettext("%(count)s edition has been agreed on", "%(count)s editions have been agreed on", page.total)
    today = timezone.localdate()
    return render(
        request,
        "agreements/editions.html",
        page_of(
            request,
            council,
            page=page,
            heading=heading % {"count": page.total} if page.total else gettext("No edition has been in force yet"),
            in_force=queries.edition_on(council, today),
            today=today,
        ),
    )


@public_in_council
def edition(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """The agreement as it was agreed on (utgave)."""
    found = _edition(council, pk)
    content = from_plain(found.content)
    today = timezone.localdate()
    in_force = queries.edition_on(council, today)
    on = max(found.in_force_from, today) if in_force == found else found.in_force_from
    return render(
        request,
        "agreements/edition.html",
        page_of(
            request,
            council,
            edition=found,
            content=content,
            clauses=shown_clauses(content),
            shares=share_lines(content),
            majority=majority_words(content),
            months=months_words(content.leaving_months),
            lines=findings.lines(content, on=on),
            on=on,
            is_in_force=in_force == found,
            is_ahead=found.in_force_from > today,
            is_unspoilt=checksum_of(found.content) == found.checksum,
            kinds=files.KINDS,
            adopted=adopted_by(found.change),
            earlier=found.agreement.editions.filter(number__lt=found.number).defer("content").first(),
        ),
    )


@public_in_council
def edition_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The edition as a file (last ned)."""
    found = _edition(council, pk)
    if kind not in files.TYPES:
        raise Http404(gettext("The agreement can be had as docx, pdf and json."))
    with translation.override(council.language):
        words = standing_words(found, on=timezone.localdate())
        written = files.written(
            from_plain(found.content),
            kind,
            standing=words,
            language=council.language,
            adopted=adopted_by(found.change),
        )
    return files.response(written, kind, name=f"{council.slug}-avtale-{found.number}")


@public_in_council
def edition_difference(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is different from another edition (`?mot=`), or from the one before (endringer)."""
    found = _edition(council, pk)
    others = found.agreement.editions.exclude(pk=found.pk)
    asked = request.GET.get(AGAINST, "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 5
    other = others.filter(number=int(asked)).first() if is_number else others.filter(number__lt=found.number).first()
    lines = []
    if other is not None:
        first, last = sorted((other, found), key=lambda each: each.number)
        lines = difference(
            from_plain(first.content), from_plain(last.content), language=get_language() or council.language
        )
    return render(
        request,
        "agreements/difference.html",
        page_of(
            request,
            council,
            edition=found,
            other=other,
            page=paged(request, lines, kept=(AGAINST,)),
            others=others.defer("content"),
        ),
    )


def _edition(council: Council, pk: int) -> AgreementEdition:
    found = get_object_or_404(
        AgreementEdition.objects.select_related("agreement", "change__resolution"), pk=pk, agreement__council=council
    )
    found.agreement.council = council
    return found
