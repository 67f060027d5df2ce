"""The gate, the resolution, and the strategy that comes of a choice."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from tests.people import NOW, TODAY
from tests.web.directions.choosing import (
    LATER,
    Asked,
    Round,
    Step,
    a_choice,
    a_closed_rating,
    a_resolution,
    a_step,
    asking,
    close,
    key_of,
    rate,
)
from tests.web.strategy.planning import a_body, a_goal, a_strategy
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import advice
from veivalg.web.directions.advice import Why
from veivalg.web.directions.models import DirectionChoice, Gate, Outcome
from veivalg.web.directions.operations import deciding
from veivalg.web.directions.reading import read_rating
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Strategy
from veivalg.web.survey.operations import managing, rounds

pytestmark = pytest.mark.django_db
CALM = {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3}


def about(people, choice, who=None, **more):
    actor = (who or people.secretary).actor
    return {"actor": actor, "council": people.council, "choice_id": choice.pk, "now": NOW, **more}


def decided(people, choice, names=("A",)):
    keys = [key_of(choice, name) for name in names]
    return deciding.register_outcome(resolution_id=a_resolution(people).pk, chosen=keys, **about(people, choice))


def test_what_splits_people_stands_in_the_way_until_there_is_a_reason(people):
    choice = a_closed_rating(people)
    resolution = a_resolution(people)
    given = about(people, choice, resolution_id=resolution.pk, chosen=[key_of(choice, "Næringsliv")])
    assert advice.stands_in_the_way(choice)
    with pytest.raises(NotPossible, match="gate"):
        deciding.register_outcome(**given)
    with pytest.raises(NotPossible, match="gate"):
        a_step(people, choice, "star")
    with pytest.raises(NotPossible, match="why"):
        deciding.pass_gate(**about(people, choice, reason=" \u200b "))
    deciding.pass_gate(**about(people, choice, reason="Tjenestene tar vi siden."))
    assert not advice.stands_in_the_way(choice)
    deciding.register_outcome(**given)
    gate = Gate.objects.get()
    assert {"code": "split", "options": [key_of(choice, "Tjenester")]} in gate.advice
    entry = AuditEntry.objects.get(verb="directions.gate.pass")
    assert entry.reason == "Tjenestene tar vi siden."
    assert "Tjenestene tar vi siden." in Client().get(f"/r/vestre/retning/{choice.pk}/").content.decode()


def test_a_second_rating_needs_no_gate_and_gives_its_own_advice(people):
    choice = a_closed_rating(people)
    taken = a_step(people, choice, "second_rating")
    for row in choice.options:
        rate(people, taken, row["name"], [[5, 5], [5, 5], [4, 5]])
    close(people, taken)
    assert not advice.stands_in_the_way(choice)


def test_a_gate_that_is_not_there_cannot_be_passed(people):
    choice = a_closed_rating(people, CALM)
    with pytest.raises(NotPossible, match="Nothing stands"):
        deciding.pass_gate(**about(people, choice, reason="Fordi."))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"A": [[5], [5], [5]], "B": [[5], [5], [5]]}, Why.FEW),
        ({"A": [[1, 5]] * 3, "B": [[5, 5]] * 3}, Why.SPLIT),
        ({"A": [[1, 2], [3, 4], [5, 3]], "B": [[1, 2], [3, 4], [5, 2]]}, Why.NOTHING_SHARED),
        # Agreed, but on nothing to do.
        ({"A": [[1, 1]] * 3, "B": [[3, 3]] * 3}, Why.NOTHING_SHARED),
    ],
)
def test_the_advice_says_why(people, given, why):
    choice = a_closed_rating(people, given)
    taken = choice.rounds.select_related("round").get()
    assert why in [each.why for each in advice.advice_of(read_rating(choice, taken))]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "neighbour", "visiting_host"])
@pytest.mark.parametrize("what", ["pass_gate", "register_outcome", "begin_strategy"])
def test_only_the_secretariat_goes_on(people, who, what):
    choice = a_closed_rating(people, CALM)
    more = {"pass_gate": {"reason": "x"}, "register_outcome": {"resolution_id": 1, "chosen": ["a"]}}.get(what, {})
    with pytest.raises(Refused):
        getattr(deciding, what)(**about(people, choice, getattr(people, who), **more))


def test_a_second_factor_is_needed_to_say_what_was_resolved(people):
    choice = a_closed_rating(people, CALM)
    with pytest.raises(SecondFactorNeeded):
        deciding.begin_strategy(**about(people, choice, people.secretary_without_second_factor))


def test_a_choice_is_tied_to_a_resolution(people):
    choice = a_closed_rating(people, CALM)
    outcome = decided(people, choice)
    assert outcome.chosen == [key_of(choice, "A")]
    text = Client().get(f"/r/vestre/retning/{choice.pk}/").content.decode()
    assert outcome.resolution.get_absolute_url() in text
    assert AuditEntry.objects.filter(verb="directions.outcome.register").count() == 1


@pytest.mark.parametrize("chosen", [[], ["finnes-ikke"]])
def test_a_resolution_chooses_among_the_options(people, chosen):
    choice = a_closed_rating(people, CALM)
    with pytest.raises(NotPossible, match="options"):
        deciding.register_outcome(**about(people, choice, resolution_id=a_resolution(people).pk, chosen=chosen))


def test_what_was_resolved_before_the_round_closed_chose_nothing(people):
    choice = a_closed_rating(people, CALM)
    old = a_resolution(people, on=TODAY - timedelta(days=1))
    with pytest.raises(NotPossible, match="before the round closed"):
        deciding.register_outcome(**about(people, choice, resolution_id=old.pk, chosen=[key_of(choice, "A")]))


def test_a_neighbours_resolution_cannot_be_used(people):
    choice = a_closed_rating(people, CALM)
    theirs = a_resolution(people, council=people.neighbour_council)
    with pytest.raises(NotPossible, match="registered resolutions"):
        deciding.register_outcome(**about(people, choice, resolution_id=theirs.pk, chosen=[key_of(choice, "A")]))


def test_nothing_is_resolved_before_anything_is_weighed(people):
    choice = a_choice(people)
    with pytest.raises(NotPossible, match="Nothing has been weighed"):
        deciding.register_outcome(
            **about(people, choice, resolution_id=a_resolution(people).pk, chosen=[choice.options[0]["key"]])
        )


def test_one_press_makes_a_draft_with_a_goal_for_each_option(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice, ("A", "B"))
    response = people.secretary.client.post(f"/r/vestre/retning/{choice.pk}/strategi/")
    strategy = Strategy.objects.get()
    assert response.status_code == 302
    assert response["Location"] == strategy.get_absolute_url()
    assert strategy.state == Strategy.State.DRAFT
    assert [goal.focus_area.name for goal in strategy.goals.all()] == ["A", "B"]
    outcome = Outcome.objects.get()
    assert outcome.strategy == strategy
    assert outcome.goal_keys == {
        key_of(choice, name): [goal.key] for name, goal in zip("AB", strategy.goals.all(), strict=True)
    }
    again = people.secretary.client.post(f"/r/vestre/retning/{choice.pk}/strategi/")
    assert again.status_code == 422
    assert Strategy.objects.count() == 1


def test_the_draft_is_named_as_a_strategy_of_the_council_and_not_by_the_question(people):
    names = []
    for _ in range(2):
        choice = a_closed_rating(people, CALM)
        decided(people, choice)
        names.append(deciding.begin_strategy(**about(people, choice)).name)
        assert people.council.short_name in names[-1]
        assert choice.title not in names[-1]
    assert len(set(names)) == 2


def test_a_goal_says_what_most_mean_by_it(people):
    choice = a_choice(people, ["A", "B"])
    taken = a_step(people, choice)
    for name in "AB":
        rate(people, taken, name, [[5, 5], [5, 5], [4, 5]], "1")
    close(people, taken)
    choice = DirectionChoice.objects.get(pk=choice.pk)
    decided(people, choice)
    strategy = deciding.begin_strategy(**about(people, choice))
    assert strategy.goals.get().name == "Felles regler"


def test_no_strategy_before_a_resolution(people):
    choice = a_closed_rating(people, CALM)
    with pytest.raises(NotPossible, match="Register the resolution first"):
        deciding.begin_strategy(**about(people, choice))


def test_what_was_registered_can_be_corrected_until_a_strategy_came_of_it(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    decided(people, choice, ("B",))
    assert Outcome.objects.get().chosen == [key_of(choice, "B")]
    first, second = AuditEntry.objects.filter(verb="directions.outcome.register").order_by("pk")
    assert first.changes["chosen"] == [None, ["A"]]
    assert second.changes["chosen"] == [["A"], ["B"]]
    deciding.begin_strategy(**about(people, choice))
    with pytest.raises(NotPossible, match="strategy has been made"):
        decided(people, choice)


def test_a_strategy_that_is_there_can_be_tied_to_the_choice(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    goal = a_goal(a_strategy(people.council))
    key = key_of(choice, "A")
    given = about(people, choice, strategy_id=goal.strategy_id)
    with pytest.raises(NotPossible, match="goals of the strategy"):
        deciding.tie_strategy(goal_keys={key: ["ukjent"]}, **given)
    outcome = deciding.tie_strategy(goal_keys={key: [goal.key]}, **given)
    assert outcome.strategy == goal.strategy


def test_the_page_ties_a_strategy_of_the_council_and_no_other(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    mine, theirs = a_strategy(people.council), a_strategy(people.neighbour_council)
    browser, address = people.secretary.client, f"/r/vestre/retning/{choice.pk}/strategi/"
    assert f'href="{address}knytt/"' in browser.get(address).content.decode()
    for wrong in ("", "x", str(theirs.pk)):
        assert browser.post(address + "knytt/", {"strategy": wrong}).status_code == 422
    assert Outcome.objects.get().strategy is None
    response = browser.post(address + "knytt/", {"strategy": str(mine.pk)})
    assert response["Location"] == choice.get_absolute_url()
    assert Outcome.objects.get().strategy == mine
    assert AuditEntry.objects.filter(verb="directions.strategy.begin").count() == 1
    assert browser.post(address + "knytt/", {"strategy": str(mine.pk)}).status_code == 422


def test_the_page_asks_which_goals_came_of_what_was_chosen(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice, ("A", "B"))
    first = a_goal(a_strategy(people.council))
    second = a_goal(first.strategy, name="Flere vil bo her")
    stranger = a_goal(a_strategy(people.neighbour_council))
    browser, address = people.secretary.client, f"/r/vestre/retning/{choice.pk}/strategi/knytt/?sprak=en"
    asked = browser.get(address).content.decode()
    assert "Goals that came of “A”" in asked
    assert "Flere vil bo her" in asked
    mine = {"strategy": str(first.strategy_id)}
    for wrong in ({}, {"goals-0": [stranger.key]}):
        assert browser.post(address, {**mine, **wrong}).status_code == 422
    assert Outcome.objects.get().strategy is None
    assert browser.post(address, {**mine, "goals-1": [first.key, second.key]}).status_code == 302
    assert Outcome.objects.get().goal_keys == {key_of(choice, "B"): [first.key, second.key]}
    page = browser.get(choice.get_absolute_url()).content.decode()
    assert f"#g{first.pk}" in page
    assert f"#g{second.pk}" in page
    second.delete()
    assert f"#g{second.pk}" not in browser.get(choice.get_absolute_url()).content.decode()


def test_of_several_strategies_one_is_chosen_before_its_goals(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    goal, other = a_goal(a_strategy(people.council)), a_goal(a_strategy(people.council, name="En annen"))
    browser, address = people.secretary.client, f"/r/vestre/retning/{choice.pk}/strategi/knytt/"
    assert "goals-0" not in browser.get(address).content.decode()
    asked = browser.get(f"{address}?strategi={other.strategy_id}").content.decode()
    assert other.key in asked
    assert goal.key not in asked
    for word in ("x", "0", "999999"):
        assert "goals-0" not in browser.get(f"{address}?strategi={word}").content.decode()


def test_only_resolutions_from_the_day_of_closing_are_offered(people):
    choice = a_closed_rating(people, CALM)
    browser, address = people.secretary.client, f"/r/vestre/retning/{choice.pk}/vedtak/?sprak=en"
    older = a_resolution(people, on=TODAY - timedelta(days=1))
    page = browser.get(address).content.decode()
    assert f'value="{older.pk}"' not in page
    assert "None has been registered yet." in page
    same_day = a_resolution(people)
    page = browser.get(address).content.decode()
    assert f'value="{same_day.pk}"' in page
    assert "None has been registered yet." not in page
    assert browser.post(address, {"resolution": older.pk, "chosen": [key_of(choice, "A")]}).status_code == 422


def test_whoever_registers_the_resolution_comes_back_to_the_choice_with_it_chosen(people):
    choice = a_closed_rating(people, CALM)
    browser, address = people.secretary.client, f"/r/vestre/retning/{choice.pk}/vedtak/"
    register = f"/r/vestre/vedtak/nytt/?tilbake={quote(address, safe='')}"
    assert f'href="{register}"' in browser.get(address).content.decode()
    written = {"kind": "internal", "title": "Retning", "text": "Vi velger."}
    sent = {**written, "body": a_body(people.council).pk, "resolved_on": TODAY.isoformat()}
    assert browser.post(register, sent).status_code == 200
    answer = browser.post(register, {**sent, "step": "register"})
    made = Resolution.objects.get()
    assert answer.url == f"{address}?vedtak={made.pk}"
    assert f'<option value="{made.pk}" selected>' in browser.get(answer.url).content.decode()
    assert browser.get(f"{address}?vedtak=x").status_code == 200


@pytest.mark.parametrize("who", ["representative", "reader", "municipal_contact"])
def test_only_who_registers_resolutions_ties_a_strategy(people, who):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    mine = a_strategy(people.council)
    browser = getattr(people, who).client
    assert browser.post(f"/r/vestre/retning/{choice.pk}/strategi/knytt/", {"strategy": mine.pk}).status_code == 403
    with pytest.raises(Refused):
        deciding.tie_strategy(goal_keys={}, **about(people, choice, who=getattr(people, who), strategy_id=mine.pk))
    assert Outcome.objects.get().strategy is None


def test_a_draft_strategy_is_not_named_to_everyone(people):
    choice = a_closed_rating(people, CALM)
    decided(people, choice)
    strategy = deciding.begin_strategy(**about(people, choice))
    url = f"/r/vestre/retning/{choice.pk}/"
    assert strategy.get_absolute_url() in people.secretary.client.get(url).content.decode()
    assert strategy.get_absolute_url() not in Client().get(url).content.decode()


def test_the_strategy_and_the_choice_it_grew_from_lead_to_each_other(people):
    choice, other = a_closed_rating(people, CALM), a_strategy(people.council, name="En annen")
    decided(people, choice)
    strategy = deciding.begin_strategy(**about(people, choice))
    client = people.secretary.client
    assert f'href="{choice.get_absolute_url()}"' in client.get(strategy.get_absolute_url()).content.decode()
    assert f'href="{choice.get_absolute_url()}"' not in client.get(other.get_absolute_url()).content.decode()
    Strategy.objects.filter(pk=strategy.pk).update(state=Strategy.State.ADOPTED)
    assert strategy.get_absolute_url() in Client().get(choice.get_absolute_url()).content.decode()


def a_draft(people, choice, step="second_rating", **more):
    """A step that is prepared and not opened."""
    asked = Asked(step=Step(step), mode=Round.Mode.ANONYMOUS, opens_at=NOW, closes_at=LATER, **more)
    return asking.begin_step(asked=asked, **about(people, choice))


def test_a_prepared_step_is_not_opened_after_what_was_resolved_is_registered(people):
    choice = a_closed_rating(people, CALM)
    taken = a_draft(people, choice)
    where = {"actor": people.secretary.actor, "council": people.council, "round_id": taken.round_id, "now": NOW}
    decided(people, choice)
    with pytest.raises(NotPossible, match="has been registered, so nobody can be asked"):
        rounds.open_round(**where)
    address = f"/r/vestre/runder/{taken.round_id}/"
    page = people.secretary.client.get(address + "apne/?sprak=en")
    assert page.status_code == 200
    assert "nobody can be asked in this step any more" in page.content.decode()
    assert "Open it</button>" not in page.content.decode()
    assert people.secretary.client.post(address + "apne/").status_code == 422
    assert Round.objects.get(pk=taken.round_id).opened_at is None
    managing.remove_draft(**where)
    assert choice.rounds.count() == 1


def test_a_prepared_step_is_opened_while_nothing_is_registered(people):
    taken = a_draft(people, a_closed_rating(people, CALM))
    where = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    assert rounds.open_round(round_id=taken.round_id, **where).opened_at == NOW


def test_a_draft_that_passed_its_last_day_can_be_removed_and_the_step_be_begun_anew(people):
    choice = a_closed_rating(people, CALM)
    taken = a_draft(people, choice)
    late = LATER + timedelta(days=1)
    where = {"actor": people.secretary.actor, "council": people.council, "round_id": taken.round_id, "now": late}
    with pytest.raises(NotPossible, match="Move it, or remove the draft"):
        rounds.open_round(**where)
    with pytest.raises(NotPossible, match="prepared already"):
        a_draft(people, choice)
    managing.remove_draft(**where)
    assert a_draft(people, choice).step == Step.SECOND_RATING


def test_a_draft_that_passed_its_last_day_can_be_given_a_new_one_and_be_opened(people):
    taken = a_draft(people, a_closed_rating(people, CALM))
    late = LATER + timedelta(days=1)
    where = {"actor": people.secretary.actor, "council": people.council, "round_id": taken.round_id, "now": late}
    managing.move_deadline(closes_at=late + timedelta(days=7), reason="Ferie", **where)
    assert rounds.open_round(**where).takes_answers(late)
