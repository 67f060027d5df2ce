"""Adopting: what must be there first, an edition that nothing changes, and what is new between two."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.people import LONG_AGO, NOW
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, an_action
from veivalg.rules.plans import from_plain
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit import protection
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy import editions, queries
from veivalg.web.strategy.models import ADD_ONLY, Action, Path, Strategy, StrategyEdition
from veivalg.web.strategy.operations.adopting import adopt_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(people):
    return a_small_plan(people.council, state="draft")


def a_resolution(council, kind="plan_adoption", title="Strategien vedtas"):
    body, _ = Body.objects.get_or_create(council=council, name="Representantskapet", kind="assembly")
    return Resolution.objects.create(
        council=council, body=body, resolved_on=LONG_AGO, kind=kind, title=title, text="Ja.", registered_at=NOW
    )


def adopt(people, strategy, resolution, who="secretary", *, read_at=None):
    strategy.refresh_from_db()
    return adopt_edition(
        actor=getattr(people, who).actor,
        council=people.council,
        strategy_id=strategy.pk,
        read_at=read_at or strategy.changed_at,
        resolution_id=resolution.pk,
        now=NOW,
    )


def test_what_is_adopted_is_kept_with_its_checksum_and_its_trail(people, strategy):
    edition = adopt(people, strategy, a_resolution(people.council))

    assert from_plain(edition.content) == queries.plan_of(strategy)
    assert editions.is_unspoilt(edition.content, edition.checksum)
    assert Strategy.objects.get().state == "adopted"
    entry = AuditEntry.objects.get(verb=Verb.STRATEGY_ADOPTED)
    assert entry.changes["checksum"] == [None, edition.checksum]


def test_names_of_contacts_are_not_kept_in_an_edition(people, strategy):
    Action.objects.update(contact_text="Kari Nordmann")
    edition = adopt(people, strategy, a_resolution(people.council))
    assert "Kari" not in json.dumps(edition.content)


@pytest.mark.parametrize("more", [{}, {"responsible_text": "Komitelederne"}])
def test_an_action_that_nobody_answers_for_stops_it(people, strategy, more):
    an_action(Path.objects.get(), "Uten ansvarlig", number=4, last_year=2027, **more)
    with pytest.raises(NotPossible, match="1 action has nobody"):
        adopt(people, strategy, a_resolution(people.council))
    assert not StrategyEdition.objects.exists()


def test_an_action_without_a_time_stops_it(people, strategy):
    Action.objects.filter(number=2).update(last_year=None)
    with pytest.raises(NotPossible, match="1 action has no time"):
        adopt(people, strategy, a_resolution(people.council))


def test_a_plan_without_actions_stops_it(people, strategy):
    Action.objects.all().delete()
    with pytest.raises(NotPossible):
        adopt(people, strategy, a_resolution(people.council))


def test_the_resolution_must_adopt_a_plan_in_this_council_and_only_once(people, strategy):
    for other in (a_resolution(people.council, kind="statement"), a_resolution(people.neighbour_council)):
        with pytest.raises(NotPossible):
            adopt(people, strategy, other)
    resolution = a_resolution(people.council)
    adopt(people, strategy, resolution)
    with pytest.raises(NotPossible, match="already"):
        adopt(people, strategy, resolution)


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "neighbour", "visiting_host"])
def test_only_the_secretariat_adopts(people, strategy, who):
    with pytest.raises(Refused):
        adopt(people, strategy, a_resolution(people.council), who)


def test_adopting_takes_a_second_factor(people, strategy):
    with pytest.raises(SecondFactorNeeded):
        adopt(people, strategy, a_resolution(people.council), "secretary_without_second_factor")


def test_a_text_that_was_changed_after_it_was_read_is_not_adopted(people, strategy):
    with pytest.raises(ChangedMeanwhile):
        adopt(people, strategy, a_resolution(people.council), read_at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    "statement", ["UPDATE strategy_strategyedition SET number = 9", "DELETE FROM strategy_strategyedition"]
)
def test_the_database_refuses_to_change_or_delete_an_edition(people, strategy, statement):
    adopt(people, strategy, a_resolution(people.council))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert StrategyEdition.objects.get().number == 1


def test_the_triggers_are_among_those_that_are_put_back():
    assert protection.installed(connection, ADD_ONLY) == set(ADD_ONLY.names(connection.vendor))
    assert ADD_ONLY in protection.protected()


def two_editions(people, strategy):
    first = adopt(people, strategy, a_resolution(people.council))
    Action.objects.filter(number=1).update(text="Tiltak nummer 1, men bedre", due_on=LONG_AGO)
    Action.objects.filter(number=3).delete()
    an_action(
        a_path(a_goal(strategy, "Nytt mål", 1), "Ny vei"),
        "Nytt tiltak",
        number=3,
        responsible_role="secretariat",
        last_year=2028,
    )
    second = adopt(people, strategy, a_resolution(people.council, title="Strategien rulleres"))
    return first, second


def test_the_difference_between_two_editions_is_told_in_words(people, strategy):
    _, second = two_editions(people, strategy)
    text = Client().get(f"/r/vestre/plan/utgave/{second.pk}/endringer/?sprak=en").content.decode()

    for words in (
        "New: the goal “Nytt mål”",
        "New: action 3, “Nytt tiltak”",
        "Taken out: action 3, “Tiltak nummer 3”",
        "Changed: action 1",
        "deadline: from empty to 1\u00a0January 2020",
    ):
        assert words in text, words


def test_editions_stand_at_their_own_addresses_for_everyone(people, strategy):
    first, second = two_editions(people, strategy)
    listed = Client().get(f"/r/vestre/plan/{strategy.pk}/utgaver/?sprak=en").content.decode()
    old = Client().get(f"/r/vestre/plan/utgave/{first.pk}/?sprak=en").content.decode()

    assert "2 editions have been adopted" in listed
    assert "Tiltak nummer 3" in old
    assert "Edition 2 is newer" in old
    assert first.checksum in old
    for kind in ("docx", "xlsx", "csv", "json"):
        answer = Client().get(f"/r/vestre/plan/utgave/{second.pk}/utgave.{kind}")
        assert answer.status_code == 200
    assert from_plain(json.loads(answer.content)) == from_plain(second.content)
    assert Client().get(f"/r/ostre/plan/utgave/{first.pk}/").status_code == 404


def test_the_page_of_what_is_missing_lists_names_that_match_nobody_and_leads_to_each_action(people, strategy):
    action = an_action(Path.objects.get(), "Uten tid", number=4, responsible_text="Komitelederne")
    text = people.secretary.client.get(f"/r/vestre/plan/{strategy.pk}/mangler/?sprak=en").content.decode()

    assert "2 things are missing before it can be adopted" in text
    assert "Komitelederne" in text
    assert f"/r/vestre/tiltak/{action.pk}/endre/" in text
    assert "No figure shows whether the goal is being reached" in text
    assert "Register that it was adopted" not in text


def test_a_complete_plan_is_adopted_on_the_page(people, strategy):
    resolution = a_resolution(people.council)
    client = people.secretary.client
    assert (
        "Register that it was adopted" in client.get(f"/r/vestre/plan/{strategy.pk}/mangler/?sprak=en").content.decode()
    )
    page = client.get(f"/r/vestre/plan/{strategy.pk}/vedta/")
    read_at = page.context["form"].initial["read_at"]
    answer = client.post(f"/r/vestre/plan/{strategy.pk}/vedta/", {"resolution": resolution.pk, "read_at": read_at})

    assert answer.url == f"/r/vestre/plan/utgave/{StrategyEdition.objects.get().pk}/"
    broken = client.post(f"/r/vestre/plan/{strategy.pk}/vedta/", {"resolution": resolution.pk, "read_at": "i går"})
    assert broken.status_code == 422


def test_without_a_resolution_the_page_says_where_to_register_one(people, strategy):
    text = people.secretary.client.get(f"/r/vestre/plan/{strategy.pk}/vedta/?sprak=en").content.decode()
    assert "/r/vestre/vedtak/nytt/" in text


def test_an_adopted_strategy_does_not_become_a_draft_again(people, strategy):
    adopt(people, strategy, a_resolution(people.council))
    strategy.refresh_from_db()
    data = {"name": strategy.name, "state": "draft", "version": strategy.version}
    answer = people.secretary.client.post(f"/r/vestre/plan/{strategy.pk}/endre/?sprak=en", data)

    assert "cannot become a draft again" in answer.content.decode()
    assert Strategy.objects.get().state == "adopted"


def test_the_page_leads_to_registering_the_resolution_and_back_with_it_chosen(people, strategy):
    client, address = people.secretary.client, f"/r/vestre/plan/{strategy.pk}/vedta/"
    body = Body.objects.create(council=people.council, name="Representantskapet", kind="assembly")
    register = f"/r/vestre/vedtak/nytt/?slag=plan_adoption&tilbake={address.replace('/', '%2F')}"
    page = client.get(f"{address}?sprak=en").content.decode()
    assert "/r/vestre/vedtak/nytt/?slag=plan_adoption&amp;tilbake=%2Fr%2Fvestre%2Fplan%2F" in page

    form = client.get(register).context["form"]
    assert form["kind"].value() == "plan_adoption"
    sent = {"body": body.pk, "resolved_on": "2026-03-05", "kind": "plan_adoption", "title": "Vedtatt", "text": "Ja."}
    answer = client.post(register, {**sent, "step": "register"})
    made = Resolution.objects.get()
    assert answer.url == f"{address}?vedtak={made.pk}"

    page = client.get(f"{answer.url}&sprak=en")
    assert page.context["form"]["resolution"].value() == made.pk
    assert "Choose the resolution" in page.content.decode()
    assert "Register the resolution first" in page.content.decode()


def test_registering_leads_to_no_other_site_or_council(people, strategy):
    body = Body.objects.create(council=people.council, name="Representantskapet", kind="assembly")
    sent = {"body": body.pk, "resolved_on": "2026-03-05", "kind": "plan_adoption", "title": "Vedtatt", "text": "Ja."}
    elsewheres = ("https://example.org/", "//example.org/", "\x00", "/r/annet/plan/", "/r/vestre/../annet/", "/meg/")
    for place, elsewhere in enumerate(elsewheres):
        form = {**sent, "step": "register", "case_number": f"{place + 1}/26"}
        answer = people.secretary.client.post("/r/vestre/vedtak/nytt/", form, query_params={"tilbake": elsewhere})
        assert answer.status_code == 302
        assert answer.url.startswith("/r/vestre/vedtak/")
