"""When a case was sent to those that got it in another way is written for many at once."""

from datetime import date, timedelta

import pytest

from tests.people import NOW
from tests.web.endorsements.conftest import ON, RESOLVED
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import EndorsementRound
from veivalg.web.endorsements.operations.noting import note_sent

SENT = date(2026, 6, 10)


@pytest.fixture
def sent(resolution, send_out):
    return send_out(resolution)


def note(people, found, rows, *, sent_on=SENT, who=None, council=None):
    return note_sent(
        actor=(who or people.secretary).actor,
        council=council or people.council,
        round_id=found.pk,
        endorsement_ids=[row.pk for row in rows],
        sent_on=sent_on,
        on=ON,
        now=NOW,
    )


def test_one_day_is_written_on_all_that_are_chosen_with_a_trail_for_each(people, sent):
    rows = list(sent.endorsements.order_by("pk"))
    written = note(people, sent, rows)

    assert [row.sent_on for row in sent.endorsements.all()] == [SENT] * len(rows)
    assert len(written) == len(rows)
    assert AuditEntry.objects.filter(verb=Verb.ENDORSEMENT_SENDING_NOTED).count() == len(rows)
    assert {row.version for row in sent.endorsements.all()} == {rows[0].version + 1}


def test_one_that_has_a_day_keeps_it(people, sent):
    first, *rest = sent.endorsements.order_by("pk")
    note(people, sent, [first], sent_on=SENT)
    note(people, sent, [first, *rest], sent_on=SENT + timedelta(days=9))

    first.refresh_from_db()
    assert first.sent_on == SENT
    with pytest.raises(NotPossible, match="Look again"):
        note(people, sent, [first], sent_on=SENT)


@pytest.mark.parametrize(
    ("day", "words"),
    [(ON + timedelta(days=1), "not come yet"), (RESOLVED - timedelta(days=1), "before it was resolved")],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(people, sent, day, words):
    with pytest.raises(NotPossible, match=words):
        note(people, sent, sent.endorsements.all(), sent_on=day)
    assert not sent.endorsements.exclude(sent_on=None).exists()


def test_only_the_secretariat_writes_it_and_never_in_another_council(people, sent):
    for who in (people.representative, people.municipal_contact, people.reader):
        with pytest.raises(Refused):
            note(people, sent, sent.endorsements.all(), who=who)
    with pytest.raises(EndorsementRound.DoesNotExist):
        note(people, sent, sent.endorsements.all(), who=people.neighbour, council=people.neighbour_council)


def test_the_page_has_all_that_lack_a_day_ticked_and_goes_back_when_none_does(people, sent):
    address = f"/r/{people.council.slug}/forankring/{sent.resolution_id}/sendt/?sprak=en"
    client = people.secretary.client
    page = client.get(address).content.decode()
    rows = list(sent.endorsements.all())
    assert page.count("checked") == len(rows)

    assert client.post(address, {"sent_on": SENT.isoformat()}).status_code == 422
    answer = client.post(address, {"sent_on": SENT.isoformat(), "endorsements": [str(row.pk) for row in rows]})
    assert answer.status_code == 302
    assert client.get(address).status_code == 302
    assert set(sent.endorsements.values_list("sent_on", flat=True)) == {SENT}
