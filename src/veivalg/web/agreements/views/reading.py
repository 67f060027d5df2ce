"""The agreement, the shares on a day, and what follows from leaving and dissolving (avtale, andeler, deltakelse)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from veivalg.facts.agreement import agreement_facts
from veivalg.web.agreements import files, findings, queries, touching
from veivalg.web.agreements.content import AgreementContent, from_plain
from veivalg.web.agreements.context import day_of, page_of, standing_words
from veivalg.web.agreements.difference import difference
from veivalg.web.agreements.models import AgreementEdition, CooperationAgreement
from veivalg.web.agreements.showing import majority_words, months_words, share_lines, shown_clauses
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council, Participant
from veivalg.web.ui.dates import day
from veivalg.web.ui.paging import plain

DEBT = "gjeld"
LARGEST_DEBT = 10**12


@public_in_council
def agreement(request: HttpRequest, council: Council) -> HttpResponse:
    """The agreement that is in force: what it fixes and lacks, and its text (avtale).

    Until one is, those who read drafts see the text that is worked on.
    """
    edition = queries.edition_on(council, timezone.localdate())
    return text_page(request, council, edition=edition, row=_draft(request, council), is_draft=edition is None)


@public_in_council
def agreement_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """What the reader sees of the agreement, as a file (last ned)."""
    if kind not in files.TYPES:
        raise Http404(gettext("The agreement can be had as docx, pdf and json."))
    edition = queries.edition_on(council, timezone.localdate())
    row = _draft(request, council) if edition is None else None
    if edition is None and row is None:
        raise Http404(gettext("No agreement is in force here."))
    content = from_plain(edition.content) if edition else queries.content_of(row)
    with translation.override(council.language):
        words = standing_words(edition, on=timezone.localdate())
        written = files.written(content, kind, standing=words, language=council.language)
    return files.response(written, kind, name=f"{council.slug}-avtale")


@public_in_council
def shares(request: HttpRequest, council: Council) -> HttpResponse:
    """Seats and shares on a day, by the edition that held then (andeler)."""
    on, is_day = day_of(request, timezone.localdate())
    edition = queries.edition_on(council, on)
    debt = _debt(request)
    content = from_plain(edition.content) if edition else None
    found = share_lines(content, debt_nok=debt) if content else []
    heading = gettext("No agreement was in force on %(day)s") % {"day": day(on)}
    if content is not None:
        heading = _share_heading(content)
    return render(
        request,
        "agreements/shares.html",
        page_of(
            request,
            council,
            heading=heading,
            on=on,
            is_day=is_day,
            edition=edition,
            content=content,
            lines=found,
            debt=debt,
            debt_text=plain(request.GET.get(DEBT, "")) if debt is None else "",
            others=queries.editions(council).defer("content")[:20],
        ),
    )


@public_in_council
def membership(request: HttpRequest, council: Council) -> HttpResponse:
    """What follows when somebody joins or leaves, and when the council is dissolved (deltakelse)."""
    today = timezone.localdate()
    edition = queries.edition_on(council, today)
    content = from_plain(edition.content) if edition else None
    everyone = queries.members(council)
    known = list(queries.editions(council))
    gone = [(each, _liability_left(each, known)) for each in everyone if each.ends_on is not None]
    joining = [each for each in everyone if each.starts_on is not None and each.starts_on > today]
    return render(
        request,
        "agreements/membership.html",
        page_of(
            request,
            council,
            heading=_membership_heading(content),
            edition=edition,
            content=content,
            months=months_words(content.leaving_months) if content else "",
            leaving=_fixing(content, touching.LEAVING),
            dissolution=_fixing(content, 8),
            gone=sorted(gone, key=lambda pair: pair[0].ends_on, reverse=True),
            joining=joining,
            today=today,
        ),
    )


def text_page(
    request: HttpRequest,
    council: Council,
    *,
    edition: AgreementEdition | None,
    row: CooperationAgreement | None,
    is_draft: bool,
) -> HttpResponse:
    """One text of the agreement, with what it says of the other.

    `edition` is what is in force, `row` the text that is worked on, for those who may read it. `is_draft` says which
    of them is shown; the other is only named, with what differs, so that no figure is read as the other's.
    """
    today = timezone.localdate()
    agreed = from_plain(edition.content) if edition else None
    written = queries.content_of(row) if row is not None else None
    content = written if is_draft else agreed
    if content is None:
        has_text = queries.agreement_of(council) is not None
        return render(request, "agreements/none.html", page_of(request, council, has_text=has_text))
    found = findings.lines(content, on=today)
    differences = []
    if agreed is not None and written is not None:
        differences = difference(agreed, written, language=translation.get_language() or council.language)
    return render(
        request,
        "agreements/agreement.html",
        page_of(
            request,
            council,
            heading=findings.heading(found),
            lines=found,
            today=today,
            clauses=_clauses(content, row if is_draft else None, council),
            content=content,
            shares=share_lines(content),
            majority=majority_words(content),
            months=months_words(content.leaving_months),
            edition=edition,
            row=row,
            is_draft=is_draft,
            is_changed=written is not None and agreed is not None and agreed != written,
            differences=differences,
            change=queries.change_under_way(council) if queries.may_read_drafts(request.actor, council) else None,  # type: ignore[attr-defined]
            kinds=files.KINDS,
        ),
    )


def _draft(request: HttpRequest, council: Council) -> CooperationAgreement | None:
    """The text that is worked on, for those who may read it."""
    if not queries.may_read_drafts(request.actor, council):  # type: ignore[attr-defined]
        return None
    return queries.agreement_of(council)


def _clauses(content: AgreementContent, row: CooperationAgreement | None, council: Council) -> list[dict[str, object]]:
    """Each clause with its words, what it fixes, the template's guidance while it is empty, and its row to change."""
    language = translation.get_language() or "nb"
    items = {each.item.number: each.name[language] for each in agreement_facts().items}
    guidance = {each.id: each.about[language] for each in agreement_facts().template}
    rows = {each.key: each for each in row.clauses.all()} if row is not None else {}
    return [
        {
            "shown": each,
            "fixes": [items[number] for number in each.clause.items if number in items],
            "guidance": guidance.get(each.clause.key, "") if not each.paragraphs else "",
            "row": rows.get(each.clause.key),
            "is_first": place == 0,
            "is_last": place == len(content.clauses) - 1,
        }
        for place, each in enumerate(shown_clauses(content))
    ]


