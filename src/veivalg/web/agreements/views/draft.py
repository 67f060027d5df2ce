"""The text of the agreement that is worked on, at an address of its own, beside what is in force (arbeidstekst)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import files, queries
from veivalg.web.agreements.context import standing_words
from veivalg.web.agreements.views.reading import text_page
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council


@needs(Permission.AGREEMENTS_DRAFT_READ)
def draft(request: HttpRequest, council: Council) -> HttpResponse:
    """The text that is worked on, and what in it differs from what is in force (arbeidstekst)."""
    edition = queries.edition_on(council, timezone.localdate())
    return text_page(request, council, edition=edition, row=queries.agreement_of(council), is_draft=True)


@needs(Permission.AGREEMENTS_DRAFT_READ)
def draft_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same text as a file that says it is not in force (last ned)."""
    if kind not in files.TYPES:
        raise Http404(gettext("The agreement can be had as docx, pdf and json."))
    row = queries.agreement_of(council)
    if row is None:
        raise Http404(gettext("The council has no agreement here yet. Begin one first."))
    content = queries.content_of(row)
    with translation.override(council.language):
        words = standing_words(None, on=timezone.localdate())
        written = files.written(content, kind, standing=words, language=council.language)
    return files.response(written, kind, name=f"{council.slug}-avtale-arbeidstekst")
