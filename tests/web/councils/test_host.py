"""Whoever runs the installation: invitations, and visits that the council can see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import NOW, someone
from veivalg import cli
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.accounts.models import Account
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, StaffSession
from veivalg.web.councils.operations import staff_sessions as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox.models import Message
from veivalg.web.site import accounts_command

pytestmark = pytest.mark.django_db
REASON = "Sekretariatet ba om hjelp på telefon"


def enter(people, **more) -> StaffSession:
    more = {"actor": people.host.actor, "reason": REASON, "minutes": 30, "now": timezone.now()} | more
    return operations.open_staff_session(council=people.council, **more)


def test_the_host_sees_which_councils_are_set_up_and_which_are_not(people):
    Council.objects.create(slug="nordre", name="Nordre råd", short_name="Nordre")
    client = people.host.client
    client.cookies["sprak"] = "en"
    page = client.get("/forvaltning/").content.decode()

    assert "<h1>2 councils are set up</h1>" in page
    assert "Nordre" not in page
    assert "nobody can let anyone in" in page
    waiting = client.get("/forvaltning/?vis=venter").content.decode()
    assert "Nordre" in waiting
    assert "Vestre" not in waiting


def test_the_host_invites_someone_who_then_may_set_up(people):
    day = timezone.localdate() + timedelta(days=5)
    form = {"email": "Ny@example.no", "until": str(day)}
    assert people.host.client.post("/forvaltning/inviter/", form).url == "/forvaltning/"

    assert Account.objects.get(email="ny@example.no").may_set_up_until == day
    assert Message.objects.filter(recipient="ny@example.no", kind="invitation").count() == 1
    assert "ny@example.no" in people.host.client.get("/forvaltning/").content.decode()
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_INVITED, actor_id=people.host.account.pk).exists()


def test_an_invitation_until_yesterday_is_not_sent(people):
    form = {"email": "ny@example.no", "until": str(timezone.localdate() - timedelta(days=1))}

    assert people.host.client.post("/forvaltning/inviter/", form).status_code == 422
    assert not Account.objects.filter(email="ny@example.no").exists()


def test_a_visit_opens_the_council_for_a_time_and_every_page_is_written_down(people):
    client = people.host.client
    assert client.get("/r/vestre/tilganger/").status_code == 404
    form = {"reason": REASON, "minutes": "30"}
    assert client.post("/forvaltning/rad/vestre/", form).url == "/r/vestre/"

    for path in ("/r/vestre/", "/r/vestre/tilganger/", "/r/vestre/ungdomskoder/"):
        client.get(path)
    entries = AuditEntry.objects.filter(council_id=people.council.pk, actor_id=people.host.account.pk).order_by("id")
    assert [(entry.verb, entry.reason) for entry in entries if entry.verb != Verb.ACCESS_REFUSED] == [
        (Verb.STAFF_SESSION_OPENED, REASON),
        (Verb.STAFF_SESSION_USED, "/r/vestre/"),
        (Verb.STAFF_SESSION_USED, "/r/vestre/tilganger/"),
        (Verb.STAFF_SESSION_USED, "/r/vestre/ungdomskoder/"),
    ]
    assert {entry.on_behalf_of for entry in entries if entry.verb == Verb.STAFF_SESSION_USED} == {"host"}
    assert client.get("/r/vestre/ungdomskoder/").status_code == 403
    assert client.get("/r/ostre/tilganger/").status_code == 404


def test_the_banner_tells_how_long_is_left_and_only_in_that_council(people):
    visit = enter(people)
    client = people.host.client
    client.cookies["sprak"] = "en"

    page = client.get("/r/vestre/deltakere/").content.decode()
    assert "30 minutes left." in page
    assert f'name="visit" value="{visit.pk}"' in page
    assert "minutes left" not in client.get("/r/ostre/deltakere/").content.decode()
    assert "minutes left" not in people.secretary.client.get("/r/vestre/deltakere/").content.decode()


def test_what_the_host_changes_is_marked_as_the_hosts(people):
    enter(people)
    form = {"who": "municipality-9004"}
    people.host.client.post("/r/vestre/deltakere/ny/", form)

    assert AuditEntry.objects.get(verb=Verb.PARTICIPANT_JOINED).on_behalf_of == "host"


def test_the_visit_ends_when_the_time_is_up(people):
    enter(people, now=timezone.now() - timedelta(minutes=31))

    assert people.host.client.get("/r/vestre/tilganger/").status_code == 404
    assert people.host.client.get("/r/vestre/").status_code == 200
    assert not AuditEntry.objects.filter(verb=Verb.STAFF_SESSION_USED).exists()


def test_the_host_can_leave_at_once(people):
    visit = enter(people)
    response = people.host.client.post("/forvaltning/besok/avslutt/", {"visit": visit.pk})

    assert response.url == "/forvaltning/"
    assert people.host.client.get("/r/vestre/tilganger/").status_code == 404
    assert AuditEntry.objects.filter(verb=Verb.STAFF_SESSION_ENDED, council_id=people.council.pk).count() == 1


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30, "-1", "²"])
def test_leaving_a_visit_that_is_not_ones_own_does_nothing(people, asked):
    visit = enter(people)
    other = someone("annen-vert", is_host=True)
    for value in (asked, visit.pk):
        assert other.client.post("/forvaltning/besok/avslutt/", {"visit": value}).status_code == 302

    visit.refresh_from_db()
    assert visit.ended_at is None


def test_entering_again_ends_the_visit_before(people):
    first = enter(people)
    enter(people, minutes=60)

    first.refresh_from_db()
    assert first.ended_at is not None
    assert StaffSession.objects.open_at(timezone.now()).count() == 1


def test_someone_who_no_longer_runs_the_installation_is_out_at_once(people):
    enter(people)
    Account.objects.filter(pk=people.host.account.pk).update(is_host=False)

    assert people.host.client.get("/r/vestre/tilganger/").status_code == 404
    assert people.host.client.get("/forvaltning/").status_code == 403


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "hjelp"}, {"reason": " \u200b " * 9}, {"minutes": "600"}])
def test_a_visit_takes_a_reason_and_a_length(people, wrong):
    form = {"reason": REASON, "minutes": "30"} | wrong

    assert people.host.client.post("/forvaltning/rad/vestre/", form).status_code == 422
    assert not StaffSession.objects.exists()


def test_a_visit_of_another_length_is_refused_by_the_operation_too(people):
    with pytest.raises(NotPossible):
        enter(people, minutes=600)


def test_entering_and_inviting_take_a_second_factor(people):
    weak = someone("svak-vert", is_host=True, second_factor=False)
    with pytest.raises(SecondFactorNeeded):
        enter(people, actor=weak.actor)
    assert weak.client.get("/forvaltning/").status_code == 200


@pytest.mark.parametrize("name", ["secretary", "representative", "reader", "nobody", "visiting_host"])
def test_only_the_host_enters(people, name):
    actor = getattr(people, name).actor
    if name == "visiting_host":
        assert enter(people, actor=actor)
        return
    with pytest.raises(Refused):
        enter(people, actor=actor)


def test_the_secretariat_sees_the_visits(people):
    enter(people)

    assert REASON in people.secretary.client.get("/r/vestre/tilganger/").content.decode()
    assert "/forvaltning/" in people.host.client.get("/min-side/").content.decode()
    assert "/forvaltning/" not in people.secretary.client.get("/min-side/").content.decode()


def test_the_list_of_councils_is_few_queries(people, django_assert_max_num_queries):
    Council.objects.bulk_create(
        Council(slug=f"rad-{n}", name=f"Råd {n}", short_name=f"Råd {n:03}", set_up_at=NOW) for n in range(120)
    )
    with django_assert_max_num_queries(20):
        page = people.host.client.get("/forvaltning/").content.decode()
    assert page.count('href="/forvaltning/rad/') == 50


def run(*words: str) -> tuple[int, str]:
    said: list[str] = []
    match words:
        case ("invite", email, days):
            return accounts_command.invite(email, days=int(days), say=said.append), " ".join(said)
        case ("host", email, flag):
            return accounts_command.host(email, is_host=flag == "yes", say=said.append), " ".join(said)
    raise AssertionError(words)


def test_the_command_line_invites(db):
    code, said = run("invite", "Kari@Example.no", "30")

    assert code == 0
    account = Account.objects.get(email="kari@example.no")
    assert account.may_set_up_until == timezone.localdate() + timedelta(days=30)
    assert "kari@example.no may set up a council until" in said
    entry = AuditEntry.objects.get(verb=Verb.ACCOUNT_INVITED)
    assert (entry.is_operator, entry.actor_id) == (True, None)


def test_the_command_line_says_who_runs_the_installation(db):
    assert run("host", "vert@example.no", "yes")[0] == 0
    assert Account.objects.get(email="vert@example.no").is_host
    assert run("host", "vert@example.no", "no")[0] == 0
    assert not Account.objects.get(email="vert@example.no").is_host
    assert AuditEntry.objects.filter(verb=Verb.ACCOUNT_HOST_CHANGED, is_operator=True).count() == 2


@pytest.mark.parametrize("words", [("invite", "kari", "30"), ("invite", "kari@example.no", "0"), ("host", "@", "yes")])
def test_the_command_line_refuses_what_it_cannot_use(db, words):
    code, said = run(*words)

    assert code == 2
    assert said
    assert not Account.objects.exists()


@pytest.mark.parametrize("words", [[], ["invite", "kari@example.no"], ["enter", "x"]])
def test_the_command_line_says_how_it_is_used(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["account", *words])

    assert stopped.value.code == 2
    assert "veivalg account" in capsys.readouterr().err


def test_a_role_of_the_host_is_only_a_visit(people):
    enter(people)

    assert people.host.actor.roles_in(people.council.pk) == {Role.HOST}