def _debt(request: HttpRequest) -> int | None:
    """Whole kroner from the address; None when it is no such number."""
    text = "".join(request.GET.get(DEBT, "")[:40].split())
    value = int(text) if text.isascii() and text.isdecimal() and len(text) <= 13 else None
    return value if value is not None and value <= LARGEST_DEBT else None


def _share_heading(content: AgreementContent) -> str:
    """Who has how much, in one sentence."""
    owned = {each.ownership for each in content.shares}
    if len(owned) == 1:
        return ngettext(
            "%(count)s participant owns it all", "%(count)s participants own equal shares", len(content.shares)
        ) % {"count": len(content.shares)}
    most = max(content.shares, key=lambda each: each.ownership)
    line = next(line for line in share_lines(content) if line.name == most.name)
    return gettext("%(name)s has the largest of %(count)s shares, %(share)s") % {
        "name": most.name,
        "count": len(content.shares),
        "share": line.ownership,
    }


def _membership_heading(content: AgreementContent | None) -> str:
    if content is None:
        return gettext("No agreement is in force")
    if content.leaving_months is None:
        return gettext("The agreement gives no notice before leaving")
    return gettext("Whoever leaves gives notice %(months)s before") % {"months": months_words(content.leaving_months)}


def _fixing(content: AgreementContent | None, item: int) -> list[object]:
    """The clauses that fix a thing."""
    return [each for each in shown_clauses(content) if item in each.clause.items] if content else []


def _liability_left(
    participant: Participant, known: list[AgreementEdition]
) -> tuple[AgreementEdition | None, str, str]:
    """Which edition held on the last day, and the share of liability that follows whoever left (§ 18-2)."""
    ends_on = participant.ends_on
    edition = next((each for each in known if ends_on is not None and each.in_force_from <= ends_on), None)
    content = from_plain(edition.content) if edition else None
    for each, line in zip(content.shares, share_lines(content), strict=True) if content else ():
        if each.participant == participant.pk:
            return edition, line.liability, line.liability_percent
    return edition, "", ""
