"""The trail can be added to, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.people import NOW
from veivalg.web.audit import protection
from veivalg.web.audit.changes import ChangedMeanwhile, apply, as_noted, hold
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.operations import OutsideTransaction, record
from veivalg.web.audit.verbs import WORDS, Verb
from veivalg.web.councils.models import Council

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(people):
    return record(
        people.secretary.actor, Verb.COUNCIL_CHANGED, subject=people.council, council_id=people.council.pk, at=NOW
    )


def test_after_all_migrations_the_database_has_the_triggers():
    assert protection.installed(connection) == set(protection.TRAIL.names(connection.vendor))


def test_an_entry_cannot_be_changed_by_any_query(entry):
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(verb="something.else.happened")

    assert AuditEntry.objects.get(pk=entry.pk).verb == Verb.COUNCIL_CHANGED


def test_an_entry_cannot_be_deleted_by_any_query(entry):
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
        AuditEntry.objects.all().delete()
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")

    assert AuditEntry.objects.filter(pk=entry.pk).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_an_entry_cannot_be_replaced_by_another_with_its_number(entry):
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite deletes the rows one by one")
@pytest.mark.parametrize("table", [each.table for each in protection.protected()])
def test_no_protected_table_can_be_emptied_at_once(entry, table):
    words = r"only be added to|never changed|registered"
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_triggers_that_were_lost_with_a_rebuilt_table_come_back():
    protection.uninstall(connection)
    protection.install(connection)
    protection.install(connection)

    assert protection.installed(connection) == set(protection.TRAIL.names(connection.vendor))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction(people):
    with pytest.raises(OutsideTransaction):
        record(people.operator, Verb.COUNCIL_CHANGED, subject=people.council, at=NOW)


def test_a_change_that_fails_leaves_no_entry(people):
    with transaction.atomic():
        record(people.operator, Verb.COUNCIL_CHANGED, subject=people.council, at=NOW)
        transaction.set_rollback(True)

    assert not AuditEntry.objects.filter(verb=Verb.COUNCIL_CHANGED).exists()


def test_personal_data_never_stands_in_an_entry(people):
    changes = apply(people.secretary.account, {"name": "Et nytt navn"}, private=("name",))

    assert changes == {"name": []}
    assert as_noted({"name": "Kari", "office": "Ordfører"}, private=("name",)) == {
        "name": [],
        "office": [None, "Ordfører"],
    }


def test_what_has_not_changed_is_neither_saved_nor_noted(people):
    assert apply(people.council, {"short_name": people.council.short_name}) == {}
    assert people.council.version == 1


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(people):
    first = hold(Council.objects.all(), pk=people.council.pk, version=1)
    apply(first, {"secretariat": "På Avik"})

    with pytest.raises(ChangedMeanwhile) as told:
        hold(Council.objects.all(), pk=people.council.pk, version=1)

    assert told.value.current.secretariat == "På Avik"


def test_a_neighbour_sees_nothing_of_the_trail(people, entry):
    assert entry in AuditEntry.objects.visible_to(people.secretary.actor)
    assert entry in AuditEntry.objects.visible_to(people.reader.actor)
    assert entry not in AuditEntry.objects.visible_to(people.neighbour.actor)
    assert entry not in AuditEntry.objects.visible_to(people.nobody.actor)
    assert entry not in AuditEntry.objects.visible_to(people.youth.actor)


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_words(verb):
    assert str(WORDS[verb])


def test_the_trail_keeps_a_reason_as_it_was_given(people):
    reason = "Fordi " * 200
    with transaction.atomic():
        record(people.operator, Verb.COUNCIL_CHANGED, subject=people.council, at=NOW, reason=reason)

    assert AuditEntry.objects.get(verb=Verb.COUNCIL_CHANGED).reason == reason


def test_the_trail_is_protected_after_all_migrations():
    assert protection.installed(connection) == set(protection.TRAIL.names(connection.vendor))
