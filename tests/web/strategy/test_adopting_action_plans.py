"""Adopting a year's action plan: what must be there, an edition that nothing changes, what is dropped, and files."""

import csv
import io
import json
from datetime import date

import docx
import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given

from tests.people import NOW, TODAY
from tests.plans import plans
from tests.web.strategy.planning import a_small_plan, an_action
from tests.web.strategy.years import a_resolution, adopt, an_adopted_strategy, answer, make, two_years
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit import protection
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import editions, yearly_content, yearly_queries
from veivalg.web.strategy.models import YEARLY_ADD_ONLY, Action, ActionPlan, ActionPlanEdition, Path, PlannedAction
from veivalg.web.strategy.operations import yearly
from veivalg.web.strategy.waiting import waiting
from veivalg.web.strategy.yearly_content import ThisYear, as_plain, chosen, difference, from_plain

database = pytest.mark.django_db


def mark(plan):
    return yearly_queries.text_mark(yearly_queries.content_of(plan))


def decided(people, plan):
    """All three: continue, done, drop."""
    answer(people, plan, (1, "continue"), (2, "done"), (3, "drop", {"reason": "Ingen penger"}))
    return plan


@database
def test_what_is_adopted_is_what_was_read_and_is_kept_with_its_checksum_and_trail(people):
    plan = make(people, an_adopted_strategy(people.council))
    plan.strategy.council = people.council
    read = mark(plan)
    edition = adopt(people, plan, read=read)

    assert edition.checksum == read
    assert editions.is_unspoilt(edition.content, edition.checksum)
    assert yearly_queries.content_of_edition(edition) == yearly_queries.content_of(plan)
    assert ActionPlan.objects.get().state == "adopted"
    assert AuditEntry.objects.get(verb=Verb.ACTION_PLAN_ADOPTED).changes["checksum"] == [None, read]


@database
@pytest.mark.parametrize("what", ["plan", "strategy"])
def test_a_text_that_was_changed_after_it_was_read_is_not_adopted(people, what):
    plan = make(people, an_adopted_strategy(people.council))
    plan.strategy.council = people.council
    read = mark(plan)
    if what == "plan":
        PlannedAction.objects.filter(action__number=1).update(text="En ny oppgave")
    else:
        Action.objects.filter(number=1).update(text="Noe annet")
    with pytest.raises(ChangedMeanwhile):
        adopt(people, plan, read=read)


@database
def test_what_is_missing_stops_it(people):
    _, plan = two_years(people)
    with pytest.raises(NotPossible, match="3 actions are not decided"):
        adopt(people, plan)
    answer(people, plan, (1, "continue"), (2, "continue"), (3, "continue"))
    Action.objects.filter(number=1).update(responsible_body=None, responsible_text="Noen")
    with pytest.raises(NotPossible, match="1 action has nobody"):
        adopt(people, plan)
    Action.objects.filter(number=1).update(responsible_role="secretariat")
    Action.objects.filter(number=2).update(last_year=None)
    with pytest.raises(NotPossible, match="1 action has no time"):
        adopt(people, plan)
    # This year's own deadline is a time.
    PlannedAction.objects.filter(plan=plan, action__number=2).update(due_on=date(2027, 5, 1))
    assert adopt(people, plan).number == 1


@database
def test_what_is_dropped_or_done_need_not_be_complete(people):
    _, plan = two_years(people)
    Action.objects.filter(number__in=[2, 3]).update(last_year=None, responsible_body=None)
    assert adopt(people, decided(people, plan)).number == 1


@database
def test_an_empty_plan_and_one_of_a_strategy_that_is_not_adopted_are_refused(people):
    strategy = a_small_plan(people.council)
    plan = make(people, strategy)
    with pytest.raises(NotPossible, match="Adopt the strategy first"):
        adopt(people, plan)
    empty = make(people, an_adopted_strategy(people.neighbour_council) and strategy, 2040)
    with pytest.raises(NotPossible):
        adopt(people, empty)


@database
@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "reader", "neighbour"])
def test_only_the_secretariat_adopts(people, who):
    plan = make(people, an_adopted_strategy(people.council))
    with pytest.raises(Refused):
        adopt(people, plan, who)


@database
def test_adopting_takes_a_second_factor(people):
    plan = make(people, an_adopted_strategy(people.council))
    with pytest.raises(SecondFactorNeeded):
        adopt(people, plan, "secretary_without_second_factor")


@database
def test_the_resolution_must_adopt_a_plan_in_this_council_and_only_one_action_plan(people):
    first, second = two_years(people)
    decided(people, second)
    used = first.editions.get().adopted_by
    for resolution in (a_resolution(people.council, kind="statement"), a_resolution(people.neighbour_council), used):
        with pytest.raises(NotPossible):
            adopt(people, second, resolution=resolution)


@database
@pytest.mark.parametrize(
    "statement", ["UPDATE strategy_actionplanedition SET number = 9", "DELETE FROM strategy_actionplanedition"]
)
def test_the_database_refuses_to_change_or_delete_an_edition(people, statement):
    two_years(people)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ActionPlanEdition.objects.get().number == 1


