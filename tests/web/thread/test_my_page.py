"""One's own page: what waits, across councils; settings; what is stored; and a way out."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.people import LONG_AGO, NOW, with_role
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts import waiting as accounts_waiting
from veivalg.web.accounts.models import Account, Session
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils import waiting as councils_waiting
from veivalg.web.councils.models import Body, Mandate, Person, RoleAssignment
from veivalg.web.councils.operations.leaving import WouldLockOut
from veivalg.web.thread import my_page_content, operations
from veivalg.web.ui.waiting import Waiting, in_order

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


def links(who, on=ON):
    rows = [row for source in my_page_content.SOURCES for row in source(who.actor, who.account, on)]
    return {(row.council, row.url) for row in rows}


@pytest.fixture
def assembly(people):
    return Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")


@pytest.fixture
def seat(people, assembly):
    def take(participant, **more):
        person = Person.objects.create(council=people.council, name=f"Ordfører i {participant.name}", made_at=NOW)
        return Mandate.objects.create(
            **{
                "body": assembly,
                "person": person,
                "participant": participant,
                "position": Mandate.Position.MEMBER,
                "starts_on": LONG_AGO,
            }
            | more
        )

    return take


def test_a_second_factor_that_a_role_needs_waits_until_there_is_one(people):
    assert ("", "/min-side/sikkerhet/") in links(people.secretary)
    assert ("", "/min-side/sikkerhet/") in links(people.host)
    assert ("", "/min-side/sikkerhet/") not in links(people.reader)

    people.secretary.account.passkeys.create(
        name="Mobil", credential_hash="x", credential=b"x", sign_count=0, is_backed_up=True, made_at=NOW
    )
    assert ("", "/min-side/sikkerhet/") not in links(people.secretary)


def test_an_invitation_waits_until_its_last_day_has_passed(people):
    Account.objects.filter(pk=people.nobody.account.pk).update(may_set_up_until=ON)
    people.nobody.account.refresh_from_db()

    assert ("", "/sett-opp/") in links(people.nobody)
    assert links(people.nobody, on=ON + timedelta(days=1)) == set()


def test_a_council_without_bodies_waits_for_its_secretariat(people, assembly):
    assert ("Vestre", "/r/vestre/organer/") not in links(people.secretary)
    assembly.delete()
    assert ("Vestre", "/r/vestre/organer/") in links(people.secretary)
    assert ("Vestre", "/r/vestre/organer/") not in links(people.representative)


def test_participants_without_a_member_of_the_assembly_are_named(people, assembly, seat):
    seat(people.participants[0])
    seat(people.participants[1], position=Mandate.Position.SUBSTITUTE)
    seat(people.participants[2], ends_on=ON - timedelta(days=1))

    rows = councils_waiting.waiting(people.secretary.actor, people.secretary.account, ON)
    text = next(row.text for row in rows if row.url == f"/r/vestre/organer/{assembly.pk}/")
    assert "9002" in text
    assert "9003" in text
    assert "9001" not in text


def test_mandates_that_end_within_ninety_days_wait_and_others_do_not(people, assembly, seat):
    for participant in people.participants:
        seat(participant)
    address = ("Vestre", "/r/vestre/organer/")
    assert address not in links(people.secretary)

    mandate = seat(people.participants[0], ends_on=ON + timedelta(days=91))
    assert address not in links(people.secretary)
    Mandate.objects.filter(pk=mandate.pk).update(ends_on=ON + timedelta(days=90))
    assert address in links(people.secretary)
    # The last day counts whole; on the day after it no longer ends, it has ended.
    assert address in links(people.secretary, on=ON + timedelta(days=90))
    assert address not in links(people.secretary, on=ON + timedelta(days=91))
    Mandate.objects.filter(pk=mandate.pk).update(replaced_by=seat(people.participants[0]))
    assert address not in links(people.secretary)


def test_roles_that_end_wait_for_their_owner_and_for_those_who_can_give_new_ones(people):
    ending = RoleAssignment.objects.filter(account=people.reader.account)
    ending.update(ends_on=ON + timedelta(days=30))

    assert ("Vestre", "/r/vestre/") in links(people.reader)
    assert ("Vestre", "/r/vestre/tilganger/") in links(people.secretary)
    assert ("Vestre", "/r/vestre/tilganger/") not in links(people.neighbour)
    ending.update(ends_on=ON + timedelta(days=31))
    assert ("Vestre", "/r/vestre/") not in links(people.reader)


def test_an_open_visit_waits_for_the_host(people):
    assert ("Vestre", "/forvaltning/") in links(people.visiting_host)
    assert ("Vestre", "/forvaltning/") not in links(people.host)


def test_the_youth_are_asked_for_an_alias_and_nothing_else(people):
    Account.objects.filter(pk=people.youth.account.pk).update(email=None, name="")
    people.youth.account.refresh_from_db()

    assert accounts_waiting.waiting(people.youth.actor, people.youth.account, ON)[0].url == "/min-side/alias/"


def test_the_page_shows_what_waits_in_every_council(people, assembly):
    with_role(people.secretary, people.neighbour_council, Role.SECRETARIAT)
    page = people.secretary.client.get("/min-side/").content.decode()

    assert "Vestre" in page
    assert "Østre" in page or "Ostre" in page
    assert f'href="/r/vestre/organer/{assembly.pk}/"' in page


def test_an_empty_page_says_what_to_do(people):
    page = people.nobody.client.get("/min-side/").content.decode()

    assert "vv-empty" in page
    assert 'href="/#rad"' in page


def test_the_page_takes_the_same_queries_for_one_council_and_for_many(people, django_assert_max_num_queries):
    from tests.people import a_council

    for n in range(30):
        council = a_council(f"rad-{n}", codes=("9001", "9002"))
        with_role(people.secretary, council, Role.SECRETARIAT, ends_on=timezone.localdate() + timedelta(days=3))
        body = Body.objects.create(council=council, kind=Body.Kind.ASSEMBLY, name="Rep")
        person = Person.objects.create(council=council, name="X", made_at=NOW)
        Mandate.objects.bulk_create(
            Mandate(body=body, person=person, position="member", starts_on=LONG_AGO, ends_on=timezone.localdate())
            for _ in range(20)
        )
    # Each room is asked what waits, some two queries each.
    with django_assert_max_num_queries(32):
        assert people.secretary.client.get("/min-side/").status_code == 200


FORM = {"name": "Kari", "language": "nn", "mail_rhythm": "weekly", "version": 1}


def test_settings_are_saved_noted_and_used(people):
    client = people.reader.client
    client.get("/?sprak=en")
    assert client.post("/min-side/innstillinger/", FORM).status_code == 302

    account = Account.objects.get(pk=people.reader.account.pk)
    assert (account.name, account.language, account.mail_rhythm) == ("Kari", "nn", "weekly")
    entry = AuditEntry.objects.get(verb=Verb.ACCOUNT_CHANGED)
    assert entry.changes["name"] == []
    assert '<html lang="nn"' in client.get("/min-side/").content.decode()


def test_settings_that_were_changed_in_another_window_are_compared(people):
    client = people.reader.client
    client.post("/min-side/innstillinger/", FORM)
    response = client.post("/min-side/innstillinger/", FORM | {"name": "Kari N."})

    assert response.status_code == 409
    assert Account.objects.get(pk=people.reader.account.pk).name == "Kari"
    client.post("/min-side/innstillinger/", FORM | {"name": "Kari N.", "version": 2})
    assert Account.objects.get(pk=people.reader.account.pk).name == "Kari N."


@pytest.mark.parametrize(
    "wrong", [{"language": "se"}, {"mail_rhythm": "hourly"}, {"name": "x" * 121}, {"version": "0"}]
)
def test_settings_that_cannot_be_are_not_saved(people, wrong):
    assert people.reader.client.post("/min-side/innstillinger/", FORM | wrong).status_code == 422
    assert Account.objects.get(pk=people.reader.account.pk).version == 1


def test_the_youth_choose_no_name_and_no_mail_here(people):
    Account.objects.filter(pk=people.youth.account.pk).update(email=None, name="Rev")
    page = people.youth.client.get("/min-side/innstillinger/").content.decode()
    assert 'name="mail_rhythm"' not in page
    people.youth.client.post("/min-side/innstillinger/", FORM)

    account = Account.objects.get(pk=people.youth.account.pk)
    assert (account.name, account.language, account.mail_rhythm) == ("Rev", "nn", "each")


def test_everything_about_me_can_be_taken_out_and_that_is_noted(people):
    me, council = people.reader, people.council
    body = Body.objects.create(council=council, kind=Body.Kind.COMMITTEE, name="Komité")
    mine = Person.objects.create(council=council, name="Kari", phone="99", account=me.account, made_at=NOW)
    Mandate.objects.create(body=body, person=mine, position="member", starts_on=LONG_AGO)
    other = Person.objects.create(council=council, name="En annen", email=me.account.email, made_at=NOW)

    response = me.client.post("/min-side/mine-data/")

    assert "attachment" in response.headers["Content-Disposition"]
    content = json.loads(response.content)
    assert content["account"]["email"] == me.account.email
    assert [role["role"] for role in content["roles"]] == ["reader"]
    # A reader may not see people's details, so one that only shares the address is left out.
    assert [person["name"] for person in content["people"]] == ["Kari"]
    assert content["mandates"][0]["body"] == "Komité"
    assert content["history"][0]["verb"]
    assert not {"key_hash", "credential", "sealed_secret"} & set(json.dumps(content).split('"'))
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_EXPORTED, actor_id=me.account.pk).exists()
    secretary = with_role(me, council, Role.SECRETARIAT)
    assert other.name in secretary.client.post("/min-side/mine-data/").content.decode()


def test_reading_about_the_file_writes_nothing(people):
    assert people.reader.client.get("/min-side/mine-data/").status_code == 200
    assert not AuditEntry.objects.filter(verb=Verb.ACCOUNT_EXPORTED).exists()


def test_an_erased_account_leaves_its_roles_its_people_and_no_name(people):
    me = people.representative
    person = Person.objects.create(council=people.council, name="Ordfører", account=me.account, made_at=NOW)
    page = me.client.get("/min-side/mine-data/slett/")
    assert page.status_code == 200
    me.client.post("/min-side/mine-data/slett/", {})
    assert Session.objects.filter(account=me.account).exists()

    response = me.client.post("/min-side/mine-data/slett/", {"is_sure": "on"})

    assert response.url == "/"
    account = Account.objects.get(pk=me.account.pk)
    assert (account.email, account.name) == (None, "")
    assert not RoleAssignment.objects.on(timezone.localdate()).filter(account=account).exists()
    person.refresh_from_db()
    assert (person.account, person.name) == (None, "Ordfører")
    assert AuditEntry.objects.filter(verb=Verb.ROLE_ENDED, council_id=people.council.pk).exists()
    assert me.client.get("/min-side/").status_code == 302


def test_the_only_secretary_is_told_to_give_the_role_to_someone_first(people):
    me = people.secretary
    page = me.client.get("/min-side/mine-data/slett/").content.decode()
    assert 'href="/r/vestre/"' in page
    assert 'name="is_sure"' not in page

    assert me.client.post("/min-side/mine-data/slett/", {"is_sure": "on"}).status_code == 409
    with pytest.raises(WouldLockOut):
        operations.erase_own_account(actor=me.actor, now=datetime.now(tz=UTC))
    assert Account.objects.get(pk=me.account.pk).email

    with_role(people.nobody, people.council, Role.SECRETARIAT)
    assert me.client.post("/min-side/mine-data/slett/", {"is_sure": "on"}).url == "/"


@pytest.mark.parametrize("page", ["", "innstillinger/", "mine-data/", "mine-data/slett/"])
def test_visitors_sign_in_first(client, people, page):
    assert client.get(f"/min-side/{page}").url.startswith("/logg-inn/?")


def test_whoever_acts_for_a_municipality_has_one_press_to_its_own_page(people):
    text = people.representative.client.get("/min-side/").content.decode()
    address = f"/r/vestre/forankring/kommune/{people.participants[0].pk}/"
    assert f'href="{address}"' in text
    assert people.representative.client.get(address).status_code == 200
    assert "/forankring/kommune/" not in people.reader.client.get("/min-side/").content.decode()


def test_what_is_late_stands_before_what_has_no_day_and_what_comes():
    rows = [Waiting(text=str(due), url="", link="", due_on=due) for due in (ON, None, ON - timedelta(days=1))]
    assert [row.due_on for row in in_order(rows, on=ON)] == [ON - timedelta(days=1), None, ON]
