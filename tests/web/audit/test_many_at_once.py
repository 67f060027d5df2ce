"""Many changes that are made together stand in the trail one by one, in the transaction of the changes themselves."""

import pytest

from tests.people import NOW
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.operations import Noted, OutsideTransaction, record_many
from veivalg.web.audit.verbs import Verb


def test_each_change_has_its_own_entry_in_the_order_given(people):
    actor = people.secretary.actor
    entries = [
        Noted(Verb.PARTICIPANT_CHANGED, participant, {"note": ["", "a"]}, under=people.council)
        for participant in people.participants
    ]
    assert record_many(actor, entries, at=NOW, council_id=people.council.pk, reason="import") == 3
    found = AuditEntry.objects.filter(verb=Verb.PARTICIPANT_CHANGED).order_by("pk")
    assert [entry.subject_id for entry in found] == [str(participant.pk) for participant in people.participants]
    assert {(e.actor_id, e.under_id, e.reason, e.request_id) for e in found} == {
        (actor.account_id, str(people.council.pk), "import", "test")
    }


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(people):
    entries = [Noted(Verb.COUNCIL_CHANGED, people.council)]
    with pytest.raises(OutsideTransaction):
        record_many(people.operator, entries, at=NOW)
    assert not AuditEntry.objects.filter(verb=Verb.COUNCIL_CHANGED).exists()
