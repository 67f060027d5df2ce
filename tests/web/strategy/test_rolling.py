"""Rolling forward: four answers for each action, stored as they come, and nobody's answer overwritten."""

import re
from datetime import date

import pytest

from tests.people import TODAY
from tests.web.strategy.planning import a_small_plan
from tests.web.strategy.years import answer, make, row_of, two_years
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.strategy import yearly_queries
from veivalg.web.strategy.models import Action, ActionUpdate

pytestmark = pytest.mark.django_db
URL = "/r/vestre/handlingsplan/2027/rullering/?sprak=en"


@pytest.fixture
def plan(people):
    return two_years(people)[1]


def sent(*rows, **more):
    """A form as the page sends it: (row, choice, more fields)."""
    data = {"row": [row.pk for row, *_ in rows], **more}
    for row, choice, *fields in rows:
        values = {"choice": choice, "version": row.version, "was": row.choice} | (fields[0] if fields else {})
        data |= {f"r{row.pk}-{name}": value for name, value in values.items()}
    return data


def test_answers_are_stored_one_by_one_and_the_rest_stays_open(people, plan):
    result = answer(people, plan, (1, "continue"), (2, ""))

    assert [row.action.number for row in result.saved] == [1]
    asked = yearly_queries.answered(plan)
    assert (asked.decided, asked.total) == (1, 3)
    entry = AuditEntry.objects.get(verb=Verb.PLANNED_ACTION_ANSWERED)
    assert entry.changes["choice"] == ["", "continue"]


def test_done_is_said_of_the_action_at_once_and_only_once(people, plan):
    answer(people, plan, (1, "done"))
    answer(people, plan, (1, "done"))
    assert list(ActionUpdate.objects.values_list("action__number", "status", "said_on")) == [(1, "done", TODAY)]

    ActionUpdate.objects.create(action=Action.objects.get(number=2), status="done", said_on=TODAY, said_at=plan.made_at)
    answer(people, plan, (2, "done"))
    assert ActionUpdate.objects.filter(action__number=2).count() == 1


def test_taking_done_back_tells_that_the_action_still_stands_as_done(people, plan):
    answer(people, plan, (1, "done"))
    result = answer(people, plan, (1, "continue"))
    assert [action.number for action in result.still_done] == [1]
    assert row_of(plan, 1).choice == "continue"


def test_dropping_takes_a_reason_and_touches_the_action_first_when_the_plan_is_adopted(people, plan):
    for reason in ("", "  \u200b ", "x" * 501):
        assert answer(people, plan, (1, "drop", {"reason": reason})).refused
    answer(people, plan, (1, "drop", {"reason": " Ingen  penger "}))

    row = row_of(plan, 1)
    assert (row.choice, row.reason) == ("drop", "Ingen penger")
    assert Action.objects.filter(dropped_on=None).count() == 3
    answer(people, plan, (1, "continue"))
    assert row_of(plan, 1).reason == ""


def test_changing_takes_a_change_and_going_back_takes_what_was_before(people, plan):
    assert answer(people, plan, (1, "change")).refused
    assert answer(people, plan, (1, "change", {"due_on": date(2028, 1, 1)})).refused
    answer(people, plan, (1, "change", {"text": "Noe nytt", "cost_nok": 7}))
    assert (row_of(plan, 1).text, row_of(plan, 1).cost_nok) == ("Noe nytt", 7)
    answer(people, plan, (1, "continue"))
    assert (row_of(plan, 1).text, row_of(plan, 1).cost_nok) == ("", None)


def test_an_unknown_answer_is_refused_and_stops_no_other(people, plan):
    result = answer(people, plan, (1, "maybe"), (2, "continue"))
    assert list(result.refused) == [row_of(plan, 1).pk]
    assert row_of(plan, 2).choice == "continue"


def test_two_who_answer_differently_meet_and_neither_is_overwritten(people, plan):
    answer(people, plan, (1, "continue"))
    result = answer(people, plan, (1, "drop", {"reason": "Nei", "version": 1}), (2, "continue"))

    assert [row.choice for row in result.changed_meanwhile.values()] == ["continue"]
    assert (row_of(plan, 1).choice, row_of(plan, 2).choice) == ("continue", "continue")


def test_two_who_answer_alike_do_not_meet(people, plan):
    answer(people, plan, (1, "continue"))
    result = answer(people, plan, (1, "continue", {"version": 1}))
    assert not result.changed_meanwhile
    assert not result.saved


def test_actions_that_are_new_this_year_are_no_question(people, plan):
    new = plan.planned.filter(action__number=3)
    new.update(choice="new")
    answer(people, plan, (3, "drop", {"reason": "Nei"}))
    assert new.get().choice == "new"


# On the page


def test_the_page_asks_about_each_with_its_last_status_and_how_far_one_has_come(people, plan):
    ActionUpdate.objects.create(
        action=Action.objects.get(number=2),
        status="needs_help",
        text="Mangler sal",
        said_on=TODAY,
        said_at=plan.made_at,
    )
    answer(people, plan, (1, "continue"))
    text = people.secretary.client.get(URL).content.decode()

    assert "1 of 3 actions are decided" in text
    assert "Mangler sal" in text
    for words in ("Continue", "Change", "Done", "Drop"):
        assert text.count(f"> {words}</label>") == 3


