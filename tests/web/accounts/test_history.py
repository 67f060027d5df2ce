"""The trail in plain words, on every object and as a whole."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.people import NOW, TODAY
from tests.web.own_things import a_limit, an_edition, an_indicator
from veivalg.web.access.actor import VISITOR
from veivalg.web.accounts import history
from veivalg.web.accounts.history_words import FIELDS, KINDS
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations.account import erase_own
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Mandate, Person, RoleAssignment, StaffSession
from veivalg.web.meetings.models import Resolution

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(people):
    return Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")


@pytest.fixture
def note(people):
    def run(verb=Verb.BODY_CHANGED, *, subject, who=None, at=NOW, **more):
        actor = (who or people.secretary).actor
        return record(actor, verb, subject=subject, council_id=people.council.pk, at=at, **more)

    return run


def words_of(entry, actor=VISITOR):
    return history.lines([entry], actor=actor)[0]


@pytest.mark.parametrize("label", KINDS)
def test_every_field_of_what_can_be_changed_has_words(label):
    fields = {field.name for field in apps.get_model(label)._meta.get_fields() if field.concrete and field.editable} - {
        "id"
    }

    assert fields <= FIELDS.keys()


def test_values_are_told_in_words(people, body, note):
    entry = note(
        subject=body,
        changes={
            "starts_on": [None, "2026-06-05"],
            "leader_rotates": [False, True],
            "kind": ["committee", "executive"],
            "name": ["AU", "Arbeidsutvalget"],
            "email": [],
        },
        reason="Nytt navn",
    )

    with translation.override("en"):
        line = words_of(entry)
    assert [(c.field, c.before, c.after) for c in line.changes if not c.is_private] == [
        ("First day", "nothing", "5\xa0June 2026"),
        ("The leader's post rotates", "no", "yes"),
        ("Kind", "Committee", "Executive committee"),
        ("Name", "AU", "Arbeidsutvalget"),
    ]
    assert [c.field for c in line.changes if c.is_private] == ["E-mail address"]
    assert [c.field for c in line.changes if c.is_first] == ["First day"]
    assert line.is_long
    assert (line.who, line.thing, line.reason) == ("sekretaer", "Representantskapet", "Nytt navn")


@pytest.mark.parametrize("value", ["2026-13-45", "2026-02-30", "15/26", "x" * 300, 12, 1.5, {"a": 1}, [1, "to"]])
def test_values_of_any_kind_are_shown_somehow(value):
    assert history.value_words("councils.body", "name", value)


def test_limits_and_values_of_the_councils_own_are_told_in_words(people):
    an_indicator(people.council, values=[("9001", 2024, "150.5*")], published=False)
    an_edition(people.council, [a_limit("births", "10.6"), a_limit("egen-hytter", 100, "above")], published=False)

    with translation.override("en"):
        first, last = (
            words_of(entry).changes
            for entry in AuditEntry.objects.filter(verb__startswith="knowledge.edition").order_by("pk")
        )
        told = {change.field: change for change in (*first, *last)}
        value = words_of(AuditEntry.objects.get(verb=Verb.INDICATOR_VALUES_SET)).changes[0]
        made = {c.field: c.after for c in words_of(AuditEntry.objects.get(verb=Verb.INDICATOR_MADE)).changes}
    assert "Hytter over 100 (vedtatt i arbeidsutvalget)" in told["Limits"].after
    assert "below" not in told["Limits"].before + told["Limits"].after
    assert told["Begun from"].after != "viken-2019"
    assert value.after == "150.5 (estimate)"
    assert made["Which end may be read as vulnerable"] == "High values"
    assert made["May be added up"] == "yes"


def test_how_many_there_were_has_no_before(people, note):
    entry = note(Verb.PEOPLE_EXPORTED, subject=people.council, changes={"rows": [0, 9]})

    with translation.override("en"):
        change = words_of(entry).changes[0]
    assert (change.field, change.after, change.is_first) == ("Rows", "9", True)


def test_a_role_is_told_as_people_call_it(people, note):
    role = RoleAssignment.objects.get(account=people.reader.account)
    line = words_of(note(Verb.ROLE_GRANTED, subject=role, changes={"role": [None, "reader"]}))

    assert "reader" not in line.thing
    assert "leser" in line.thing
    assert line.changes[0].after != "reader"


def test_a_number_that_stands_for_something_is_told_by_its_name(people, note):
    role = RoleAssignment.objects.get(account=people.reader.account)
    line = words_of(note(Verb.ROLE_GRANTED, subject=role, changes={"account": [None, people.reader.account.pk]}))

    assert line.changes[0].after == "leser"


def test_what_is_gone_is_called_deleted_and_an_old_verb_is_still_shown(people, body, note):
    entry = note(subject=body)
    body.delete()
    assert str(entry.subject_id) in words_of(entry).thing

    old = AuditEntry(at=NOW, verb="old.thing.done", subject_type="old.thing", subject_id="x", changes={})
    assert words_of(old).what == "old.thing.done"


def test_whom_it_was_done_for_is_named(people, body, note):
    participant = people.participants[0]

    assert words_of(note(subject=body, on_behalf_of=f"participant:{participant.pk}")).on_behalf_of == participant.name
    assert words_of(note(subject=body, on_behalf_of="host")).on_behalf_of
    assert words_of(note(subject=body)).on_behalf_of == ""


def test_an_erased_account_is_a_number_in_the_history_and_the_trail_is_as_it_was(people, body, note):
    entry = note(subject=body, who=people.reader)
    erase_own(actor=people.reader.actor, now=NOW)

    line = words_of(AuditEntry.objects.get(pk=entry.pk))
    assert "leser" not in line.who
    assert str(people.reader.account.pk) in line.who


def test_the_operator_and_nobody_have_words(people, body):
    with transaction.atomic():
        by_operator = record(people.operator, Verb.BODY_MADE, subject=body, at=NOW)
        by_nobody = record(VISITOR, Verb.BODY_MADE, subject=body, at=NOW)

    assert words_of(by_operator).who != words_of(by_nobody).who


def test_the_young_are_not_named_to_those_who_may_not_see_people(people, note):
    youth = Body.objects.create(council=people.council, kind=Body.Kind.YOUTH, name="Ungdomsrådet")
    child = Person.objects.create(council=people.council, name="Lille Ung", made_at=NOW)
    mandate = Mandate.objects.create(body=youth, person=child, position="member", starts_on=TODAY)
    entries = [note(Verb.PERSON_MADE, subject=child), note(Verb.MANDATE_MADE, subject=mandate)]

    def told(actor):
        return " ".join(line.thing for line in history.lines(entries, actor=actor))

    assert "Lille Ung" in told(people.secretary.actor)
    assert "Lille Ung" not in told(people.reader.actor)


def test_someone_without_a_mandate_may_be_about_to_sit_with_the_young_and_is_not_named(people, note):
    child = Person.objects.create(council=people.council, name="Lille Ung", made_at=NOW)
    entry = note(Verb.MANDATE_REMOVED, subject=child, changes={"person": [child.pk, None]})

    assert "Lille Ung" in words_of(entry, people.secretary.actor).thing
    assert "Lille Ung" not in words_of(entry, people.reader.actor).thing


def test_the_young_who_attend_another_body_are_not_named_to_readers(people, body, note):
    youth = Body.objects.create(council=people.council, kind=Body.Kind.YOUTH, name="Ungdomsrådet")
    child = Person.objects.create(council=people.council, name="Lille Ung", made_at=NOW)
    Mandate.objects.create(body=youth, person=child, position="member", starts_on=TODAY)
    attends = {"position": "attendee", "may_vote": False, "starts_on": TODAY}
    entry = note(Verb.MANDATE_MADE, subject=Mandate.objects.create(body=body, person=child, **attends))

    assert "Lille Ung" in words_of(entry, people.secretary.actor).thing
    assert "Lille Ung" not in words_of(entry, people.reader.actor).thing


@pytest.mark.parametrize("who", ["reader", "representative", "municipal_contact", "visiting_host", "neighbour"])
def test_an_alias_is_told_to_nobody_but_those_who_make_the_codes(people, note, who):
    """Beside it stands what the note was marked with: whose youth council it is."""
    account = Account.objects.create(name="blå rev", made_at=NOW)
    role = RoleAssignment.objects.create(
        council=people.council, account=account, role="youth_panel", starts_on=TODAY, granted_at=NOW, label="Vestre 1"
    )
    made = note(Verb.YOUTH_CODE_MADE, subject=role, changes={"label": [None, "Vestre 1"]})
    changed = note(Verb.ACCOUNT_CHANGED, subject=account, changes={"name": []})

    def told(actor):
        return " ".join(line.thing for line in history.lines([made, changed], actor=actor))

    assert told(people.secretary.actor).count("blå rev") == 2
    assert "blå rev" not in told(getattr(people, who).actor)


def shown(subject, actor, council):
    request = RequestFactory().get("/")
    request.actor = actor
    return Template("{% load history %}{% history subject %}").render(
        Context({"request": request, "council": council, "subject": subject})
    )


def test_the_history_stands_on_the_objects_page_for_those_who_may_see_it(people, body, note, django_assert_num_queries):
    note(subject=body, reason="Fordi")

    assert "Fordi" in shown(body, people.reader.actor, people.council)
    for actor in (people.youth.actor, people.neighbour.actor, VISITOR):
        with django_assert_num_queries(0):
            assert shown(body, actor, people.council).strip() == ""


def test_what_lies_under_an_object_is_in_its_history(people, body, note):
    person = Person.objects.create(council=people.council, name="Kari Nordmann", made_at=NOW)
    mandate = Mandate.objects.create(body=body, person=person, position="member", starts_on=TODAY)
    note(Verb.MANDATE_MADE, subject=mandate, under=body)

    assert "Kari Nordmann, Representantskapet" in shown(body, people.secretary.actor, people.council)


def test_a_council_sees_its_own_history_and_nothing_of_the_neighbours(people, body, note):
    note(subject=body)
    other = Body.objects.create(council=people.neighbour_council, kind=Body.Kind.ASSEMBLY, name="Naboens organ")
    record(people.neighbour.actor, Verb.BODY_MADE, subject=other, council_id=people.neighbour_council.pk, at=NOW)

    page = people.reader.client.get("/r/vestre/historikk/").content.decode()
    assert "Representantskapet" in page
    assert "Naboens organ" not in page
    crafted = people.reader.client.get(f"/r/vestre/historikk/?objekt=councils.body:{other.pk}").content.decode()
    assert "Naboens organ" not in crafted


def found(client, query):
    page = client.get(f"/r/vestre/historikk/?{query}").content.decode()
    return page.count("<time")


def test_the_history_is_searched_by_deed_person_kind_object_and_day(people, body, note):
    note(Verb.BODY_MADE, subject=body, at=datetime(2026, 1, 10, 12, tzinfo=UTC))
    # Half past midnight in Norway, where February has begun.
    note(Verb.BODY_CHANGED, subject=body, at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    note(Verb.COUNCIL_CHANGED, subject=people.council, who=people.visiting_host, at=datetime(2026, 2, 10, tzinfo=UTC))
    client = people.secretary.client

    assert found(client, "") == 3
    assert found(client, "hva=councils.body.make") == 1
    assert found(client, f"hvem={people.visiting_host.account.pk}") == 1
    assert found(client, "type=councils.body") == 2
    assert found(client, f"objekt=councils.body:{body.pk}") == 2
    assert found(client, "fra=2026-02-01") == 2
    assert found(client, "til=2026-01-31") == 1


@pytest.mark.parametrize(
    "query",
    [
        "hva=x",
        "hvem=x",
        "hvem=" + "9" * 30,
        "objekt=:",
        "objekt=%00:1",
        "fra=0001-01-01",
        "til=9999-12-31",
        "fra=2026-02-31",
    ],
)
def test_a_crafted_search_still_answers(people, query):
    assert people.secretary.client.get(f"/r/vestre/historikk/?{query}").status_code == 200


def test_a_long_and_varied_history_takes_few_queries(people, body, django_assert_max_num_queries):
    council = people.council
    person = Person.objects.create(council=council, name="Kari", made_at=NOW)
    subjects = [
        council,
        body,
        person,
        people.participants[0],
        people.secretary.account,
        Mandate.objects.create(body=body, person=person, position="member", starts_on=TODAY),
        RoleAssignment.objects.get(account=people.reader.account),
        StaffSession.objects.create(
            council=council, account=people.host.account, reason="x", opened_at=NOW, ends_at=NOW + timedelta(hours=1)
        ),
        Resolution.objects.create(
            council=council,
            body=body,
            resolved_on=date(2026, 1, 1),
            kind="grant",
            title="T",
            text="T",
            registered_at=NOW,
        ),
    ]
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=NOW + timedelta(minutes=n),
            actor_id=people.secretary.account.pk,
            council_id=council.pk,
            verb="councils.body.change",
            subject_type=subjects[n % len(subjects)]._meta.label_lower,
            subject_id=str(subjects[n % len(subjects)].pk),
            on_behalf_of=f"participant:{people.participants[1].pk}",
        )
        for n in range(500)
    )
    for address in ("", "?side=7", "?type=councils.body"):
        with django_assert_max_num_queries(20):
            page = people.secretary.client.get(f"/r/vestre/historikk/{address}").content.decode()
        assert len(re.findall("<time", page)) in (50, 6)
