"""Many names matched at once: suggestions, several in one, two at once, and the weight of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_body, a_goal, a_path, a_strategy, an_action
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import queries, unmatched
from veivalg.web.strategy.models import Action, Strategy
from veivalg.web.strategy.operations.matching import Match, match_responsible
from veivalg.web.strategy.responsible import everyone
from veivalg.web.strategy.views.matching import matches_in

pytestmark = pytest.mark.django_db
OTHERS = ["representative", "municipal_contact", "action_owner", "reader", "youth", "neighbour", "visiting_host"]


@pytest.fixture
def path(people):
    return a_path(a_goal(a_strategy(people.council, state="draft")))


@pytest.fixture
def body(people):
    return a_body(people.council)


def names_of(people):
    found = unmatched.gathered(queries.unmatched_actions(Strategy.objects.get()))
    return unmatched.with_suggestions(found, everyone(people.council, on=TODAY))


def match(people, *matches, who="secretary"):
    return match_responsible(
        actor=getattr(people, who).actor,
        council=people.council,
        strategy_id=Strategy.objects.get().pk,
        matches=matches,
        on=TODAY,
        now=NOW,
    )


def seen(*actions):
    return {action.pk: action.version for action in actions}


def send(people, **data):
    return people.secretary.client.post(f"/r/vestre/plan/{Strategy.objects.get().pk}/ansvarlige/?sprak=en", data)


def page(people, query="?sprak=en"):
    return people.secretary.client.get(
        f"/r/vestre/plan/{Strategy.objects.get().pk}/ansvarlige/{query}"
    ).content.decode()


def test_each_name_stands_once_with_its_actions_and_whom_it_may_mean(people, path, body):
    for number, text in enumerate(["AU", "Komitelederne", "AU", "AU, rådmenn", "Kommune 9001"], start=1):
        an_action(path, number=number, responsible_text=text)
    an_action(path, number=6, responsible_body=body)

    found = {name.text: (len(name.actions), name.key, name.parts) for name in names_of(people)}
    key = f"body-{body.pk}"
    assert found == {
        "AU": (2, key, ()),
        "AU, rådmenn": (1, key, ("AU", "rådmenn")),
        "Kommune 9001": (1, f"participant-{people.participants[0].pk}", ()),
        "Komitelederne": (1, "", ()),
    }
    text = page(people)
    assert "4 names are not matched with anyone" in text
    assert "?navn=Komitelederne" in text
    assert f'value="{key}" selected' in text


def test_everyone_with_the_name_gets_the_one_who_is_meant_and_the_name_is_kept(people, path, body):
    actions = [an_action(path, number=number, responsible_text="Styringa") for number in (1, 2)]
    outcome = match(people, Match("Styringa", f"body-{body.pk}", seen(*actions)))

    assert (outcome.count, outcome.left) == (2, [])
    for action in Action.objects.all():
        assert (action.responsible_body, action.responsible_text, action.version) == (body, "Styringa", 2)
    entries = AuditEntry.objects.filter(verb=Verb.ACTION_CHANGED)
    assert [entry.changes for entry in entries] == [{"responsible": ["Styringa", "Arbeidsutvalget"]}] * 2
    assert {entry.subject_id for entry in entries} == {str(action.pk) for action in actions}


@pytest.mark.parametrize(
    ("text", "partners"),
    [("AU, rådmenn", ["rådmenn"]), ("rådmenn og NAV", ["rådmenn", "NAV"]), ("AU", [])],
)
def test_of_several_names_one_answers_and_the_others_take_part(people, path, body, text, partners):
    action = an_action(path, responsible_text=text, partners=["NAV"])
    match(people, Match(text, f"body-{body.pk}", seen(action), others_take_part=True))
    action.refresh_from_db()

    assert action.responsible_body == body
    assert action.partners == list(dict.fromkeys(["NAV", *partners]))


def test_an_action_that_someone_changed_meanwhile_is_named_and_left(people, path, body):
    first, second, third = (an_action(path, number=n, responsible_text="Styringa") for n in (1, 2, 3))
    read = seen(first, second, third)
    Action.objects.filter(pk=second.pk).update(version=2, text="Noe annet")
    Action.objects.filter(pk=third.pk).delete()
    outcome = match(people, Match("Styringa", f"body-{body.pk}", read))

    assert (outcome.count, outcome.left, outcome.gone) == (1, [2], 1)
    second.refresh_from_db()
    assert not second.has_responsible


def test_the_page_saves_all_that_are_chosen_and_says_what_was_left(people, path, body):
    first, second = (an_action(path, number=n, responsible_text=text) for n, text in ((1, "AU"), (2, "Ukjent")))
    third = an_action(path, number=3, responsible_text="AU")
    Action.objects.filter(pk=third.pk).update(version=5)
    send(
        people,
        **{"who-0": f"body-{body.pk}", "text-0": "AU", "seen-0": f"{first.pk}:1 {third.pk}:1"},
        **{"who-1": "", "text-1": "Ukjent", "seen-1": f"{second.pk}:1"},
    )
    text = page(people)

    assert Action.objects.get(pk=first.pk).responsible_body == body
    assert "1 action now has one who answers for it." in text
    assert "is left as it is: 3." in text
    assert "Ukjent" in text


def test_one_who_was_ended_or_is_anothers_cannot_be_chosen(people, path):
    theirs = a_body(people.neighbour_council)
    action = an_action(path, responsible_text="AU")
    with pytest.raises(NotPossible, match="Choose again"):
        match(people, Match("AU", f"body-{theirs.pk}", seen(action)))
    assert not Action.objects.get().has_responsible


def test_actions_of_another_council_are_out_of_reach(people, path, body):
    other = a_path(a_goal(a_strategy(people.neighbour_council)))
    theirs = an_action(other, responsible_text="AU")
    outcome = match_responsible(
        actor=people.secretary.actor,
        council=people.council,
        strategy_id=path.goal.strategy_id,
        matches=[Match("AU", f"body-{body.pk}", seen(theirs))],
        on=TODAY,
        now=NOW,
    )
    theirs.refresh_from_db()
    assert (outcome.count, outcome.left, theirs.has_responsible) == (0, [], False)


@pytest.mark.parametrize(
    "who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "visiting_host"]
)
def test_only_the_secretariat_matches_names(people, path, body, who):
    action = an_action(path, responsible_text="AU")
    with pytest.raises(Refused):
        match(people, Match("AU", f"body-{body.pk}", seen(action)), who=who)


@pytest.mark.parametrize(
    "bad",
    [
        {"who-0": "body-1\x00", "seen-0": "1:1"},
        {"who-0": "body-1", "seen-0": "1:"},
        {"who-0": "body-1", "seen-0": "9" * 500 + ":1"},
        {"who-0": "body-1", "seen-0": "1:12:1"},
        {"who-0": "²", "seen-0": "1:1", "text-0": "\x00"},
        {"who-9999": "body-1", "seen-9999": "1:1"},
        {},
    ],
)
def test_what_no_form_of_ours_sends_is_answered_and_changes_nothing(people, path, body, bad):
    an_action(path, responsible_text="AU")
    assert send(people, **bad).status_code == 302
    assert not Action.objects.get().has_responsible


def test_a_text_that_can_be_read_in_many_ways_is_refused_at_once():
    # Read in every way there is, a text of this length would take longer than the universe has lasted.
    assert matches_in({"who-0": "body-1", "seen-0": "1:" + "1234567890:" * 60 + "x"}) == []


def test_a_name_is_found_by_search_and_nothing_left_is_said(people, path, body):
    an_action(path, responsible_text="Komitelederne")
    assert "Komitelederne" in page(people, "?q=KOMITE&sprak=en")
    assert "No name fits" in page(people, "?q=finnes%00ikke&sprak=en")
    Action.objects.all().delete()
    assert "Every name is matched" in page(people)


def test_three_hundred_names_on_two_thousand_actions_weigh_little(people, path, body):
    Action.objects.bulk_create(
        [
            Action(
                strategy=path.goal.strategy,
                path=path,
                number=n + 1,
                place=n,
                text=f"T{n}",
                responsible_text=f"Navn {n % 300}",
            )
            for n in range(2000)
        ]
    )
    page(people)
    with CaptureQueriesContext(
        connection,
    ) as read:
        text = page(people)
    assert "300 names are not matched with anyone" in text
    assert len(read) <= 20
    assert len(text) < 600_000

    matches = [Match(name.text, f"body-{body.pk}", seen(*name.actions)) for name in names_of(people)]
    with CaptureQueriesContext(connection) as written:
        assert match(people, *matches).count == 2000
    # Some batches of rows: SQLite takes fewer values at a time than PostgreSQL.
    assert len(written) <= 70
    form = {"who-0": f"body-{body.pk}", "text-0": "x", "seen-0": "1:1"}
    with CaptureQueriesContext(connection) as one:
        send(people, **form)
    assert len(one) <= 20


def test_a_new_body_can_begin_with_the_name(people):
    assert (
        'value="Komité nord"' in people.secretary.client.get("/r/vestre/organer/ny/?navn=Komité nord").content.decode()
    )
