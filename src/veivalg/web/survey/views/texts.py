"""Short texts of a closed round, read by the secretariat before anyone else sees them (fritekstsvar)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import beside, texts
from veivalg.web.survey.forms.managing import TEXT, decided_in
from veivalg.web.survey.models import Item, TextAnswer
from veivalg.web.survey.models.rounds import in_language
from veivalg.web.survey.operations import reading_texts
from veivalg.web.survey.views.running import about, round_of
from veivalg.web.ui.doors import gone_is_not_found, takes_forms
from veivalg.web.ui.paging import paged

RUN = Permission.SURVEY_ROUND_RUN
State = TextAnswer.State
STAND = "vis"
STANDS = {"uleste": State.UNREAD, "publiserte": State.PUBLISHED, "tilbakeholdt": State.WITHHELD}
"""What texts that stand so are called in addresses."""
PER_PAGE = 20


@takes_forms
@needs(RUN)
@gone_is_not_found
def read_texts(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Read each text, and publish it or hold it back (tekster)."""
    found, problem, status = round_of(council, pk), "", 200
    word = request.GET.get(STAND, "")
    word = word if word in STANDS else "uleste"
    if request.method == "POST":
        decided = decided_in(request.POST.dict())
        if decided is None:
            problem, status = gettext("A text that is not in this round was sent along. Open the page again."), 422
        elif not decided:
            problem, status = gettext("Choose what becomes of at least one text first."), 422
        else:
            try:
                count = reading_texts.sort_texts(
                    actor=request.actor,
                    council=council,
                    round_id=pk,
                    decided=decided,
                    seen=STANDS[word],
                    now=timezone.now(),
                )
            except NotPossible as error:
                problem, status = str(error), 409 if isinstance(error, reading_texts.ReadMeanwhile) else 422
            else:
                said = ngettext("%(count)s text is settled.", "%(count)s texts are settled.", count)
                messages.success(request, said % {"count": count})
                return redirect(f"{reverse('survey:texts', args=[council.slug, pk])}?{STAND}={word}")
    counts = texts.counts_of(found)
    page = paged(request, texts.texts_of(found, STANDS[word]), kept=(STAND,), per_page=PER_PAGE)
    place = beside.places([found]).get(found.pk)
    context = {
        **about(found),
        "page": page,
        "rows": [
            {"text": row, "name": f"{TEXT}{row.pk}", "question": in_language(row.item.text, council.language)}
            for row in page.rows
        ],
        "problem": problem,
        "shown": word,
        "tabs": [
            (name, label, counts[STANDS[name]])
            for name, label in (
                ("uleste", gettext("To read")),
                ("publiserte", gettext("Published")),
                ("tilbakeholdt", gettext("Held back")),
            )
        ],
        "total": sum(counts.values()),
        "asks_for_texts": any(item.kind == Item.Kind.TEXT for item in found.items.all()),
        "result_url": place.url if place else "",
    }
    return render(request, "survey/texts.html", context, status=status)
