"""Roles: given by mail, taken away at once, and never the last key to the house."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from tests.people import LONG_AGO, NOW, TODAY, someone, with_role
from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.accounts.models import Account, MailLink
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils import queries
from veivalg.web.councils.models import Participant, RoleAssignment
from veivalg.web.councils.operations import council as council_operations
from veivalg.web.councils.operations import participants, roles
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox.models import Message

pytestmark = pytest.mark.django_db
LIST = "/r/vestre/tilganger/"


def grant(people, email="ny@example.no", role=Role.READER, **more) -> RoleAssignment:
    more = {"starts_on": TODAY, "now": NOW, "actor": people.secretary.actor, "council": people.council} | more
    return roles.grant_role(email=email, role=role, **more)


def test_giving_a_role_makes_the_account_and_mails_an_invitation(people):
    form = {
        "email": " Kari@Example.no ",
        "role": "representative",
        "participant": people.participants[1].pk,
        "starts_on": str(timezone.localdate()),
        "ends_on": "2031-10-31",
    }
    assert people.secretary.client.post(f"{LIST}ny/", form).url == LIST

    account = Account.objects.get(email="kari@example.no")
    row = account.role_assignments.get()
    assert (row.role, row.participant, row.ends_on) == ("representative", people.participants[1], date(2031, 10, 31))
    mail = Message.objects.get(recipient="kari@example.no")
    assert "Vestre interkommunalt politisk råd" in mail.body
    assert "Kommune 9002" in mail.body
    assert "/invitasjon/" in mail.body
    assert MailLink.objects.get(account=account).council_id == people.council.pk
    entry = AuditEntry.objects.get(verb=Verb.ROLE_GRANTED)
    assert entry.changes["account"] == [None, account.pk]
    assert "kari" not in str(entry.changes)
    assert entry.council_id == people.council.pk


@pytest.mark.parametrize(("own", "council", "expected"), [("", "en", "en"), ("nn", "en", "nn"), ("en", "nb", "en")])
def test_the_mail_is_in_the_readers_language_or_else_the_councils(people, own, council, expected, monkeypatch):
    from django.utils.translation import get_language

    spoken = []
    people.council.language = council
    people.council.save()
    Account.objects.create(email="ny@example.no", language=own, made_at=NOW)
    monkeypatch.setattr(roles, "_to_what", lambda row: spoken.append(get_language()) or "")
    grant(people)

    assert spoken == [expected]


def test_a_role_is_named_in_words_and_never_by_its_code(people):
    row = people.secretary.account.role_assignments.get()

    with translation.override("en"):
        page = people.secretary.client.get(f"/r/vestre/tilganger/{row.pk}/avslutt/?sprak=en").content.decode()
        assert str(row) == "sekretaer, Secretariat"
    assert "secretariat, Vestre" not in page


def test_a_role_for_a_participant_must_name_one_of_the_councils_own(people):
    stranger = Participant.objects.get(council=people.neighbour_council, municipality__code="9004")
    for participant in (None, stranger):
        with pytest.raises(NotPossible) as told:
            grant(people, role=Role.REPRESENTATIVE, participant=participant)
        assert told.value.field == "participant"
    assert not Account.objects.filter(email="ny@example.no").exists()


def test_a_participant_is_not_noted_where_the_role_needs_none(people):
    assert grant(people, role=Role.READER, participant=people.participants[0]).participant is None


def test_a_participant_chosen_for_a_role_of_the_whole_council_is_told_and_not_dropped(people):
    client = people.secretary.client
    sent = {"email": "ny@example.no", "role": "reader", "starts_on": TODAY, "participant": people.participants[0].pk}
    page = client.post(f"{LIST}ny/?sprak=en", sent).content.decode()

    assert "is for the whole council" in page
    assert "Sees the history, and changes nothing." in page
    assert not Account.objects.filter(email="ny@example.no").exists()


def test_what_stands_in_the_way_of_ending_is_told_before_the_button(people):
    row = people.secretary.account.role_assignments.get()
    page = people.secretary.client.get(f"{LIST}{row.pk}/avslutt/?sprak=en").content.decode()

    assert "only one in the secretariat" in page
    assert ">End the access</button>" not in page
    assert f'href="{LIST}ny/"' in page


@pytest.mark.parametrize("role", [Role.HOST, Role.YOUTH_PANEL])
def test_some_roles_are_never_given_by_mail(people, role):
    with pytest.raises(NotPossible):
        grant(people, role=role)
    form = {"email": "ny@example.no", "role": role.value, "starts_on": str(TODAY)}
    assert people.secretary.client.post(f"{LIST}ny/", form).status_code == 422
    assert not RoleAssignment.objects.filter(role=role).exists()


def test_the_same_role_twice_in_the_same_time_is_refused(people):
    grant(people, ends_on=TODAY + timedelta(days=3))
    with pytest.raises(NotPossible):
        grant(people, starts_on=TODAY + timedelta(days=3))
    assert grant(people, starts_on=TODAY + timedelta(days=4))


def test_dates_that_are_turned_round_are_refused(people):
    with pytest.raises(NotPossible) as told:
        grant(people, ends_on=TODAY - timedelta(days=1))
    assert told.value.field == "ends_on"


def test_a_role_holds_to_the_end_of_its_last_day_in_norway(people):
    oslo = ZoneInfo("Europe/Oslo")
    who = with_role(someone("sommer"), people.council, Role.READER, ends_on=date(2026, 6, 30))
    before, after = datetime(2026, 6, 30, 23, 59, 59, tzinfo=oslo), datetime(2026, 7, 1, 0, 0, 0, tzinfo=oslo)

    assert queries.grants_of(who.account, now=before.astimezone(UTC))
    assert not queries.grants_of(who.account, now=after.astimezone(UTC))
    assert before.astimezone(UTC).date() == after.astimezone(UTC).date()


def test_a_role_that_begins_tomorrow_opens_nothing_today(people):
    who = with_role(
        someone("snart"), people.council, Role.SECRETARIAT, starts_on=timezone.localdate() + timedelta(days=1)
    )

    assert who.client.get(LIST).status_code == 404


def test_ending_a_role_acts_at_once_also_for_a_request_that_is_under_way(people):
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    before = other.actor
    assert other.client.get(LIST).status_code == 200
    row = other.account.role_assignments.get()
    assert people.secretary.client.post(f"{LIST}{row.pk}/avslutt/").url == LIST

    assert other.client.get(LIST).status_code == 404
    assert before.may(Permission.COUNCILS_COUNCIL_EDIT, council_id=people.council.pk)
    with pytest.raises(Refused):
        council_operations.change_council(
            actor=before, council=people.council, version=1, values={"name": "Kuppet"}, now=NOW
        )
    people.council.refresh_from_db()
    assert people.council.name != "Kuppet"
    entry = AuditEntry.objects.get(verb=Verb.ROLE_ENDED)
    assert (entry.subject_id, entry.changes["account"]) == (str(row.pk), [other.account.pk, None])


def test_a_role_that_began_today_can_end_today(people):
    row = grant(people, starts_on=timezone.localdate(), now=timezone.now())
    roles.end_role(actor=people.secretary.actor, assignment=row, now=timezone.now())

    assert not queries.grants_of(row.account, now=timezone.now())


def test_ending_twice_is_written_down_once(people):
    row = grant(people)
    for _ in range(2):
        roles.end_role(actor=people.secretary.actor, assignment=row, now=timezone.now())

    assert AuditEntry.objects.filter(verb=Verb.ROLE_ENDED).count() == 1


def test_the_only_secretary_cannot_lock_the_council_out(people):
    own = people.secretary.account.role_assignments.get()
    response = people.secretary.client.post(f"{LIST}{own.pk}/avslutt/")

    assert response.status_code == 422
    assert people.secretary.client.get(LIST).status_code == 200
    assert not AuditEntry.objects.filter(verb=Verb.ROLE_ENDED).exists()


@pytest.mark.parametrize("other", ["ended", "future", "past", "erased", "of another council"])
def test_a_secretary_who_cannot_sign_in_today_does_not_count(people, other):
    today = timezone.localdate()
    council = people.neighbour_council if other == "of another council" else people.council
    starts_on = today + timedelta(days=1) if other == "future" else LONG_AGO
    ends_on = today - timedelta(days=1) if other == "past" else None
    who = with_role(someone("annen"), council, Role.SECRETARIAT, starts_on=starts_on, ends_on=ends_on)
    if other == "ended":
        who.account.role_assignments.update(ended_at=NOW)
    if other == "erased":
        Account.objects.filter(pk=who.account.pk).update(email=None, name="", erased_at=NOW)

    with pytest.raises(NotPossible):
        roles.end_role(
            actor=people.secretary.actor,
            assignment=people.secretary.account.role_assignments.get(),
            now=timezone.now(),
        )


def test_a_secretary_may_leave_when_there_is_another(people):
    with_role(someone("annen"), people.council, Role.SECRETARIAT)
    own = people.secretary.account.role_assignments.get()

    assert people.secretary.client.post(f"{LIST}{own.pk}/avslutt/").url == "/min-side/"
    assert people.secretary.client.get(LIST).status_code == 404


def test_giving_and_ending_take_a_second_factor(people):
    without = people.secretary_without_second_factor
    with pytest.raises(SecondFactorNeeded):
        grant(people, actor=without.actor)
    with pytest.raises(SecondFactorNeeded):
        roles.end_role(actor=without.actor, assignment=people.reader.account.role_assignments.get(), now=NOW)


@pytest.mark.parametrize(
    "name", ["representative", "municipal_contact", "reader", "youth", "neighbour", "nobody", "host"]
)
def test_others_can_neither_give_nor_end(people, name):
    actor = getattr(people, name).actor
    with pytest.raises(Refused):
        grant(people, actor=actor)
    with pytest.raises(Refused):
        roles.end_role(actor=actor, assignment=people.secretary.account.role_assignments.get(), now=NOW)
    assert not Account.objects.filter(email="ny@example.no").exists()


def test_addresses_are_shown_to_those_who_give_access_and_not_to_the_others(people):
    row = grant(people, email="hemmelig.person@example.no")
    Account.objects.filter(pk=row.account_id).update(name="Åse")

    def page(who, words: str = "") -> str:
        return who.client.get(LIST, {"q": words}).content.decode()

    assert "hemmelig.person@example.no" in page(people.secretary)
    assert "Åse" in page(people.representative)
    assert "hemmelig.person" not in page(people.representative)
    assert "Åse" in page(people.secretary, "hemmelig")
    assert "Åse" not in page(people.representative, "hemmelig")
    assert "Åse" in page(people.representative, "åse")


def test_ended_roles_are_kept_apart(people):
    row = grant(people, email="slutt@example.no")
    roles.end_role(actor=people.secretary.actor, assignment=row, now=timezone.now())
    client = people.secretary.client

    assert "slutt@example.no" not in client.get(LIST).content.decode()
    assert "slutt@example.no" in client.get(f"{LIST}?vis=tidligere").content.decode()


def test_a_long_list_is_paged_and_few_queries(people, django_assert_max_num_queries):
    accounts = Account.objects.bulk_create(
        Account(email=f"leser{n:04}@example.no", name=f"Leser {n:04}", made_at=NOW) for n in range(300)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(council=people.council, account=account, role=Role.READER, starts_on=LONG_AGO, granted_at=NOW)
        for account in accounts
    )
    client = people.secretary.client
    with django_assert_max_num_queries(20):
        page = client.get(LIST).content.decode()
    assert page.count("/avslutt/") == 50
    assert "Leser 0299" in client.get(f"{LIST}?side=6").content.decode() + client.get(f"{LIST}?side=7").content.decode()
    assert client.get(f"{LIST}?q=0123").content.decode().count("/avslutt/") == 1


def test_a_role_does_not_go_on_after_its_participant_has_left(people):
    row = people.participants[0]
    Participant.objects.filter(pk=row.pk).update(ends_on=TODAY)
    row.refresh_from_db()
    for ends_on in (None, TODAY + timedelta(days=1)):
        with pytest.raises(NotPossible) as told:
            grant(people, role=Role.REPRESENTATIVE, participant=row, ends_on=ends_on)
        assert told.value.field == "ends_on"
    assert grant(people, role=Role.REPRESENTATIVE, participant=row, ends_on=TODAY)


def test_a_participant_that_left_while_the_form_was_open_gets_no_role_beyond_its_last_day(people):
    as_the_form_saw_it = people.participants[0]
    Participant.objects.filter(pk=as_the_form_saw_it.pk).update(ends_on=TODAY)

    with pytest.raises(NotPossible):
        grant(people, role=Role.REPRESENTATIVE, participant=as_the_form_saw_it)


def test_a_visit_of_the_host_is_not_a_way_to_a_role_that_lasts(people):
    host = people.visiting_host
    with pytest.raises(NotPossible):
        grant(people, actor=host.actor, email=host.account.email, role=Role.SECRETARIAT)
    assert not host.account.role_assignments.exists()
    assert grant(people, actor=host.actor, email="ny@example.no", role=Role.SECRETARIAT)


def test_a_participant_with_roles_is_not_removed(people):
    contact = people.municipal_contact
    with pytest.raises(NotPossible):
        participants.remove(actor=people.secretary.actor, participant=people.participants[0], now=NOW)
    assert contact.account.role_assignments.exists()
