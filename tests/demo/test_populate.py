"""The demonstration has people in every role, loads twice without doubling, and lets no one in elsewhere."""

from datetime import UTC, date, datetime, timedelta
from importlib import resources

import pytest
import yaml
from django.conf import settings as project
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.people import LONG_AGO, with_role
from veivalg import cli, demo
from veivalg.demo.populate import term
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account, Session
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.models import Council, Mandate, Participant, Person, RoleAssignment
from veivalg.web.meetings.models import Resolution
from veivalg.web.outbox.models import Message
from veivalg.web.site.demonstration import DOMAIN, is_someone_elses_database, ways_in
from veivalg.web.strategy.models import ActionPlan

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def populated(the_demo):
    demo.populate(now=timezone.now())
    return the_demo


@pytest.fixture
def demonstration(populated, settings):
    settings.DEMO = True
    return populated


def counts():
    models = (Person, Mandate, Resolution, RoleAssignment, Account, Participant, AuditEntry, Message)
    return {model.__name__: model.objects.count() for model in models}


def test_everything_that_the_file_asks_for_is_there(populated):
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("people.yaml").read_text(encoding="utf-8"))
    places = populated.participants.count()
    instead = sum(row["body"] == "assembly" for row in content["seats"])
    seats = sum(len(row["seats"]) for row in content["everywhere"]) * places + len(content["seats"]) - instead

    assert Mandate.objects.filter(body__council=populated).count() == seats
    assert Resolution.objects.filter(council=populated).count() == len(content["resolutions"])
    given = RoleAssignment.objects.filter(council=populated)
    assert given.count() == len(content["roles"]) + len(content["youth_notes"])
    assert {role.value for role in Role if role is not Role.HOST} == set(given.values_list("role", flat=True))


def test_this_years_action_plan_is_adopted_and_next_years_is_being_rolled(populated):
    now, following = ActionPlan.objects.order_by("year")

    assert (now.state, now.editions.count()) == ("adopted", 1)
    assert (following.state, following.year) == ("draft", now.year + 1)
    choices = set(following.planned.values_list("choice", flat=True))
    assert choices == {"", "continue", "change", "done", "drop"}


def test_loading_again_doubles_nothing(populated):
    before = counts()
    demo.load()
    demo.populate(now=timezone.now())

    assert counts() == before


def test_it_loads_again_whatever_someone_has_done_to_it(populated):
    gone = {"name": "", "office": "", "gender": "", "email": "", "account": None, "erased_at": NOW}
    Person.objects.filter(name="Ordfører i Fjordby").update(**gone)
    RoleAssignment.objects.filter(role=Role.SECRETARIAT).update(ended_at=NOW)
    Mandate.objects.filter(position=Mandate.Position.SUBSTITUTE).delete()
    Participant.objects.filter(municipality__name="Øysund", council=populated).update(ends_on=date(2025, 1, 1))
    demo.load()
    demo.populate(now=timezone.now())

    on = timezone.localdate()
    assert RoleAssignment.objects.on(on).filter(council=populated, role=Role.SECRETARIAT).count() == 2


def test_nobody_in_it_has_a_name_of_their_own_or_an_address_that_exists(populated):
    for person in Person.objects.filter(council__is_demo=True):
        assert " i " in person.name or " fra " in person.name
        assert (person.phone, person.party) == ("", "")
        assert not person.email or person.email.endswith(".example")
    assert all(account.email.endswith(".example") for account in Account.objects.exclude(email=None))


def test_the_neighbour_shares_a_municipality_and_nothing_else(populated):
    neighbour = Council.objects.get(slug="naboregionen")
    shared = set(populated.participants.values_list("municipality__name", flat=True)) & set(
        neighbour.participants.values_list("municipality__name", flat=True)
    )

    assert neighbour.is_demo
    assert shared == {"Grenseli"}
    several = RoleAssignment.objects.values("account").annotate(n=Count("council", distinct=True)).filter(n__gt=1)
    assert not several.exists()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_term_which_lasts_four_years(day):
    first, last = term(day)

    assert first <= day <= last
    assert last + timedelta(days=1) == first.replace(year=first.year + 4)
    assert (first.year - 2023) % 4 == 0


@pytest.mark.parametrize("page", ["/demo/", "/demo/post/"])
def test_elsewhere_than_in_the_demonstration_the_pages_do_not_exist(client, populated, page):
    assert project.DEMO is False
    assert client.get(page).status_code == 404
    role = RoleAssignment.objects.filter(role=Role.SECRETARIAT).first()
    assert client.post("/demo/", {"rolle": role.pk}).status_code == 404
    assert not Session.objects.exists()


@pytest.mark.parametrize("page", ["/demo/", "/demo/post/"])
def test_nor_with_the_setting_where_the_demonstration_was_never_loaded(client, people, settings, page):
    settings.DEMO = True
    client.post("/logg-inn/", {"email": people.secretary.account.email})

    assert client.get(page).status_code == 404


