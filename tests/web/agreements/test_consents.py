"""Each participant answers for itself, once, and a wrong answer is corrected by a new one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, answered, in_force, rewrite, sent, share_out
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import (
    ParticipantConsent,
)
from veivalg.web.agreements.operations import consents
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.councils.refusals import NotPossible


def test_an_answer_is_registered_and_the_history_names_the_participant(people):
    an_agreement(people.council)
    answered(sent(people.council), people.participants[0], actor=people.secretary.actor)
    entry = AuditEntry.objects.get(verb=Verb.CONSENT_REGISTERED.value)

    assert entry.changes["participant"] == [None, people.participants[0].name]
    assert entry.changes["is_yes"] == [None, True]


@pytest.mark.parametrize(
    ("day", "words"), [(TODAY + timedelta(days=1), "lies ahead"), (TODAY - timedelta(days=1), "was sent out")]
)
def test_an_answer_from_tomorrow_or_from_before_the_text_was_sent_out_is_refused(people, day, words):
    an_agreement(people.council)
    change = sent(people.council)

    with pytest.raises(NotPossible, match=words):
        answered(change, people.participants[0], decided_on=day)
    assert not ParticipantConsent.objects.exists()


def test_a_second_answer_from_the_same_participant_is_refused(people):
    an_agreement(people.council)
    change = sent(people.council)
    answered(change, people.participants[0])

    with pytest.raises(NotPossible, match="already"):
        answered(change, people.participants[0], is_yes=False)
    assert ParticipantConsent.objects.get().is_yes


def test_a_council_that_does_not_take_part_is_not_asked(people):
    an_agreement(people.council)
    change = sent(people.council)

    with pytest.raises(NotPossible, match="did not take part"):
        answered(change, people.neighbour_council.participants.last())


def test_who_left_before_the_day_is_not_asked_and_not_waited_for(people):
    row = people.participants[2]
    a, b = people.participants[:2]
    an_agreement(people.council)
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})
    Participant.objects.filter(pk=row.pk).update(ends_on=TODAY - timedelta(days=1))
    change = sent(people.council)
    answered(change, a)
    answered(change, b)

    with pytest.raises(NotPossible, match="did not take part"):
        answered(change, row)
    assert in_force(change).number == 1


def test_who_comes_in_by_the_change_answers_as_well(people):
    agreed(people.council)
    place = Municipality.objects.create(code="9099", name="Nykommune", county_code="90", county_name="Testfylket")
    new = Participant.objects.create(council=people.council, municipality=place, starts_on=date(2027, 1, 1))
    everyone = [*people.participants, new]
    share_out(people.council, 4, {each.pk: 1 for each in everyone})
    change = sent(people.council)
    for each in everyone[:3]:
        answered(change, each)

    with pytest.raises(NotPossible, match="Nykommune has not answered"):
        in_force(change, on=date(2027, 1, 1))
    answered(change, new)
    assert in_force(change, on=date(2027, 1, 1)).number == 2


def test_a_wrong_answer_is_corrected_by_a_new_one_with_a_reason(people):
    an_agreement(people.council)
    change = sent(people.council)
    old = answered(change, people.participants[0])
    values = {"is_yes": False, "decided_on": TODAY, "case_number": "PS 1/26", "on": TODAY, "now": NOW}
    given = {"actor": people.secretary.actor, "council": people.council, "consent_id": old.pk, **values}

    with pytest.raises(NotPossible, match="Say why"):
        consents.correct_consent(reason=" ", **given)
    consents.correct_consent(reason="Feil sak", **given)
    with pytest.raises(NotPossible, match="already"):
        consents.correct_consent(reason="Igjen", **given)
    found = queries.answers(change, queries.members(people.council))
    assert found.no == [people.participants[0]]
    old.refresh_from_db()
    assert old.is_yes


def test_who_has_given_notice_takes_part_until_the_last_day_and_has_to_say_yes(people):
    agreed(people.council)
    row = people.participants[2]
    Participant.objects.filter(pk=row.pk).update(ends_on=TODAY + timedelta(days=90))
    rewrite(people.council, "matters_and_authority", "Flere saker.")
    change = sent(people.council)
    for each in people.participants[:2]:
        answered(change, each)
    with pytest.raises(NotPossible, match=row.name):
        in_force(change)
    answered(change, row)
    assert in_force(change).number == 2


def test_the_pages_say_why_who_has_given_notice_is_asked(people, monkeypatch):
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: real(value, tz) if value else TODAY)
    agreed(people.council)
    row = people.participants[2]
    Participant.objects.filter(pk=row.pk).update(ends_on=TODAY + timedelta(days=90))
    rewrite(people.council, "matters_and_authority", "Flere saker.")
    client = people.secretary.client
    before = client.get("/r/vestre/avtale/send/?sprak=en").content.decode().replace("\xa0", " ")
    change = sent(people.council)
    after = client.get(f"/r/vestre/avtale/endring/{change.pk}/?sprak=en").content.decode().replace("\xa0", " ")
    for page in (before, after):
        assert f"{row.name} has given notice, and takes part until 22 February 2027" in page
        assert "kommuneloven § 18-4" in page
