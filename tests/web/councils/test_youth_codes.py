"""Codes on notes for the youth panel, and what the young call themselves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.accounts.models import Account, PersonalCode
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.accounts.operations import alias as aliases
from veivalg.web.accounts.operations.alias import AliasRefused, plain_alias
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import RoleAssignment
from veivalg.web.councils.operations import youth_codes as operations
from veivalg.web.councils.refusals import NotPossible

PAGE = "/r/vestre/ungdomskoder/"
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
in_the_database = pytest.mark.django_db


def form(people, count=2, **more):
    last = timezone.localdate() + timedelta(days=100)
    return {f"count-{people.participants[0].pk}": count, "ends_on": str(last)} | more


def make(people, labels=("Kommune 9001 1",), **more):
    more = {"actor": people.secretary.actor, "ends_on": timezone.localdate() + timedelta(days=9)} | more
    return operations.make_youth_codes(council=people.council, labels=labels, now=timezone.now(), **more)


@in_the_database
def test_notes_are_shown_once_with_address_and_last_day(people):
    people.secretary.client.cookies["sprak"] = "en"
    sent = form(people, **{"label": "Elevrådet", "count-other": "1"})
    response = people.secretary.client.post(PAGE, sent)
    page = response.content.decode()
    codes = CODE.findall(page)

    assert len(set(codes)) == 3
    assert "/logg-inn/ungdom/" in page
    assert "no-store" in response.headers["Cache-Control"]
    assert {row.label for row in RoleAssignment.objects.filter(role=Role.YOUTH_PANEL)} == {
        "Kommune 9001 1",
        "Kommune 9001 2",
        "Elevrådet 1",
    }
    assert not CODE.findall(people.secretary.client.get(PAGE).content.decode())
    kept = str(list(PersonalCode.objects.values())) + str(list(AuditEntry.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert AuditEntry.objects.filter(verb=Verb.YOUTH_CODE_MADE, council_id=people.council.pk).count() == 3


@in_the_database
def test_a_form_that_is_sent_again_makes_no_more_codes_and_says_so(people):
    client = people.secretary.client
    seen = re.search(r'name="newest_seen" value="(\d+)"', client.get(PAGE).content.decode())[1]
    sent = form(people, newest_seen=seen)
    assert len(set(CODE.findall(client.post(PAGE, sent).content.decode()))) == 2

    again = client.post(f"{PAGE}?sprak=en", sent, follow=True)
    assert "no more were made now" in again.content.decode()
    assert not CODE.findall(again.content.decode())
    assert RoleAssignment.objects.filter(role=Role.YOUTH_PANEL).count() == 2


@in_the_database
def test_a_code_lets_someone_in_who_then_chooses_an_alias(people):
    code = CODE.findall(people.secretary.client.post(PAGE, form(people, 1)).content.decode())[0]
    young = Client()
    assert young.post("/logg-inn/ungdom/", {"code": code.lower()}).url == "/min-side/alias/"
    assert young.post("/min-side/alias/", {"alias": "Rev i skogen"}).url == "/min-side/"

    account = Account.objects.get(name="Rev i skogen")
    assert account.email is None
    assert account.role_assignments.get().council == people.council
    page = people.secretary.client.get(PAGE).content.decode()
    assert "Rev i skogen" in page
    again = Client()
    assert again.post("/logg-inn/ungdom/", {"code": code}).url == "/min-side/"
    entry = AuditEntry.objects.get(verb=Verb.ACCOUNT_CHANGED, subject_id=str(account.pk))
    assert entry.changes == {"name": []}


@in_the_database
def test_notes_go_on_working_when_the_site_gets_a_new_key(people, settings):
    code = make(people)[0].code
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key of the site, long enough", [settings.SECRET_KEY]

    assert Client().post("/logg-inn/ungdom/", {"code": code}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().post("/logg-inn/ungdom/", {"code": code}).status_code == 302


@in_the_database
def test_when_a_code_was_used_is_kept_as_a_day(people):
    code = make(people)[0].code
    Client().post("/logg-inn/ungdom/", {"code": code})

    assert PersonalCode.objects.get().last_used_on == timezone.localdate()


@in_the_database
def test_a_code_that_is_ended_opens_nothing_and_signs_out_at_once(people):
    code = make(people)[0].code
    young = Client()
    young.post("/logg-inn/ungdom/", {"code": code})
    row = RoleAssignment.objects.get(role=Role.YOUTH_PANEL)
    people.secretary.client.get(f"{PAGE}{row.pk}/avslutt/")
    assert young.get("/min-side/").status_code == 200

    assert people.secretary.client.post(f"{PAGE}{row.pk}/avslutt/").url == PAGE
    assert young.get("/min-side/").status_code == 302
    assert Client().post("/logg-inn/ungdom/", {"code": code}).status_code == 403
    assert AuditEntry.objects.get(verb=Verb.YOUTH_CODE_ENDED).subject_id == str(row.pk)


@in_the_database
def test_the_secretariat_takes_away_an_alias_and_the_note_goes_on_working(people):
    code = make(people)[0].code
    young = Client()
    young.post("/logg-inn/ungdom/", {"code": code})
    young.post("/min-side/alias/", {"alias": "Stygt ord"})
    row = RoleAssignment.objects.get(role=Role.YOUTH_PANEL)

    assert people.secretary.client.post(f"{PAGE}{row.pk}/alias/").url == PAGE
    row.account.refresh_from_db()
    assert row.account.name == ""
    assert Client().post("/logg-inn/ungdom/", {"code": code}).url == "/min-side/alias/"
    entry = AuditEntry.objects.get(verb=Verb.ACCOUNT_CHANGED, actor_id=people.secretary.account.pk)
    assert (entry.council_id, entry.changes) == (people.council.pk, {"name": []})


@in_the_database
@pytest.mark.parametrize("count", [0, 31])
def test_from_one_to_thirty_codes_at_once(people, count):
    assert not CODE.findall(people.secretary.client.post(PAGE, form(people, count)).content.decode())
    with pytest.raises(NotPossible):
        make(people, labels=["x"] * count)
    assert not PersonalCode.objects.exists()


@in_the_database
@pytest.mark.parametrize("days", [-1, 3 * 366])
def test_the_last_day_is_ahead_and_not_too_far(people, days):
    with pytest.raises(NotPossible) as told:
        make(people, ends_on=timezone.localdate() + timedelta(days=days))
    assert told.value.field == "ends_on"


@in_the_database
@pytest.mark.parametrize("label", ["Kari Nordmann", "kari@example.no", "91 12 23 34"])
def test_a_note_is_not_marked_with_who_gets_it(people, label):
    sent = form(people, **{"label": label, "count-other": "1"})

    assert not CODE.findall(people.secretary.client.post(PAGE, sent).content.decode())
    assert not RoleAssignment.objects.filter(role=Role.YOUTH_PANEL).exists()


@in_the_database
@pytest.mark.parametrize("name", ["representative", "reader", "youth", "visiting_host", "neighbour", "nobody"])
def test_others_neither_make_nor_end_codes(people, name):
    make(people)
    actor, row = getattr(people, name).actor, RoleAssignment.objects.filter(label="Kommune 9001 1").get()
    with pytest.raises(Refused):
        make(people, actor=actor)
    with pytest.raises(Refused):
        operations.end_youth_code(actor=actor, assignment=row, now=NOW)
    with pytest.raises(Refused):
        operations.reset_alias(actor=actor, assignment=row, now=NOW)


@in_the_database
def test_the_pages_of_codes_know_only_codes(people):
    role = people.reader.account.role_assignments.get()

    assert people.secretary.client.post(f"{PAGE}{role.pk}/avslutt/").status_code == 404
    assert people.secretary.client.post(f"{PAGE}{role.pk}/alias/").status_code == 404
    make(people)
    code = RoleAssignment.objects.get(role=Role.YOUTH_PANEL, label="Kommune 9001 1")
    assert people.secretary.client.post(f"/r/vestre/tilganger/{code.pk}/avslutt/").status_code == 404


@in_the_database
def test_a_long_list_of_codes_is_few_queries(people, django_assert_max_num_queries):
    made = Account.objects.bulk_create(Account(name=f"Alias {n}", made_at=NOW) for n in range(120))
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            council=people.council,
            account=account,
            role=Role.YOUTH_PANEL,
            starts_on=TODAY,
            granted_at=NOW,
            label=f"Merke {n}",
        )
        for n, account in enumerate(made)
    )
    with django_assert_max_num_queries(20):
        page = people.secretary.client.get(PAGE).content.decode()
    assert page.count("/alias/") == 50


@in_the_database
def test_those_with_an_address_have_a_name_and_no_alias(people):
    assert people.secretary.client.post("/min-side/alias/", {"alias": "Rev"}).url == "/min-side/"
    people.secretary.account.refresh_from_db()
    assert people.secretary.account.name == "sekretaer"


@in_the_database
def test_two_cannot_be_called_the_same(people):
    first, second = (Account.objects.create(made_at=NOW) for _ in range(2))
    aliases.choose_alias(actor=Actor(account_id=first.pk), typed="Blå rev", now=NOW)
    with pytest.raises(AliasRefused):
        aliases.choose_alias(actor=Actor(account_id=second.pk), typed="BLÅ REV", now=NOW)


@in_the_database
def test_an_alias_is_not_changed_by_way_of_ones_details(people):
    account = Account.objects.create(name="Rev", made_at=NOW)
    actor = Actor(account_id=account.pk)
    accounts.change_own(actor=actor, version=1, values={"name": "Kari Nordmann", "language": "nn"}, now=NOW)

    account.refresh_from_db()
    assert (account.name, account.language) == ("Rev", "nn")


@pytest.mark.parametrize(
    "typed",
    [
        "kari@example.no",
        "kari＠example",
        "@kari",
        "91122334",
        "911 22 334",
        "9-1-1-2-2",
        "rev 12345",
        "+47 911.22",
        "٩١١٢٢",
        "Kari Nordmann",
        "Kari Anne Nordmann",
        "Åse Øvergård",
        "  Kari   Nordmann ",
        "a",
        "x" * 31,
        "   ",
        "---",
        "rev\u202e",
        "re\x00v",
        "re\u200bv",
    ],
)
def test_what_could_tell_who_someone_is_is_refused(typed):
    with pytest.raises(AliasRefused):
        plain_alias(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rev", "rev"),
        ("  blå   rev ", "blå rev"),
        ("Rev i skogen", "Rev i skogen"),
        ("Ørn 1234", "Ørn 1234"),
        ("Rev", "Rev"),
    ],
)
def test_other_aliases_are_kept_in_one_way_of_writing(typed, kept):
    assert plain_alias(typed) == kept


@given(st.text(max_size=40))
def test_an_alias_that_is_accepted_holds_no_address_and_no_number(typed):
    try:
        alias = plain_alias(typed)
    except AliasRefused:
        return
    assert "@" not in alias
    assert not re.search(r"\d{5}", re.sub(r"[\s.-]", "", alias))
    assert alias == plain_alias(alias)


@in_the_database
def test_a_mailbox_alone_makes_no_codes_and_the_page_says_so_before_the_form_is_filled_in(people):
    who = people.secretary_without_second_factor
    with pytest.raises(SecondFactorNeeded):
        make(people, actor=who.actor)

    assert not PersonalCode.objects.exists()
    assert who.client.get(PAGE).url.startswith("/logg-inn/bekreft/")