def test_the_demonstration_is_not_begun_in_a_database_that_others_use(people, capsys, monkeypatch):
    assert people.secretary
    # What the command sets for its own process must not follow the other tests.
    monkeypatch.setenv("VEIVALG_DEMO", "")
    monkeypatch.setenv("VEIVALG_ADDRESS", "http://127.0.0.1:8000")

    assert cli.main(["demo", "load"]) == 2
    assert "a database of its own" in capsys.readouterr().err
    assert not Account.objects.filter(is_host=True).exists()


def test_the_demonstration_knows_its_own_database(populated, people):
    assert people.secretary
    assert not is_someone_elses_database()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HOST])
def test_anyone_may_step_into_each_role(client, demonstration, role):
    way = RoleAssignment.objects.filter(council=demonstration, role=role).order_by("pk").first()
    response = client.post("/demo/", {"rolle": str(way.pk)})

    assert response.status_code == 302
    assert client.get("/min-side/").status_code == 200
    session = Session.objects.get()
    assert session.account == way.account
    assert session.has_second_factor(timezone.now())


def test_the_secretary_of_the_demonstration_can_register_and_the_neighbour_cannot(client, demonstration):
    ways = {(way.council and way.council.slug, way.role): way.key for way in ways_in(on=timezone.localdate())}
    secretary = next(key for (slug, role), key in ways.items() if slug == "demoregionen")
    neighbour = next(key for (slug, role), key in ways.items() if slug == "naboregionen")
    client.post("/demo/", {"rolle": secretary})
    assert client.get("/r/demoregionen/vedtak/nytt/").status_code == 200

    client.post("/demo/", {"rolle": neighbour})
    assert client.get("/r/demoregionen/vedtak/nytt/").status_code == 404
    assert Session.objects.count() == 1


def test_whoever_has_stepped_in_is_not_asked_for_a_second_factor_and_finds_the_way_back(client, demonstration):
    assert "Try this: see what waits for you" in client.get("/demo/?sprak=en").content.decode()
    ways = {(way.council and way.council.slug, way.role): way.key for way in ways_in(on=timezone.localdate())}
    client.post("/demo/", {"rolle": next(key for (slug, role), key in ways.items() if slug == "demoregionen")})

    assert "takes a second factor" not in client.get("/min-side/?sprak=en").content.decode()
    for page in ("/", "/logg-inn/", "/min-side/"):
        shown = client.get(page, follow=True).content.decode()
        assert 'href="/demo/"' in shown
        assert 'href="/demo/post/"' in shown


def test_the_host_can_be_stepped_into(client, demonstration):
    client.post("/demo/", {"rolle": "vert"})

    assert client.get("/forvaltning/").status_code == 200


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 40, "vert2"])
def test_no_other_account_can_be_stepped_into(client, demonstration, key):
    assert client.post("/demo/", {"rolle": key}).status_code == 404


def test_accounts_that_are_something_elsewhere_are_not_offered(client, people, demonstration):
    outsider = with_role(people.secretary, demonstration, Role.READER)
    with_role(people.nobody, demonstration, Role.READER)
    ours = Account.objects.get(email=f"leser@{DOMAIN}")
    RoleAssignment.objects.create(
        council=people.council, account=ours, role=Role.READER, starts_on=LONG_AGO, granted_at=NOW
    )
    offered = {way.account for way in ways_in(on=timezone.localdate())}

    assert not offered & {outsider.account, people.nobody.account, ours}
    for role in RoleAssignment.objects.filter(account__in=[outsider.account, ours]):
        assert Client().post("/demo/", {"rolle": str(role.pk)}).status_code == 404


def test_a_code_is_read_on_the_page_of_mail(client, demonstration):
    client.post("/logg-inn/", {"email": f"leser@{DOMAIN}"})
    assert 'href="/demo/post/"' in client.get("/logg-inn/kode/").content.decode()

    page = client.get("/demo/post/").content.decode()
    code = Message.objects.filter(kind="sign_in_code").latest("id").subject[:9]
    assert page.index(code) < page.index(f"sekretariat@{DOMAIN}")


def test_what_stands_in_mail_is_shown_as_words(client, demonstration):
    Message.objects.create(
        kind="x", recipient="a@b.example", subject="<b>", body="<script>1</script>", written_at=NOW, not_before=NOW
    )

    page = client.get("/demo/post/").content.decode()
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page


def test_the_pages_take_few_queries(client, demonstration, django_assert_max_num_queries):
    for page in ("/demo/", "/demo/post/", "/r/demoregionen/organer/", "/r/demoregionen/vedtak/"):
        with django_assert_max_num_queries(20):
            assert client.get(page).status_code == 200


def test_the_joint_services_name_no_one_outside_the_council_and_say_that_they_are_invented(populated):
    made = list(populated.joint_services.prefetch_related("participants"))
    assert len(made) == 5
    for service in made:
        assert service.about.endswith("Oppdiktet.")
        assert {each.council_id for each in service.participants.all()} == {populated.pk}
    assert populated.budgets.get().year == NOW.year
