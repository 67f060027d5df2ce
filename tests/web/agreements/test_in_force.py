"""A change holds when its way is complete, and what holds is not changed any more."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.people import LONG_AGO, NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, answered, in_force, sent, share_out
from tests.web.agreements.changing import yes_from_all
from veivalg.web.access.doors import SecondFactorNeeded
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import (
    ADD_ONLY,
    AgreementChange,
    AgreementEdition,
)
from veivalg.web.agreements.operations import sending
from veivalg.web.audit import protection
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.councils.refusals import NotPossible


def test_a_change_takes_effect_only_when_every_participant_has_said_yes(people):
    an_agreement(people.council)
    change = sent(people.council)
    answered(change, people.participants[0])
    answered(change, people.participants[1])

    with pytest.raises(NotPossible, match=f"{people.participants[2].name} has not answered.*§ 18-4"):
        in_force(change)
    assert queries.edition_on(people.council, TODAY) is None
    answered(change, people.participants[2])
    edition = in_force(change, actor=people.secretary.actor)
    assert queries.edition_on(people.council, TODAY) == edition
    assert AuditEntry.objects.get(verb=Verb.AGREEMENT_ADOPTED.value).changes["number"] == [None, 1]


def test_one_no_stops_it(people):
    an_agreement(people.council)
    change = sent(people.council)
    a, b, c = people.participants
    answered(change, a)
    answered(change, b)
    answered(change, c, is_yes=False)

    with pytest.raises(NotPossible, match=f"{c.name} has said no"):
        in_force(change)


def test_it_cannot_hold_from_before_the_last_yes(people):
    an_agreement(people.council)
    change = sent(people.council, sent_on=TODAY - timedelta(days=30))
    yes_from_all(change, people, decided_on=TODAY - timedelta(days=10))

    with pytest.raises(NotPossible, match="cannot hold from before"):
        in_force(change, on=TODAY - timedelta(days=11))
    assert in_force(change, on=TODAY - timedelta(days=10)).in_force_from == TODAY - timedelta(days=10)


def test_an_agreement_of_long_ago_is_registered_with_those_who_took_part_then(people):
    then = list(people.participants)
    place = Municipality.objects.create(code="9098", name="Kom etterpå", county_code="90", county_name="Testfylket")
    Participant.objects.create(council=people.council, municipality=place, starts_on=date(2022, 1, 1))
    gone = then[2]
    gone.ends_on = date(2023, 12, 31)
    gone.save()
    an_agreement(people.council).shares.all().delete()
    parts = {each.pk: 1 for each in then}
    with pytest.raises(NotPossible, match="left"):
        share_out(people.council, 3, parts)
    share_out(people.council, 3, parts, on=LONG_AGO)
    with pytest.raises(NotPossible, match="still has a share"):
        sent(people.council, sent_on=TODAY)
    change = sent(people.council, sent_on=LONG_AGO)
    for each in then:
        answered(change, each, decided_on=LONG_AGO)
    with pytest.raises(NotPossible, match="Kom etterpå has not answered"):
        in_force(change, on=date(2022, 1, 1))

    edition = in_force(change, on=LONG_AGO)
    assert queries.edition_on(people.council, date(2021, 6, 1)) == edition
    assert {each["participant"] for each in edition.content["shares"]} == {each.pk for each in then}


def test_an_agreement_of_long_ago_leaves_out_nobody_who_took_part_then_and_has_left_since(people):
    gone = people.participants[2]
    gone.ends_on = date(2023, 12, 31)
    gone.save()
    an_agreement(people.council).shares.all().delete()
    share_out(people.council, 2, {each.pk: 1 for each in people.participants[:2]}, on=LONG_AGO)

    with pytest.raises(NotPossible, match="takes part, and has no share"):
        sent(people.council, sent_on=LONG_AGO)


def test_the_pages_take_an_agreement_of_long_ago_as_well(people):
    gone = people.participants[2]
    gone.ends_on = date(2023, 12, 31)
    gone.save()
    agreement = an_agreement(people.council)
    agreement.shares.all().delete()
    client, base = people.secretary.client, f"/r/{people.council.slug}/avtale/"
    assert f"seats-{gone.pk}" not in client.get(f"{base}andeler/skriv/").content.decode()
    then = f"{base}andeler/skriv/?dato=2020-01-01"
    assert f"seats-{gone.pk}" in client.get(then).content.decode()
    form = {"way": "equal", "version": agreement.version} | {f"seats-{each.pk}": 2 for each in people.participants}
    assert client.post(then, form).status_code == 302
    assert agreement.shares.count() == 3
    found = client.get(f"{base}send/?sprak=en").content.decode()
    assert "still has a share" in found
    assert "Is it an agreement that has held for long?" in found
    form = {"title": "Avtalen", "sent_on": "2020-01-01", "read": queries.content_read(agreement)}
    assert client.post(f"{base}send/", form).status_code == 302


def test_a_text_that_someone_has_put_in_the_place_of_the_one_sent_out_is_refused_and_nothing_is_changed(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)
    content = dict(change.content) | {"leaving_months": 1}
    AgreementChange.objects.filter(pk=change.pk).update(content=content)

    with pytest.raises(NotPossible, match="not the one that was sent out"):
        in_force(change)
    assert not AgreementEdition.objects.exists()


def test_what_is_in_force_is_not_put_in_force_answered_or_withdrawn_again(people):
    edition = agreed(people.council)
    given = {"actor": people.secretary.actor, "council": people.council, "change_id": edition.change_id}

    with pytest.raises(NotPossible, match="is in force"):
        in_force(edition.change)
    with pytest.raises(NotPossible, match="is in force"):
        sending.withdraw(reason="Nei", now=NOW, **given)
    with pytest.raises(NotPossible, match="is in force"):
        answered(edition.change, people.participants[0])
    assert AgreementEdition.objects.count() == 1


def test_a_crafted_request_about_what_is_in_force_is_refused_with_the_rule_and_written_down(people):
    edition = agreed(people.council)
    client = people.secretary.client
    base = f"/r/{people.council.slug}/avtale/"
    answer = client.post(f"{base}endring/{edition.change_id}/trekk/?sprak=en", {"reason": "Nei"})

    assert "§ 18-4" in answer.content.decode()
    assert client.post(f"{base}utgave/{edition.pk}/", {"content": "{}"}).status_code == 405
    entry = AuditEntry.objects.get(verb=Verb.AGREEMENT_REFUSED.value)
    assert (entry.actor_id, entry.council_id) == (people.secretary.account.pk, people.council.pk)
    assert "§ 18-4" in entry.reason
    stored = AgreementEdition.objects.get()
    assert (stored.content, stored.checksum) == (edition.content, edition.checksum)


@pytest.mark.parametrize("table", ADD_ONLY, ids=lambda table: table.prefix)
def test_the_database_itself_refuses_to_change_or_delete_editions_and_answers(people, table):
    agreed(people.council)
    assert protection.installed(connection, table) == set(table.names(connection.vendor))

    for statement in (f"UPDATE {table.table} SET id = id", f"DELETE FROM {table.table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_second_factor_is_needed_to_put_it_in_force(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)
    who = people.secretary_without_second_factor

    with pytest.raises(SecondFactorNeeded):
        in_force(change, actor=who.actor)
    answer = who.client.get(f"/r/{people.council.slug}/avtale/endring/{change.pk}/i-kraft/")
    assert answer.status_code == 302


def test_a_mistyped_year_does_not_bar_every_later_edition(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)

    with pytest.raises(NotPossible, match="five years"):
        in_force(change, on=TODAY.replace(year=TODAY.year + 200))
    assert in_force(change, on=TODAY.replace(year=TODAY.year + 1)).number == 1


def test_an_edition_does_not_leave_out_someone_who_takes_part_on_its_first_day(people):
    """Also when the one who has given notice says yes to it: until the last day it has a seat (§ 18-3)."""
    agreed(people.council)
    a, b, c = people.participants
    Participant.objects.filter(pk=c.pk).update(ends_on=date(2026, 12, 31))
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})
    change = sent(people.council)
    yes_from_all(change, people)

    with pytest.raises(NotPossible, match=rf"{c.name} takes part on .*§ 18-3"):
        in_force(change, on=date(2026, 12, 31))
    assert in_force(change, on=date(2027, 1, 1)).number == 2


def test_an_edition_gives_no_share_to_someone_who_has_left_by_its_first_day(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)
    row = people.participants[2]
    Participant.objects.filter(pk=row.pk).update(ends_on=date(2026, 12, 31))

    with pytest.raises(NotPossible, match=rf"{row.name} has left by .*§ 18-2"):
        in_force(change, on=date(2027, 1, 1))
    assert in_force(change, on=date(2026, 12, 31)).number == 1


def test_who_has_left_without_an_answer_does_not_hide_that_everyone_else_has_said_yes(people, monkeypatch):
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: real(value, tz) if value else TODAY)
    agreed(people.council)
    a, b, c = people.participants
    Participant.objects.filter(pk=c.pk).update(ends_on=TODAY - timedelta(days=1))
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})
    change = sent(people.council, sent_on=TODAY)
    AgreementChange.objects.filter(pk=change.pk).update(sent_on=TODAY - timedelta(days=20))
    change.refresh_from_db()
    for each in (a, b):
        answered(change, each, decided_on=TODAY - timedelta(days=10))
    address = f"/r/{people.council.slug}/avtale/endring/{change.pk}/"

    page = people.secretary.client.get(f"{address}?sprak=en").content.decode()
    assert "All 2 have said yes" in page
    assert f"{address}i-kraft/" in page
    assert in_force(change).number == 2