@database
def test_the_triggers_are_among_those_that_are_put_back():
    assert protection.installed(connection, YEARLY_ADD_ONLY) == set(YEARLY_ADD_ONLY.names(connection.vendor))
    assert YEARLY_ADD_ONLY in protection.protected()


# Dropped


@database
def test_what_is_dropped_is_followed_up_no_more_and_stands_greyed_with_its_reason(people):
    _, plan = two_years(people)
    adopt(people, decided(people, plan))

    dropped = Action.objects.get(number=3)
    assert (dropped.dropped_on, dropped.dropped_reason) == (TODAY, "Ingen penger")
    assert set(Action.objects.followed().values_list("number", flat=True)) == {1, 2}
    assert AuditEntry.objects.get(verb=Verb.ACTION_DROPPED).subject_id == str(dropped.pk)
    for path in ("plan/?sprak=en", f"tiltak/{dropped.pk}/?sprak=en"):
        text = Client().get(f"/r/vestre/{path}").content.decode()
        assert "Ingen penger" in text
        assert "s-dropped" in text
    assert "1 of 2 actions are on track or done" in Client().get("/r/vestre/plan/?sprak=en").content.decode()


@database
def test_an_earlier_year_that_is_adopted_late_does_not_undo_what_a_later_one_says(people):
    strategy = an_adopted_strategy(people.council)
    adopt(people, make(people, strategy, 2025))
    late, newest = make(people, strategy, 2026), make(people, strategy, 2027)
    answer(people, newest, (1, "continue"), (2, "continue"), (3, "drop", {"reason": "Ingen penger"}))
    adopt(people, newest)
    answer(people, late, (1, "drop", {"reason": "Ingen tid"}), (2, "continue"), (3, "continue"))
    adopt(people, late)

    assert list(Action.objects.exclude(dropped_on=None).values_list("number", flat=True)) == [3]


@database
def test_a_corrected_plan_takes_up_again_what_was_dropped(people):
    _, plan = two_years(people)
    adopt(people, decided(people, plan))
    version = ActionPlan.objects.get(pk=plan.pk).version
    yearly.open_action_plan(
        actor=people.secretary.actor, council=people.council, plan_id=plan.pk, version=version, now=NOW
    )
    answer(people, plan, (3, "continue"))
    edition = adopt(people, plan)

    assert edition.number == 2
    assert Action.objects.followed().count() == 3
    assert AuditEntry.objects.filter(verb=Verb.ACTION_TAKEN_UP).count() == 1


@database
def test_what_was_dropped_can_be_called_done_when_the_plan_is_corrected(people):
    _, plan = two_years(people)
    adopt(people, decided(people, plan))
    version = ActionPlan.objects.get(pk=plan.pk).version
    yearly.open_action_plan(
        actor=people.secretary.actor, council=people.council, plan_id=plan.pk, version=version, now=NOW
    )
    answer(people, plan, (3, "done"))
    adopt(people, plan)

    action = Action.objects.get(number=3)
    assert action.dropped_on is None
    assert action.updates.get().status == "done"


@database
def test_dropping_stands_in_the_way_of_nothing_in_the_strategy(people):
    _, plan = two_years(people)
    adopt(people, decided(people, plan))
    assert len(yearly_queries.queries.plan_of(plan.strategy).actions) == 3


# Differences


@database
def test_the_difference_between_two_years_is_told_in_words(people):
    _, plan = two_years(people)
    answer(people, plan, (1, "change", {"text": "Leie sal", "cost_nok": 900}), (2, "done"))
    answer(people, plan, (3, "drop", {"reason": "Ingen penger"}))
    new = an_action(Path.objects.get(), "Helt nytt", number=4, responsible_role="secretariat", last_year=2027)
    PlannedAction.objects.create(plan=plan, action=new, choice="new")
    edition = adopt(people, plan)

    text = Client().get(f"/r/vestre/handlingsplan/utgave/{edition.pk}/endringer/?sprak=en").content.decode()

    for words in (
        "5 things are different between 2026 (edition 1) and 2027 (edition 1)",
        "New: action 4, “Helt nytt”",
        "Changed: action 1",
        "cost: from empty to 900\u00a0kr",
        "This year&#x27;s task: action 1",
        "from empty to “Leie sal”",
        "Finished: action 2",
        "Dropped: action 3",
        "Ingen penger",
    ):
        assert words in text, words


@database
def test_the_first_edition_has_nothing_to_be_held_against(people):
    edition = adopt(people, make(people, an_adopted_strategy(people.council)))
    text = Client().get(f"/r/vestre/handlingsplan/utgave/{edition.pk}/endringer/?sprak=en&mot=x").content.decode()
    assert "no other edition" in text


@given(plans())
def test_a_plan_differs_in_nothing_from_itself_and_comes_back_from_its_content(whole):
    of_year = {action.id: ThisYear("Oppgave", None, 5) for action in whole.actions[::2] if action.id}
    found = chosen(whole, 2030, of_year)
    assert from_plain(json.loads(json.dumps(as_plain(found)))) == found
    assert {action.id for action in found.plan.actions} == set(of_year)
    if len({action.id for action in whole.actions}) == len(whole.actions):
        assert difference(found, found, names={}) == []


