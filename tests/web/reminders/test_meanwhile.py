"""What changes while reminders are being written stops nobody else's, and sends nobody two."""

import pytest

from tests.people import LONG_AGO, NOW, TODAY, People
from tests.web.strategy.planning import a_body, a_small_plan, an_action
from veivalg.web.access.actor import OPERATOR
from veivalg.web.accounts.secrets import new_key
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Digest, UpdateLink
from veivalg.web.reminders.operations import digests
from veivalg.web.strategy.models import Action


@pytest.mark.django_db(transaction=True)
def test_an_action_that_is_removed_while_reminders_are_written_stops_no_one_elses(monkeypatch):
    people = People()
    first = a_small_plan(people.council, count=1).actions.get()
    other = a_body(people.council, "Fagrådet")
    second = an_action(first.path, "Tiltak nummer 2", number=2, responsible_body=other, last_year=2027)
    for name, body in (("Ola", first.responsible_body), ("Kari", other)):
        person = Person.objects.create(council=people.council, name=name, email=f"{name}@example.no", made_at=NOW)
        Mandate.objects.create(
            body=body, person=person, participant=people.participants[0], position="leader", starts_on=LONG_AGO
        )
    is_removed = []

    def removed_meanwhile():
        if not is_removed:
            is_removed.append(Action.objects.filter(pk=first.pk).delete())
        return new_key()

    monkeypatch.setattr(digests, "new_key", removed_meanwhile)
    sent = digests.write_digests(actor=OPERATOR, on=TODAY, now=NOW)

    assert sent.people == 1
    assert list(UpdateLink.objects.values_list("action", flat=True)) == [second.pk]
    assert [m.recipient for m in Message.objects.all()] == ["kari@example.no"]
    assert Digest.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_key_of_the_installation_makes_nobody_be_asked_twice(people, leader, settings):
    assert digests.write_digests(actor=OPERATOR, on=TODAY, now=NOW).people == 1
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert digests.write_digests(actor=OPERATOR, on=TODAY, now=NOW).people == 0
