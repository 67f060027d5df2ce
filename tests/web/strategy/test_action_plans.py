"""Action plans: begun for a year, chosen from the strategy, changed, and shown to those who may read them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_goal, a_path, a_small_plan, a_strategy, an_action
from tests.web.strategy.years import adopt, an_adopted_strategy, answer, make, row_of, two_years
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, ActionPlan, ActionUpdate, Path, PlannedAction, Strategy
from veivalg.web.strategy.operations import yearly
from veivalg.web.strategy.yearly_queries import next_year

AT_MOST = 20
pytestmark = pytest.mark.django_db


def choose(people, plan, *, added=(), removed=None, who="secretary"):
    return yearly.choose_actions(
        actor=getattr(people, who).actor,
        council=people.council,
        plan_id=plan.pk,
        added=[Action.objects.get(number=n, strategy=plan.strategy).pk for n in added],
        removed=removed or {},
        now=NOW,
    )


def change(people, row, who="secretary", **values):
    return yearly.change_planned(
        actor=getattr(people, who).actor,
        council=people.council,
        planned_id=row.pk,
        version=values.pop("version", row.version),
        values=values,
        now=NOW,
    )


def numbers(plan):
    return sorted(plan.planned.values_list("action__number", flat=True))


def page(who, path, council="vestre"):
    return (who.client if who else Client()).get(f"/r/{council}/{path}")


# Begun


def test_what_was_called_done_on_the_day_that_has_just_begun_in_norway_is_not_chosen(people):
    strategy = a_strategy(people.council)
    action = an_action(a_path(a_goal(strategy)), first_year=2026)
    night = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    ActionUpdate.objects.create(action=action, status="done", said_on=date(2026, 7, 1), said_at=night)
    plan = yearly.make_action_plan(
        actor=people.secretary.actor, council=people.council, strategy_id=strategy.pk, year=2026, now=night
    )

    assert numbers(plan) == []


def test_the_first_plan_holds_the_actions_whose_years_include_it(people):
    strategy = a_strategy(people.council)
    path = a_path(a_goal(strategy))
    years = [
        ({"first_year": 2025, "last_year": 2026}, True),
        ({"last_year": 2025}, False),
        ({"first_year": 2027}, False),
        ({"due_on": date(2026, 5, 1)}, True),
        ({"due_on": date(2027, 5, 1)}, False),
        ({"due_on": date(2025, 5, 1)}, False),
        ({"first_year": 2026, "due_on": date(2027, 5, 1)}, True),
        ({"rhythm_months": 12, "kind": "recurring"}, True),
        ({}, False),
        ({"first_year": 2026, "dropped_on": TODAY, "dropped_reason": "Nei."}, False),
    ]
    for number, (fields, _) in enumerate(years, start=1):
        an_action(path, number=number, **fields)
    done = an_action(path, number=11, first_year=2026)
    ActionUpdate.objects.create(action=done, status="done", said_on=TODAY, said_at=NOW)

    plan = make(people, strategy)

    assert numbers(plan) == [n for n, (_, is_chosen) in enumerate(years, start=1) if is_chosen]
    assert set(plan.planned.values_list("choice", flat=True)) == {"new"}
    assert AuditEntry.objects.get(verb=Verb.ACTION_PLAN_MADE).changes["year"] == [None, 2026]


def test_the_year_after_asks_about_every_action_of_the_adopted_one_and_takes_what_was_written_along(people):
    strategy = an_adopted_strategy(people.council)
    first = make(people, strategy)
    change(people, row_of(first, 1), text="Finne et sted", cost_nok=1000, due_on=date(2026, 6, 1))
    adopt(people, first)

    second = make(people, strategy, 2027)

    assert numbers(second) == [1, 2, 3]
    row = row_of(second, 1)
    assert (row.choice, row.text, row.cost_nok, row.due_on) == ("", "Finne et sted", 1000, None)
    assert row.earlier == row_of(first, 1)


def test_a_plan_that_was_never_adopted_is_not_rolled_forward(people):
    strategy = an_adopted_strategy(people.council)
    make(people, strategy)
    assert make(people, strategy, 2027).earlier is None


def test_a_plan_that_is_being_corrected_must_be_adopted_before_the_next_begins(people):
    first, second = two_years(people)
    second.delete()
    yearly.open_action_plan(
        actor=people.secretary.actor,
        council=people.council,
        plan_id=first.pk,
        version=ActionPlan.objects.get(pk=first.pk).version,
        now=NOW,
    )
    with pytest.raises(NotPossible, match="being corrected"):
        make(people, first.strategy, 2027)


@pytest.mark.parametrize("year", [1000, 99999, 2026])
def test_a_year_that_cannot_be_used_or_has_a_plan_is_refused(people, year):
    strategy = a_small_plan(people.council)
    make(people, strategy)
    with pytest.raises(NotPossible):
        make(people, strategy, year)


def test_a_strategy_that_has_ended_gets_no_action_plan(people):
    with pytest.raises(NotPossible):
        make(people, a_small_plan(people.council, state="ended"))


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "reader", "neighbour"])
def test_only_the_secretariat_writes_action_plans(people, who):
    strategy = a_small_plan(people.council)
    with pytest.raises(Refused):
        make(people, strategy, who=who)
    plan = make(people, strategy)
    for attempt in (
        lambda: choose(people, plan, added=[1], who=who),
        lambda: change(people, row_of(plan, 1), who, text="Nei"),
        lambda: answer(people, plan, (1, "continue"), who=who),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a_plan_begun_by_mistake_is_thrown_away_but_never_one_that_was_adopted(people):
    first, second = two_years(people)

    def remove(plan):
        version = ActionPlan.objects.get(pk=plan.pk).version
        actor = people.secretary.actor
        yearly.remove_action_plan(actor=actor, council=people.council, plan_id=plan.pk, version=version, now=NOW)

    with pytest.raises(NotPossible):
        remove(first)
    remove(second)
    assert list(ActionPlan.objects.values_list("year", flat=True)) == [2026]
    assert Action.objects.count() == 3
    assert AuditEntry.objects.filter(verb=Verb.ACTION_PLAN_REMOVED).count() == 1


# Chosen


def test_two_who_choose_at_once_keep_what_both_chose(people):
    strategy = a_small_plan(people.council, count=4)
    Action.objects.update(last_year=2020)
    plan = make(people, strategy)
    assert numbers(plan) == []
    url = "/r/vestre/handlingsplan/2026/velg/"
    shown = list(Action.objects.values_list("pk", flat=True))
    # Both read the page when nothing was chosen, and each ticks their own.
    for ticked in ([shown[0]], [shown[1], shown[2]]):
        people.secretary.client.post(url, {"shown": shown, "action": ticked, "done": "1"})

    assert numbers(plan) == [1, 2, 3]
    assert AuditEntry.objects.filter(verb=Verb.ACTION_PLAN_CHOSEN).count() == 2


def test_what_someone_wrote_about_in_the_meantime_is_not_taken_away(people):
    plan = make(people, a_small_plan(people.council))
    row = row_of(plan, 1)
    change(people, row, text="Ny oppgave")

    kept = choose(people, plan, removed={row.pk: row.version})

    assert [each.pk for each in kept] == [row.pk]
    assert row_of(plan, 1).text == "Ny oppgave"
    assert choose(people, plan, removed={row.pk: row.version + 1}) == []
    assert numbers(plan) == [2, 3]


def test_what_came_from_the_year_before_cannot_just_be_taken_away(people):
    _, second = two_years(people)
    row = row_of(second, 1)
    choose(people, second, removed={row.pk: row.version})
    assert numbers(second) == [1, 2, 3]


def test_actions_of_another_strategy_are_not_chosen(people):
    plan = make(people, a_small_plan(people.council))
    other = an_action(a_path(a_goal(a_strategy(people.neighbour_council))), number=77)
    yearly.choose_actions(
        actor=people.secretary.actor,
        council=people.council,
        plan_id=plan.pk,
        added=[other.pk, 10**15],
        removed={10**15: 1},
        now=NOW,
    )
    assert numbers(plan) == [1, 2, 3]


def test_choices_on_one_page_stand_while_the_next_is_chosen(people):
    plan = make(people, a_small_plan(people.council, count=150))
    url = "/r/vestre/handlingsplan/2026/velg/"
    first = Action.objects.get(number=1)
    was = f"{first.pk}-{row_of(plan, 1).pk}-1"
    assert was in people.secretary.client.get(url).content.decode()
    answer = people.secretary.client.post(url, {"shown": [first.pk], "was": [was], "next": "2"})

    assert answer.url == f"{url}?side=2"
    assert plan.planned.count() == 149
    assert "Page 2 of 2" in people.secretary.client.get(f"{url}?side=2&sprak=en").content.decode()


@pytest.mark.parametrize("sent", [{"shown": ["x", "9" * 40], "action": ["\0"], "was": ["1-2", "a-b-c"], "next": "z"}])
def test_a_broken_choice_changes_nothing(people, sent):
    plan = make(people, a_small_plan(people.council))
    answer = people.secretary.client.post("/r/vestre/handlingsplan/2026/velg/", sent)
    assert answer.status_code == 302
    assert numbers(plan) == [1, 2, 3]


# Changed


def test_this_years_task_deadline_and_cost_are_written_with_a_trail(people):
    plan = make(people, a_small_plan(people.council))
    row = change(people, row_of(plan, 2), text=" Leie sal ", due_on=date(2026, 9, 1), cost_nok=5000)

    row.refresh_from_db()
    assert (row.text, row.due_on, row.cost_nok, row.choice) == ("Leie sal", date(2026, 9, 1), 5000, "new")
    assert AuditEntry.objects.get(verb=Verb.PLANNED_ACTION_CHANGED).changes["cost_nok"] == [None, 5000]


def test_a_deadline_in_another_year_is_refused(people):
    plan = make(people, a_small_plan(people.council))
    with pytest.raises(NotPossible, match="outside 2026"):
        change(people, row_of(plan, 1), due_on=date(2027, 1, 1))


def test_two_who_change_the_same_meet(people):
    plan = make(people, a_small_plan(people.council))
    row = row_of(plan, 1)
    change(people, row, text="Min")
    with pytest.raises(ChangedMeanwhile):
        change(people, row, text="Din", version=1)
    url = f"/r/vestre/handlingsplan/tiltak/{row.pk}/"
    assert people.secretary.client.post(url, {"text": "Din", "version": 1}).status_code == 409


def test_an_adopted_plan_is_not_changed_until_it_is_opened_again(people):
    first, second = two_years(people)
    for attempt in (
        lambda: change(people, row_of(first, 1), text="Nei"),
        lambda: choose(people, first, added=[1]),
        lambda: answer(people, first, (1, "drop", {"reason": "Nei"})),
    ):
        with pytest.raises(NotPossible, match="adopted"):
            attempt()
    with pytest.raises(NotPossible, match="2027"):
        _open(people, first)
    second.delete()
    _open(people, first)
    change(people, row_of(first, 1), text="Rettet")
    assert AuditEntry.objects.filter(verb=Verb.ACTION_PLAN_OPENED).count() == 1


def _open(people, plan):
    version = ActionPlan.objects.get(pk=plan.pk).version
    actor = people.secretary.actor
    yearly.open_action_plan(actor=actor, council=people.council, plan_id=plan.pk, version=version, now=NOW)


# Read


def test_without_a_plan_the_page_says_how_to_begin(people):
    assert "write or import that first" in page(people.secretary, "handlingsplan/?sprak=en").content.decode()
    a_small_plan(people.council)
    assert "Make the action plan" in page(people.secretary, "handlingsplan/?sprak=en").content.decode()
    assert "Make the action plan" not in page(None, "handlingsplan/?sprak=en").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("representative", 200),
        ("municipal_contact", 200),
        ("action_owner", 200),
        ("reader", 404),
        ("youth", 404),
        ("nobody", 404),
        ("neighbour", 404),
    ],
)
def test_a_draft_is_only_for_those_who_may_read_drafts(people, who, status):
    make(people, a_small_plan(people.council))
    for path in ("handlingsplan/2026/", "handlingsplan/2026/handlingsplan.csv"):
        assert page(getattr(people, who), path).status_code == status
    assert page(None, "handlingsplan/2026/").status_code == 404
    assert page(people.secretary, "handlingsplan/2026/", "ostre").status_code == 404


def test_the_trail_of_a_draft_is_only_for_those_who_may_read_it(people):
    _, second = two_years(people)
    answer(people, second, (1, "drop", {"reason": "Hemmelig grunn"}))
    assert "Hemmelig grunn" not in page(people.reader, "historikk/").content.decode()
    assert "Hemmelig grunn" in page(people.representative, "historikk/").content.decode()


def test_everyone_reads_the_adopted_plan_while_it_is_corrected_and_those_who_work_on_it_the_new_text(people):
    first, second = two_years(people)
    second.delete()
    _open(people, first)
    change(people, row_of(first, 1), text="Rettet oppgave")

    assert "Rettet oppgave" not in page(None, "handlingsplan/2026/").content.decode()
    for_secretary = page(people.secretary, "handlingsplan/2026/?sprak=en").content.decode()
    assert "Rettet oppgave" in for_secretary
    assert "being corrected" in for_secretary


def test_a_cost_that_was_not_given_for_the_year_says_that_it_is_for_the_whole_action(people):
    strategy = an_adopted_strategy(people.council)
    Action.objects.filter(number__in=[1, 2]).update(cost_nok=25000)
    plan = make(people, strategy)
    change(people, row_of(plan, 1), cost_nok=4000)
    adopt(people, plan)

    text = page(None, "handlingsplan/?sprak=en").content.decode()

    assert text.count("for the whole action") == 1
    assert text.index("4,000 kr") < text.index("25,000 kr") < text.index("for the whole action")


def test_the_page_shows_what_each_action_is_how_it_is_going_and_what_it_costs(people):
    strategy = an_adopted_strategy(people.council)
    Action.objects.filter(number=1).update(partners=["NAV"], cost_nok=25000, funding="Fylket")
    ActionUpdate.objects.create(action=Action.objects.get(number=1), status="delayed", said_on=TODAY, said_at=NOW)
    plan = make(people, strategy)
    change(people, row_of(plan, 1), text="Leie sal i Havnvik")
    adopt(people, plan)

    text = page(None, "handlingsplan/?sprak=en").content.decode()

    for words in (
        "Arbeidsutvalget",
        "NAV",
        "25,000 kr",
        "Fylket",
        "Leie sal i Havnvik",
        "by the end of 2027",
        "Delayed",
    ):
        assert words in text, words
    assert "0 of 3 actions are on track" in text


def test_the_list_begins_with_the_year_that_is_now_and_leads_to_the_others(people):
    two_years(people)
    text = page(people.secretary, "handlingsplan/?sprak=en").content.decode()
    assert "Action plan 2026" in text
    assert "/r/vestre/handlingsplan/2027/" in text


def test_two_strategies_may_have_a_plan_for_the_same_year(people):
    first = make(people, a_small_plan(people.council))
    other = a_strategy(people.council, name="Samferdsel")
    second = make(people, other)
    for plan, name in ((first, "Strategi 2026–2033"), (second, "Samferdsel")):
        text = page(people.secretary, f"handlingsplan/2026/?strategi={plan.strategy_id}").content.decode()
        assert name in text
    assert page(people.secretary, "handlingsplan/2026/?strategi=999").status_code == 404
    assert page(people.secretary, "handlingsplan/2026/?strategi=x").status_code == 404


def test_a_deadline_that_has_passed_before_the_year_begins_is_pointed_out_in_the_draft(people):
    _, second = two_years(people)
    Action.objects.filter(number=1).update(due_on=date(2026, 12, 1))
    assert "before 2027" in page(people.secretary, "handlingsplan/2027/?sprak=en").content.decode()
    change(people, row_of(second, 1), due_on=date(2027, 12, 1))
    assert "before 2027" not in page(people.secretary, "handlingsplan/2027/?sprak=en").content.decode()


@pytest.mark.parametrize("path", ["handlingsplan/0/", "handlingsplan/99999999999999999/", "handlingsplan/2031/"])
def test_a_year_without_a_plan_is_not_found(people, path):
    assert page(people.secretary, path).status_code == 404


def test_a_search_finds_words_names_and_goals(people):
    plan = make(people, a_small_plan(people.council))
    Action.objects.filter(number=2).update(text="Ferje hele natta")
    assert plan.planned.count() == 3
    found = page(people.secretary, "handlingsplan/2026/?q=FERJE+unge").content.decode()
    assert "Ferje hele natta" in found
    assert "Tiltak nummer 1" not in found
    assert page(people.secretary, "handlingsplan/2026/?q=%00%F0").status_code == 200


def test_with_two_thousand_actions_every_page_is_twenty_queries_or_fewer(people):
    first, second = two_years(people, count=2000)
    answer(people, second, (1, "drop", {"reason": "Nei"}))
    edition = first.editions.get()
    for path in (
        "handlingsplan/",
        "handlingsplan/2027/",
        "handlingsplan/2027/velg/?q=nummer",
        "handlingsplan/2027/rullering/",
        "handlingsplan/2027/vedta/",
        f"handlingsplan/utgave/{edition.pk}/",
        f"handlingsplan/utgave/{edition.pk}/endringer/",
        "handlingsplan/2026/handlingsplan.xlsx",
        "handlingsplan/2027/handlingsplan.docx",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert page(people.secretary, path).status_code == 200, path
        assert len(queries) <= AT_MOST, path


def test_the_page_for_a_new_plan_says_what_is_wrong(people):
    strategy = a_small_plan(people.council)
    url = "/r/vestre/handlingsplan/ny/?sprak=en"
    client = people.secretary.client
    for data in ({}, {"strategy": "x", "year": "2027"}, {"strategy": strategy.pk, "year": "9" * 30}):
        answer = client.post(url, data)
        assert "must be corrected first" in answer.content.decode()
    assert client.post(url, {"strategy": strategy.pk, "year": 2026}).url.startswith(
        "/r/vestre/handlingsplan/2026/velg/"
    )
    assert "already" in client.post(url, {"strategy": strategy.pk, "year": 2026}).content.decode()


def test_the_pages_that_open_again_and_throw_away_ask_first(people):
    first, _ = two_years(people)
    client = people.secretary.client
    assert (
        "Throw away the draft for 2027?" in client.get("/r/vestre/handlingsplan/2027/kast/?sprak=en").content.decode()
    )
    version = ActionPlan.objects.get(year=2027).version
    assert client.post("/r/vestre/handlingsplan/2027/kast/", {"version": version}).url == "/r/vestre/handlingsplan/"
    version = ActionPlan.objects.get(year=2026).version
    assert client.post("/r/vestre/handlingsplan/2026/rett/", {"version": version + 1}).status_code == 302
    first.refresh_from_db()
    assert not first.is_draft
    client.post("/r/vestre/handlingsplan/2026/rett/", {"version": version})
    first.refresh_from_db()
    assert first.is_draft


def test_what_is_removed_from_the_strategy_leaves_the_draft_and_stays_in_the_edition(people):
    first, second = two_years(people)
    Path.objects.get().actions.filter(number=1).delete()
    assert second.planned.count() == 2
    text = page(None, "handlingsplan/2026/").content.decode()
    assert "Tiltak nummer 1" in text
    assert PlannedAction.objects.filter(plan=first).count() == 2
    assert Strategy.objects.count() == 1


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)))
def test_from_october_a_plan_is_for_the_year_after(on):
    assert next_year(on) == on.year + (on.month >= 10)