# On pages and in files


@database
def test_the_page_lists_what_is_missing_and_then_takes_the_resolution(people):
    _, plan = two_years(people)
    resolution = a_resolution(people.council)
    client = people.secretary.client
    url = "/r/vestre/handlingsplan/2027/vedta/?sprak=en"
    Action.objects.filter(number=1).update(responsible_body=None)
    text = client.get(url).content.decode()
    assert "3 actions are not decided yet" in text
    assert "Choose who" in text
    Action.objects.filter(number=1).update(responsible_role="secretariat")
    decided(people, plan)

    read = client.get(url).context["form"].initial["read"]
    reply = client.post(url, {"resolution": resolution.pk, "read": read})

    edition = ActionPlanEdition.objects.get(plan=plan)
    assert reply.url == f"/r/vestre/handlingsplan/utgave/{edition.pk}/"
    shown = Client().get(f"{reply.url}?sprak=en").content.decode()
    assert edition.checksum in shown
    assert "The text is what was adopted" in shown
    assert "Ingen penger" in shown
    assert Client().get(f"/r/ostre/handlingsplan/utgave/{edition.pk}/").status_code == 404


@database
def test_a_text_changed_while_the_page_was_read_leads_back_to_the_plan(people):
    make(people, an_adopted_strategy(people.council))
    url = "/r/vestre/handlingsplan/2026/vedta/"
    reply = people.secretary.client.post(url, {"resolution": a_resolution(people.council).pk, "read": "0" * 64})
    assert reply.status_code == 302
    assert not ActionPlanEdition.objects.exists()


@database
@pytest.mark.parametrize("which", ["2027/handlingsplan", "utgave"])
def test_the_files_have_the_columns_that_councils_use(people, which):
    _, plan = two_years(people)
    Action.objects.filter(number=1).update(partners=["NAV"], cost_nok=7, funding="Fylket", due_on=date(2027, 3, 1))
    decided(people, plan)
    answer(people, plan, (1, "change", {"text": "=Leie sal", "cost_nok": 9}))
    edition = adopt(people, plan)
    base = f"utgave/{edition.pk}/utgave" if which == "utgave" else which

    def file(kind):
        reply = Client().get(f"/r/vestre/handlingsplan/{base}.{kind}")
        assert reply.status_code == 200
        assert reply.headers["Content-Disposition"].startswith('attachment; filename="vestre-handlingsplan-2027')
        return reply.content

    table = list(csv.reader(io.StringIO(file("csv").decode("utf-8-sig")), delimiter=";"))
    row = dict(zip(*table[:2], strict=True))
    assert row["Tiltak"] == "Tiltak nummer 1"
    assert row["Mål"] == "Unge vil bli"
    assert ("Status" in row) == (which != "utgave")
    assert row["Kostnaden gjelder"] == "2027"
    assert {"NAV", "Fylket", "9", "2027-03-01", "Arbeidsutvalget"} <= set(row.values())
    assert len(table) == 2
    book = openpyxl.load_workbook(io.BytesIO(file("xlsx")))
    assert book.worksheets[1].max_row == 3
    document = docx.Document(io.BytesIO(file("docx")))
    words = "\n".join(cell.text for each in document.tables for line in each.rows for cell in line.cells)
    assert "=Leie sal" in words
    assert from_plain(json.loads(file("json"))) == yearly_content.from_plain(edition.content)
    assert Client().get(f"/r/vestre/handlingsplan/{base}.exe").status_code == 404


# Waiting


@database
def test_from_october_the_secretariat_is_told_that_next_years_plan_is_not_made(people):
    strategy = a_small_plan(people.council)
    secretary = people.secretary

    def told(on):
        return [row.text for row in waiting(secretary.actor, secretary.account, on)]

    assert told(date(2026, 9, 30)) == []
    assert "2027 has not been made" in told(date(2026, 10, 1))[0]
    assert waiting(people.representative.actor, people.representative.account, TODAY) == []
    assert waiting(people.neighbour.actor, people.neighbour.account, TODAY) == []
    assert "2027" in people.secretary.client.get("/min-side/?sprak=en").content.decode()
    make(people, strategy, 2027)
    assert told(date(2026, 10, 1)) == []


@database
def test_a_strategy_that_is_over_by_then_asks_for_no_plan(people):
    strategy = a_small_plan(people.council)
    strategy.last_year = 2026
    strategy.save()
    assert waiting(people.secretary.actor, people.secretary.account, TODAY) == []


@database
def test_a_draft_that_was_not_adopted_in_january_waits_until_it_is(people):
    plan = make(people, an_adopted_strategy(people.council), 2027)
    secretary = people.secretary

    def told(on):
        return [row.text for row in waiting(secretary.actor, secretary.account, on)]

    assert told(date(2027, 1, 31)) == []
    assert "not adopted by the end of January" in told(date(2027, 2, 1))[0]
    adopt(people, plan)
    assert told(date(2027, 2, 1)) == []
