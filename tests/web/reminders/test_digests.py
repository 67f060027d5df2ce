"""One mail for each person, never the same twice, none in July."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import LONG_AGO, NOW, TODAY, a_council
from tests.web.councils.test_at_once import at_once
from tests.web.reminders.conftest import addresses
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from veivalg import cli
from veivalg.web.access.actor import OPERATOR
from veivalg.web.access.doors import Refused
from veivalg.web.accounts.models import Account
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Mandate, Person
from veivalg.web.councils.operations.people import erase_person, export_person
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox import operations as outbox
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Digest, Referral, UpdateLink
from veivalg.web.reminders.operations import digests
from veivalg.web.site import remind_command, work
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = pytest.mark.django_db
LATER = timedelta(days=7)


def write(on=TODAY, **more):
    return digests.write_digests(**{"actor": OPERATOR, "on": on, "now": NOW} | more)


def mails():
    return list(Message.objects.filter(kind="reminder").exclude(body="").order_by("pk"))


def test_one_mail_with_a_link_for_each_action_and_a_trail(leader):
    sent = write()

    assert (sent.people, sent.actions) == (1, 3)
    (mail,) = mails()
    assert mail.recipient == "ola@example.no"
    assert len(addresses()) == 3
    assert "Tiltak nummer 2" in mail.body
    entry = AuditEntry.objects.get(verb=Verb.REMINDER_SENT)
    assert (entry.changes, entry.council_id) == ({"actions": [None, 3]}, leader.council_id)
    assert "ola" not in json.dumps(entry.changes) + entry.reason


def test_keys_are_kept_as_hashes_and_addresses_not_at_all(leader):
    write()
    kept = {*UpdateLink.objects.values_list("key_hash", flat=True), Digest.objects.get().recipient_hash}
    for address in addresses():
        assert address.split("/")[2] not in kept
    assert not any("@" in each for each in kept)
    assert "@" not in mails()[0].key


def test_nothing_is_sent_twice_and_nobody_is_asked_again_within_a_fortnight(leader):
    write()
    assert write().people == 0
    assert write(TODAY + timedelta(days=1)).people == 0
    assert write(TODAY + LATER).people == 0
    assert write(TODAY + 2 * LATER).people == 1
    assert len(mails()) == 2


def test_what_has_been_answered_is_not_asked_about(leader, action):
    ActionUpdate.objects.create(action=action, status="on_track", said_on=TODAY, said_at=NOW)
    assert write().actions == 2


@pytest.mark.parametrize("on", [date(2026, 7, 1), date(2026, 7, 31)])
def test_july_is_quiet(people, leader, action, on):
    assert write(on).people == 0
    with pytest.raises(NotPossible, match="July"):
        digests.ask_about(actor=people.secretary.actor, council=people.council, action_id=action.pk, on=on, now=NOW)
    assert mails() == []


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 8, 1)])
def test_the_days_beside_july_are_not(leader, on):
    assert write(on).people == 1


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), 0),
        # Summer time: seven o'clock in Norway is five in the machine's.
        (datetime(2026, 6, 30, 5, 0, tzinfo=UTC), 1),
        (datetime(2026, 6, 30, 4, 59, tzinfo=UTC), 0),
        # The last of July in the machine's time is August in Norway only after ten in the evening.
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), 0),
        # The day after the clock was set back.
        (datetime(2026, 10, 26, 6, 30, tzinfo=UTC), 1),
        (datetime(2026, 10, 26, 5, 30, tzinfo=UTC), 0),
    ],
)
def test_the_timer_writes_on_weekday_mornings_in_norway(leader, moment, written):
    assert work.remind(now=moment) == written


def test_the_timer_may_ask_as_often_as_it_likes(leader, monkeypatch):
    monkeypatch.setattr(work.timezone, "now", lambda: datetime(2026, 11, 24, 7, tzinfo=UTC))
    for _ in range(3):
        work.once()
    assert len(mails()) == 1


@pytest.mark.parametrize(("rhythm", "count"), [("each", 1), ("weekly", 1), ("none", 0)])
def test_those_who_have_said_no_get_none(people, leader, rhythm, count):
    Account.objects.filter(pk=people.reader.account.pk).update(mail_rhythm=rhythm)
    leader.account = people.reader.account
    leader.save()
    assert write().people == count


def test_someone_in_two_councils_gets_one_mail(people, leader):
    other = people.neighbour_council
    path = a_path(a_goal(a_strategy(other)))
    an_action(path, contact=Person.objects.create(council=other, name="Ola", email="ola@example.no", made_at=NOW))
    write()
    (mail,) = mails()
    assert "VESTRE" in mail.body
    assert "OSTRE" in mail.body
    assert {entry.council_id for entry in AuditEntry.objects.filter(verb=Verb.REMINDER_SENT)} == {
        people.council.pk,
        other.pk,
    }


def test_the_mail_names_the_strategy_when_the_council_has_several(people, leader):
    write()
    assert "Strategi 2026–2033" not in mails()[0].body
    a_strategy(people.council, name="Næringsplanen")
    write(TODAY + 2 * LATER)
    assert ": Strategi 2026–2033" in mails()[1].body


def test_a_secretariat_sends_only_for_its_own_council(people, leader):
    other = people.neighbour_council
    an_action(
        a_path(a_goal(a_strategy(other))),
        "Naboens",
        contact=Person.objects.create(council=other, name="Per", email="per@example.no", made_at=NOW),
    )
    write(actor=people.secretary.actor, council=people.council)
    assert [mail.recipient for mail in mails()] == ["ola@example.no"]
    for who in (people.reader, people.municipal_contact, people.neighbour):
        with pytest.raises(Refused):
            write(actor=who.actor, council=people.council)
    with pytest.raises(Refused):
        write(actor=people.secretary.actor)


def test_the_mail_is_in_the_councils_language_or_the_readers_own(people, leader):
    Council.objects.filter(pk=people.council.pk).update(language="en")
    write()
    assert mails()[0].subject.startswith("How is it going")
    account = people.reader.account
    Account.objects.filter(pk=account.pk).update(language="en")
    Council.objects.filter(pk=people.council.pk).update(language="nb")
    Person.objects.filter(pk=leader.pk).update(account=account)
    write(TODAY + 2 * LATER)
    assert mails()[1].subject.startswith("How is it going")


@pytest.mark.parametrize(
    "text",
    [
        "Lage vei\r\n\r\nhttps://evil.example/oppdater/x/\r\nBcc: alle@example.no",
        "Trygg \u202etxet\u202c vei",
        "Skjult\u200b\ufeff tegn\x07",
        "Langt " * 2000,
    ],
)
def test_an_actions_text_stays_on_its_own_line(people, leader, text):
    Action.objects.filter(number=1).update(text=text)
    Council.objects.filter(pk=people.council.pk).update(short_name="Vestre\r\nBcc: x@example.no")
    write()
    (mail,) = mails()
    (line,) = [
        line
        for line in mail.body.splitlines()
        if "Lage" in line or "Trygg" in line or "Skjult" in line or "Langt" in line
    ]
    assert len(line) < 200
    assert not set("\u202e\u202c\u200b\ufeff\x07") & set(mail.body)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    sent = []
    outbox.send_waiting(clock=lambda: NOW, deliver=sent.append, sender="v@example.no")
    assert [(each.to, each.bcc) for each in sent] == [(["ola@example.no"], [])]
    assert not any(line.startswith(("Bcc", "https://evil")) for line in sent[0].message().as_string().splitlines())


def test_a_mail_holds_no_more_than_can_be_read_and_the_rest_comes_next(people, leader):
    path = Action.objects.first().path
    body = Action.objects.first().responsible_body
    for number in range(4, 34):
        an_action(path, f"Tiltak {number}", number=number, responsible_body=body)
    assert write().actions == 25
    assert write(TODAY + LATER).actions == 8


def test_the_secretariat_is_told_what_has_nobody_to_ask_once_in_a_fortnight(people, leader):
    Mandate.objects.all().delete()
    assert people.secretary
    write()
    (mail,) = mails()
    assert mail.recipient == "sekretaer@example.no"
    assert "/r/vestre/oppfolging/paminnelser/" in mail.body
    assert write(TODAY + LATER).people == 0
    assert write(TODAY + 2 * LATER).people == 1


def test_asking_about_one_action_sends_one_link_once_a_day(people, leader, action):
    given = {"actor": people.secretary.actor, "council": people.council, "action_id": action.pk, "now": NOW}
    assert digests.ask_about(**given, on=TODAY) == 1
    assert len(addresses()) == 1
    with pytest.raises(NotPossible, match="today already"):
        digests.ask_about(**given, on=TODAY)
    assert write().people == 0
    assert digests.ask_about(**given, on=TODAY + timedelta(days=1)) == 1


def test_only_the_secretariat_asks_and_only_of_its_own(people, leader, action):
    given = {"action_id": action.pk, "on": TODAY, "now": NOW}
    for who in (people.reader, people.action_owner, people.municipal_contact, people.visiting_host):
        with pytest.raises(Refused):
            digests.ask_about(actor=who.actor, council=people.council, **given)
    with pytest.raises(Action.DoesNotExist):
        digests.ask_about(actor=people.neighbour.actor, council=people.neighbour_council, **given)


def test_nobody_to_ask_is_said_and_nothing_is_sent(people, leader, action):
    Mandate.objects.all().delete()
    with pytest.raises(NotPossible, match="nobody to ask"):
        digests.ask_about(actor=people.secretary.actor, council=people.council, action_id=action.pk, on=TODAY, now=NOW)


def test_what_is_kept_of_a_person_can_be_had_out_and_goes_when_they_are_erased(people, leader):
    write()
    Referral.objects.create(action=Action.objects.first(), text="Andre", person=leader, said_at=NOW)
    stored = export_person(actor=people.secretary.actor, council=people.council, person=leader, now=NOW)
    assert (len(stored["update_links"]), stored["referrals"][0]["text"]) == (3, "Andre")
    Mandate.objects.update(ends_on=TODAY - timedelta(days=30))
    erase_person(actor=people.secretary.actor, council=people.council, person_id=leader.pk, version=1, now=NOW)
    assert mails() == []
    assert not UpdateLink.objects.exists()
    assert not Referral.objects.exists()


def test_what_has_run_out_is_forgotten(leader, action):
    write()
    Referral.objects.create(action=action, text="Andre", person=leader, said_at=NOW)
    digests.forget_old(now=NOW + timedelta(days=89))
    assert UpdateLink.objects.count() == 3
    digests.forget_old(now=NOW + timedelta(days=91))
    assert (UpdateLink.objects.count(), Digest.objects.count(), Referral.objects.count()) == (0, 0, 1)


def test_the_command_tells_what_it_does_and_a_dry_run_does_nothing(leader):
    told = []

    def run(*, is_dry, on=TODAY, as_json=True):
        assert remind_command.remind(on=on, is_dry=is_dry, as_json=as_json, tell=told.append) == 0
        return json.loads(told[-1]) if as_json else told[-1]

    assert (run(is_dry=True)["people"], mails()) == (1, [])
    assert run(is_dry=False) == {
        "on": "2026-11-24",
        "is_july": False,
        "is_dry_run": False,
        "people": 1,
        "actions": 3,
        "endorsements": 0,
    }
    assert run(is_dry=False)["people"] == 0
    assert "July" in run(is_dry=False, on=date(2027, 7, 5), as_json=False)
    assert "would get" in run(is_dry=True, as_json=False)


def test_the_command_line_knows_the_command(leader, capsys):
    assert cli.main(["remind", "--on", "2026-11-24", "--dry-run", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["actions"] == 3
    assert mails() == []


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_send_each_person_one_mail(transactional_db):
    council = a_council("vestre", codes=("9001",))
    path = a_path(a_goal(a_strategy(council)))
    for number in range(1, 9):
        person = Person.objects.create(council=council, name="P", email=f"p{number}@example.no", made_at=NOW)
        an_action(path, number=number, contact=person)

    assert at_once(*[write] * 4) == ["", "", "", ""]
    assert Message.objects.filter(kind="reminder").count() == 8
    assert Digest.objects.count() == UpdateLink.objects.count() == 8
    assert LONG_AGO < TODAY


def test_a_new_key_of_the_site_sends_nobody_a_second_mail_in_the_week(leader, settings):
    write()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key that is long enough to be one of a site that is in use"

    assert write().people == 0
    assert write(on=TODAY + LATER).people == 0
    assert len(mails()) == 1