def test_what_is_answered_so_far_is_stored_and_the_page_comes_back(people, plan):
    rows = [row_of(plan, n) for n in (1, 2, 3)]
    reply = people.secretary.client.post(URL, sent((rows[0], "continue"), (rows[1], ""), (rows[2], "")))
    assert reply.url == URL
    assert yearly_queries.answered(plan).undecided == 2


def test_the_last_answer_leads_to_the_plan(people, plan):
    rows = [row_of(plan, n) for n in (1, 2, 3)]
    data = sent(
        (rows[0], "continue"), (rows[1], "drop", {"reason": "Nei"}), (rows[2], "change", {"text": "Ny oppgave"})
    )
    reply = people.secretary.client.post(URL, data)
    assert reply.url == f"/r/vestre/handlingsplan/2027/?strategi={plan.strategy_id}"
    text = people.secretary.client.get(reply.url).content.decode()
    assert "Ny oppgave" in text
    assert f"/r/vestre/handlingsplan/2027/vedta/?strategi={plan.strategy_id}" in text


def test_an_answer_that_lacks_something_comes_back_with_what_was_written_and_the_others_are_stored(people, plan):
    rows = [row_of(plan, n) for n in (1, 2)]
    data = sent((rows[0], "drop", {"reason": ""}), (rows[1], "continue"))
    text = people.secretary.client.post(URL, data).content.decode()

    assert "Say why it is dropped" in text
    assert re.search(r'value="drop"[^>]* checked', text)
    assert row_of(plan, 2).choice == "continue"
    assert row_of(plan, 1).choice == ""


def test_the_page_shows_what_someone_else_answered_beside_ones_own_and_stores_it_when_sent_again(people, plan):
    row = row_of(plan, 1)
    answer(people, plan, (1, "continue"))
    reply = people.secretary.client.post(URL, sent((row, "drop", {"reason": "Ingen penger"})))
    text = reply.content.decode()

    assert reply.status_code == 409
    assert "Someone else has answered in the meantime: Continue" in text
    assert "Ingen penger" in text
    question = reply.context["questions"][0]
    people.secretary.client.post(
        URL, sent((row, "drop", {"reason": "Ingen penger", "version": question.form["version"].value()}))
    )
    assert row_of(plan, 1).choice == "drop"


def test_a_page_left_as_it_stood_overwrites_nothing(people, plan):
    answer(people, plan, (1, "continue"))
    row = row_of(plan, 1)
    answer(people, plan, (1, "drop", {"reason": "Nei"}))
    reply = people.secretary.client.post(URL, sent((row, "continue")))
    assert reply.status_code == 302
    assert row_of(plan, 1).choice == "drop"


def test_only_those_that_are_not_decided_can_be_shown(people, plan):
    answer(people, plan, (1, "continue"))
    text = people.secretary.client.get(f"{URL}&vis=uavklart").content.decode()
    assert "Tiltak nummer 1<" not in text
    assert "Tiltak nummer 2" in text


def test_a_long_rolling_goes_on_page_by_page(people):
    plan = two_years(people, count=45)[1]
    first = people.secretary.client.get(URL)
    assert len(first.context["questions"]) == 20
    row = row_of(plan, 1)
    reply = people.secretary.client.post(URL, sent((row, "continue"), onwards="2"))
    assert "side=2" in reply.url
    reply = people.secretary.client.post(f"{URL}&vis=uavklart", sent((row_of(plan, 2), "continue"), onwards="2"))
    assert "side=2" not in reply.url


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "\0"},
        {"choice": "drop", "reason": "a\0b"},
        {"choice": "change", "text": "\ud800", "cost_nok": "1"},
        {"choice": "change", "cost_nok": "9" * 60},
        {"choice": "change", "due_on": "i går"},
        {"choice": "continue", "version": "x"},
        {"choice": "continue", "version": "9" * 40},
    ],
)
def test_broken_answers_get_an_answer_and_no_breakdown(people, plan, fields):
    row = row_of(plan, 1)
    data = {
        f"r{row.pk}-{name}": value.encode("utf-8", "surrogatepass").decode("latin-1") for name, value in fields.items()
    }
    reply = people.secretary.client.post(URL, {"row": [row.pk, "x", "9" * 30], **data})
    assert reply.status_code in (422, 302, 409)


def test_a_plan_that_was_chosen_has_nothing_to_roll(people):
    make(people, a_small_plan(people.council), 2027)
    assert "no action of the year before" in people.secretary.client.get(URL).content.decode()


def test_the_page_says_how_many_are_stored_and_how_many_lack_something(people, plan):
    rows = [row_of(plan, number) for number in (1, 2, 3)]
    data = sent((rows[0], "continue"), (rows[1], "drop", {"reason": ""}), (rows[2], "change"))
    response = people.secretary.client.post(URL, data)

    assert response.status_code == 422
    assert [str(each) for each in response.context["messages"]] == ["1 is stored. 2 lack something, see below."]


def test_what_an_answer_asks_for_is_not_called_optional(people, plan):
    text = people.secretary.client.get(URL).content.decode()
    assert "Write at least one of these" in text
    assert "(optional)" not in text
