"""Strategies, goals, paths and actions written by form and operation: rules, trail, numbers, and two at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_body, a_goal, a_path, a_small_plan, a_strategy, an_action
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, FocusArea, Goal, Path, Strategy
from veivalg.web.strategy.operations import actions, moving, parts, strategies

pytestmark = pytest.mark.django_db
OTHERS = ["representative", "municipal_contact", "action_owner", "reader", "youth", "neighbour", "visiting_host"]


@pytest.fixture
def strategy(people):
    return a_small_plan(people.council, state="draft")


def write(people, path, who="secretary", **values):
    return actions.make_action(
        actor=getattr(people, who).actor,
        council=people.council,
        path_id=path.pk,
        values={"text": "Bygge bru", "responsible": "", "kind": "dated", **values},
        on=TODAY,
        now=NOW,
    )


def change(people, action, who="secretary", *, version=None, **values):
    return actions.change_action(
        actor=getattr(people, who).actor,
        council=people.council,
        action_id=action.pk,
        version=version or action.version,
        values=values,
        on=TODAY,
        now=NOW,
    )


def entry(verb):
    return AuditEntry.objects.filter(verb=verb).latest("pk")


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_secretariat_writes_plans(people, strategy, who):
    actor, council = getattr(people, who).actor, people.council
    goal, path, action = Goal.objects.get(), Path.objects.get(), Action.objects.first()
    same = {"actor": actor, "council": council, "now": NOW}
    attempts = [
        lambda: strategies.make_strategy(values={"name": "x"}, **same),
        lambda: strategies.change_strategy(strategy_id=strategy.pk, version=1, values={"name": "x"}, **same),
        lambda: parts.make_goal(strategy_id=strategy.pk, values={"name": "x"}, **same),
        lambda: parts.change_goal(goal_id=goal.pk, version=1, values={"name": "x"}, **same),
        lambda: parts.remove_goal(goal_id=goal.pk, version=1, **same),
        lambda: parts.make_path(goal_id=goal.pk, name="x", **same),
        lambda: parts.change_path(path_id=path.pk, version=1, name="x", **same),
        lambda: parts.remove_path(path_id=path.pk, version=1, **same),
        lambda: write(people, path, who),
        lambda: change(people, action, who, text="x"),
        lambda: actions.remove_action(action_id=action.pk, version=1, **same),
        lambda: moving.move_goal(goal_id=goal.pk, version=1, way=moving.Way.UP, **same),
        lambda: moving.move_path(path_id=path.pk, version=1, way=moving.Way.UP, **same),
        lambda: moving.move_action(action_id=action.pk, version=1, way=moving.Way.UP, **same),
        lambda: moving.move_action_to_path(action_id=action.pk, version=1, path_id=path.pk, **same),
    ]
    before = AuditEntry.objects.count()
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert AuditEntry.objects.count() == before


def test_a_strategy_is_begun_as_a_draft_with_its_trail(people):
    made = strategies.make_strategy(
        actor=people.secretary.actor,
        council=people.council,
        values={"name": " Veien   videre ", "first_year": 2026, "last_year": 2033},
        now=NOW,
    )

    assert (made.name, made.state) == ("Veien videre", "draft")
    assert entry(Verb.STRATEGY_MADE).changes["first_year"] == [None, 2026]


@pytest.mark.parametrize("years", [(2030, 2026), (2026, None), (None, 2026)])
def test_years_in_disorder_are_refused_at_the_last_year(people, years):
    values = {"name": "x", "first_year": years[0], "last_year": years[1]}
    with pytest.raises(NotPossible) as refusal:
        strategies.make_strategy(actor=people.secretary.actor, council=people.council, values=values, now=NOW)
    assert refusal.value.field == "last_year"


def test_a_strategy_that_nobody_adopted_cannot_be_called_adopted(people, strategy):
    with pytest.raises(NotPossible, match="Nothing has been adopted"):
        strategies.change_strategy(
            actor=people.secretary.actor,
            council=people.council,
            strategy_id=strategy.pk,
            version=1,
            values={"state": "adopted"},
            now=NOW,
        )


def test_a_strategy_that_has_ended_takes_no_more_text(people, strategy):
    Strategy.objects.update(state="ended")
    with pytest.raises(NotPossible, match="has ended"):
        write(people, Path.objects.get())


def test_an_action_gets_the_next_number_and_one_who_answers_for_it(people, strategy):
    body = people.council.bodies.get()
    action = write(people, Path.objects.get(), responsible=f"body-{body.pk}", partners=["NAV", "  Husbanken "])

    assert (action.number, action.responsible_body) == (4, body)
    assert action.partners == ["NAV", "Husbanken"]
    noted = entry(Verb.ACTION_MADE)
    assert noted.changes["responsible"] == [None, "Arbeidsutvalget"]
    assert (noted.subject_id, noted.under_id) == (str(action.pk), str(strategy.pk))


def test_a_leader_a_participant_and_the_secretariat_can_answer_for_an_action(people, strategy):
    body, path = people.council.bodies.get(), Path.objects.get()
    leader = write(people, path, responsible=f"body-{body.pk}-leader")
    participant = write(people, path, responsible=f"participant-{people.participants[0].pk}")
    secretariat = write(people, path, responsible="role-secretariat")

    assert (leader.responsible_body, leader.responsible_position) == (body, "leader")
    assert participant.responsible_participant == people.participants[0]
    assert secretariat.responsible_role == "secretariat"
    assert all(action.has_responsible for action in (leader, participant, secretariat))


def test_another_councils_body_cannot_answer_for_an_action(people, strategy):
    other = a_body(people.neighbour_council)
    with pytest.raises(NotPossible) as refusal:
        write(people, Path.objects.get(), responsible=f"body-{other.pk}")
    assert refusal.value.field == "responsible"


def test_choosing_another_responsible_leaves_exactly_one(people, strategy):
    action = Action.objects.first()
    changed = change(people, action, responsible=f"participant-{people.participants[1].pk}", text=action.text)

    assert changed.responsible_body_id is None
    assert changed.responsible_participant == people.participants[1]
    assert entry(Verb.ACTION_CHANGED).changes == {"responsible": ["Arbeidsutvalget", "Kommune 9002"]}
    nobody = change(people, changed, responsible="", text=action.text)
    assert not nobody.has_responsible


def test_a_name_from_a_file_stays_until_someone_is_chosen(people, strategy):
    action = an_action(Path.objects.get(), "Fra fil", number=4, responsible_text="Komitelederne")
    change(people, action, responsible="", text="Fra fil, rettet")
    action.refresh_from_db()

    assert (action.text, action.responsible_text) == ("Fra fil, rettet", "Komitelederne")


def test_who_the_contact_is_does_not_stand_in_the_trail(people, strategy):
    person = people.council.people.create(name="Kari Nordmann", made_at=NOW)
    change(people, Action.objects.first(), responsible="", contact=person, text="x")

    assert "Kari" not in str(entry(Verb.ACTION_CHANGED).changes)
    other = people.neighbour_council.people.create(name="Ola", made_at=NOW)
    with pytest.raises(NotPossible):
        change(people, Action.objects.last(), responsible="", contact=other)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"first_year": 2028, "last_year": 2027}, "last_year"),
        ({"sustainable_goals": [18]}, "sustainable_goals"),
        ({"cost_nok": -1}, "cost_nok"),
    ],
)
def test_values_that_cannot_be_used_are_refused_at_their_field(people, strategy, values, field):
    with pytest.raises(NotPossible) as refusal:
        write(people, Path.objects.get(), **values)
    assert refusal.value.field == field


def test_two_who_change_the_same_action_do_not_overwrite_each_other(people, strategy):
    action = Action.objects.first()
    change(people, action, text="Først", responsible="")
    with pytest.raises(ChangedMeanwhile):
        change(people, action, version=1, text="Sist", responsible="")
    assert Action.objects.get(pk=action.pk).text == "Først"


def test_removing_gives_those_after_it_new_numbers_and_keeps_the_text_in_the_trail(people, strategy):
    first = Action.objects.get(number=1)
    actions.remove_action(
        actor=people.secretary.actor, council=people.council, action_id=first.pk, version=1, reason="Dobbelt", now=NOW
    )

    assert list(Action.objects.values_list("number", "text")) == [(1, "Tiltak nummer 2"), (2, "Tiltak nummer 3")]
    gone = entry(Verb.ACTION_REMOVED)
    assert (gone.changes["text"], gone.reason) == (["Tiltak nummer 1", None], "Dobbelt")


def test_a_goal_that_is_removed_takes_its_actions_along_and_says_which(people, strategy):
    other = an_action(a_path(a_goal(strategy, "Andre", 1)), "Blir igjen", number=4)
    goal = Goal.objects.get(name="Unge vil bli")
    parts.remove_goal(actor=people.secretary.actor, council=people.council, goal_id=goal.pk, version=1, now=NOW)

    other.refresh_from_db()
    assert other.number == 1
    assert len(entry(Verb.GOAL_REMOVED).changes["actions"][0]) == 3


def test_a_focus_area_is_made_with_its_first_goal_and_goes_with_its_last(people, strategy):
    goal = Goal.objects.get()
    same = {"actor": people.secretary.actor, "council": people.council, "goal_id": goal.pk, "now": NOW}
    parts.change_goal(version=1, values={"name": goal.name, "focus_area": "Folk"}, **same)
    assert FocusArea.objects.get().name == "Folk"

    parts.change_goal(version=2, values={"name": goal.name, "focus_area": ""}, **same)
    assert not FocusArea.objects.exists()


def test_an_action_moves_up_down_and_to_another_path_and_numbers_follow(people, strategy):
    path = Path.objects.get()
    other = a_path(path.goal, "En annen vei", 1)
    an_action(other, "Fjerde", number=4)
    same = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    first = Action.objects.get(number=1)

    moving.move_action(action_id=first.pk, version=1, way=moving.Way.DOWN, **same)
    assert list(Action.objects.values_list("text", flat=True))[:2] == ["Tiltak nummer 2", "Tiltak nummer 1"]
    moving.move_action_to_path(action_id=first.pk, version=2, path_id=other.pk, **same)
    assert [a.text for a in Action.objects.all()] == ["Tiltak nummer 2", "Tiltak nummer 3", "Fjerde", "Tiltak nummer 1"]
    assert entry(Verb.ACTION_MOVED).changes["number"] == [2, 4]
    with pytest.raises(NotPossible, match="last already"):
        moving.move_action(action_id=first.pk, version=3, way=moving.Way.DOWN, **same)


def test_an_action_cannot_move_to_another_strategy(people, strategy):
    elsewhere = a_path(a_goal(a_strategy(people.council, name="En annen")))
    with pytest.raises(NotPossible):
        moving.move_action_to_path(
            actor=people.secretary.actor,
            council=people.council,
            action_id=Action.objects.first().pk,
            version=1,
            path_id=elsewhere.pk,
            now=NOW,
        )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.sampled_from(["goal", "path", "action"]), st.integers(0, 7), st.booleans()), max_size=8)
)
def test_however_things_are_moved_numbers_run_from_one_and_nothing_is_lost(people, moves):
    Strategy.objects.all().delete()
    strategy = a_strategy(people.council, state="draft")
    for g in range(2):
        goal = a_goal(strategy, f"Mål {g}", g)
        for p in range(2):
            path = a_path(goal, f"Vei {p}", p)
            for n in range(2):
                an_action(path, f"{g}{p}{n}", number=g * 4 + p * 2 + n + 1)
    texts = set(Action.objects.values_list("text", flat=True))
    same = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    models = {
        "goal": (Goal, moving.move_goal),
        "path": (Path, moving.move_path),
        "action": (Action, moving.move_action),
    }
    for name, which, is_up in moves:
        model, move = models[name]
        row = model.objects.order_by("pk")[which % model.objects.count()]
        way = moving.Way.UP if is_up else moving.Way.DOWN
        try:
            move(**{f"{name}_id": row.pk}, version=row.version, way=way, **same)
        except NotPossible:
            continue
    ordered = Action.objects.order_by("path__goal__place", "path__place", "place")

    assert [action.number for action in ordered] == list(range(1, 9))
    assert set(ordered.values_list("text", flat=True)) == texts


def post(who, path, data, **more):
    return who.client.post(f"/r/vestre/{path}", data, **more)


def test_a_strategy_that_is_begun_twice_with_one_name_is_begun_once_until_it_has_a_goal(people):
    assert post(people.secretary, "plan/ny/", {"name": "Veien videre"}).status_code == 302
    again = post(people.secretary, "plan/ny/?sprak=en", {"name": " Veien  videre "})
    assert again.status_code == 422
    assert "An empty draft has that name already" in again.content.decode()
    made = Strategy.objects.get()
    a_goal(made)
    assert post(people.secretary, "plan/ny/", {"name": "Veien videre"}).status_code == 302
    assert Strategy.objects.count() == 2


def test_a_plan_is_written_by_form_from_the_strategy_to_the_first_action(people):
    secretary = people.secretary
    body = a_body(people.council)
    answer = post(secretary, "plan/ny/", {"name": "Veien videre", "first_year": "2026", "last_year": "2033"})
    goal_page = answer.url
    answer = secretary.client.post(
        goal_page,
        {"name": "Unge vil bli", "indicator": "age_15_24", "baseline": "11,4", "target": "12", "target_year": "2033"},
    )
    answer = secretary.client.post(answer.url, {"name": "Unge er med"})
    answer = secretary.client.post(
        answer.url,
        {"text": "Holde ungdomsting", "responsible": f"body-{body.pk}", "kind": "dated", "due_on": "2027-06-30"},
    )
    text = secretary.client.get(answer.url + "?sprak=en").content.decode()

    assert "Holde ungdomsting" in text
    assert "30.06.2027" in text
    assert Goal.objects.get().indicators.get().target == 12


def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(people, strategy):
    path = Path.objects.get()
    answer = post(people.secretary, f"plan/vei/{path.pk}/tiltak/nytt/?sprak=en", {"text": "", "funding": "Fylket"})

    assert answer.status_code == 422
    assert "This must be corrected first" in answer.content.decode()
    assert 'value="Fylket"' in answer.content.decode()


def test_someone_elses_change_is_shown_beside_mine(people, strategy):
    action = Action.objects.first()
    change(people, action, text="Deres", responsible=f"body-{people.council.bodies.get().pk}")
    answer = post(people.secretary, f"tiltak/{action.pk}/endre/", {"text": "Mitt", "kind": "dated", "version": "1"})

    assert answer.status_code == 409
    assert {"Mitt", "Deres"} <= {word for word in ("Mitt", "Deres") if word in answer.content.decode()}


def test_moving_by_buttons_leads_back_and_a_stale_button_moves_nothing(people, strategy):
    action = Action.objects.get(number=1)
    answer = post(people.secretary, f"tiltak/{action.pk}/flytt/", {"way": "down", "version": "1"})
    assert answer.status_code == 302
    post(people.secretary, f"tiltak/{action.pk}/flytt/", {"way": "down", "version": "1"})
    action.refresh_from_db()

    assert action.number == 2


def test_removing_asks_first(people, strategy):
    goal = Goal.objects.get()
    asked = people.secretary.client.get(f"/r/vestre/plan/mal/{goal.pk}/fjern/?sprak=en").content.decode()
    assert "3 actions go with it" in asked
    assert Goal.objects.exists()
    post(people.secretary, f"plan/mal/{goal.pk}/fjern/", {"version": "1"})
    assert not Goal.objects.exists()


def test_what_was_removed_while_a_form_was_open_is_not_found(people, strategy):
    action, path = Action.objects.first(), Path.objects.get()
    with pytest.raises(Path.DoesNotExist):
        actions.make_action(
            actor=people.secretary.actor, council=people.council, path_id=path.pk + 1, values={}, on=TODAY, now=NOW
        )
    action.delete()
    assert post(people.secretary, f"tiltak/{action.pk}/endre/", {"text": "x", "version": "1"}).status_code == 404


def test_hidden_signs_and_line_breaks_do_not_reach_the_plan(people, strategy):
    action = write(people, Path.objects.get(), text=" Bygge\u200b bru\r\nfør vinteren ", partners=["NAV\u202e"])
    assert (action.text, action.partners) == ("Bygge bru\nfør vinteren", ["NAV"])


def test_someone_elses_goal_is_shown_as_it_is_now(people, strategy):
    goal = Goal.objects.get()
    parts.change_goal(
        actor=people.secretary.actor,
        council=people.council,
        goal_id=goal.pk,
        version=1,
        values={"name": "Deres mål", "focus_area": "Deres tema"},
        now=NOW,
    )
    answer = post(people.secretary, f"plan/mal/{goal.pk}/", {"name": "Mitt mål", "version": "1"})

    assert answer.status_code == 409
    assert "Deres tema" in answer.content.decode()
