"""What the trail and the pages keep to themselves: drafts that are not named, and the young that nobody is to find."""

import pytest

from tests.people import NOW, TODAY
from tests.web.directions.choosing import a_choice
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import an_answer, one_of_the_young, something_said
from tests.web.youth.test_matters import make, open_it
from veivalg.web.audit.models import AuditEntry
from veivalg.web.strategy.models import Strategy
from veivalg.web.thread import operations
from veivalg.web.youth.models import YouthSubmission
from veivalg.web.youth.operations import matters

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("subject", ["strategy", "direction"])
def test_a_draft_is_not_named_in_the_history_of_the_matter_about_it(people, subject):
    secret = "Hemmelig utkast"
    draft = a_small_plan(people.council, state="draft")
    Strategy.objects.update(name=secret)
    draft.refresh_from_db()
    if subject == "direction":
        draft = a_choice(people, title=secret)
    row = make(people)
    values = {name: getattr(row, name) for name in ("title", "about", "open_to_change", "settled", "link")}
    values |= {"strategy": None, "direction": None} | {subject: draft}
    values |= {n: getattr(row, n) for n in ("response_deadline", "resolution_planned_on", "answers_due_on")}
    row = matters.change_matter(
        actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=1, values=values,
        on=TODAY, now=NOW,
    )  # fmt: skip
    open_it(people, row)
    open_it(people, make(people, **{subject: draft}))

    for who in (people.reader, people.representative):
        for place in (row.get_absolute_url(), "/r/vestre/historikk/?type=youth.youthmatter"):
            page = who.client.get(place).content.decode()
            assert "Bussen om kvelden" in page
            assert secret not in page


def test_the_trail_does_not_tie_what_an_erased_account_sent_to_the_note_that_opened_it(people):
    young = one_of_the_young(people.council)
    sent = [something_said(people.council, account=young.account) for _ in range(2)]
    an_answer(sent[0])
    operations.erase_own_account(actor=young.actor, now=NOW)

    assert not YouthSubmission.objects.exclude(account=None).exists()
    about = AuditEntry.objects.filter(subject_type=YouthSubmission._meta.label_lower)
    assert not about.filter(subject_id__in=[row.pk for row in sent]).exists()
