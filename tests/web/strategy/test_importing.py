"""A plan from a file on the pages: chosen, looked through, corrected, matched, stored whole."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import NOW
from tests.plans import LECTURE, small_plan
from tests.web.strategy.planning import a_body, a_strategy, with_plan
from veivalg.rules.plans import Action as PlanAction
from veivalg.rules.plans import Goal as PlanGoal
from veivalg.rules.plans import Path as PlanPath
from veivalg.rules.plans import Plan, from_plain
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.site import work
from veivalg.web.strategy import queries
from veivalg.web.strategy.models import Action, Goal, PlanDraft, Strategy
from veivalg.web.strategy.operations import importing

pytestmark = pytest.mark.django_db
TABLE = (
    "Mål;Dette oppnår vi gjennom;Nr;Da må vi (tiltak 2026-2027);Ansvar/samarb.partnere\n"
    "Unge vil bli;Unge er med;1;Holde ungdomsting hvert år;Arbeidsutvalget/NAV\n"
    ";;2;Skrive minst to kronikker fra hver komite;Komitelederne\n"
)


def upload(people, content=TABLE, name="plan.csv", **more):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return people.secretary.client.post("/r/vestre/plan/importer/?sprak=en", {"file": file, **more})


def send(people, draft, do="import", **answers):
    draft.refresh_from_db()
    return people.secretary.client.post(
        f"/r/vestre/plan/importer/{draft.pk}/", {"do": do, "version": draft.version, **answers}
    )


def preview(people, draft):
    return people.secretary.client.get(f"/r/vestre/plan/importer/{draft.pk}/?sprak=en").content.decode()


@pytest.fixture
def draft(people):
    a_body(people.council)
    upload(people)
    return PlanDraft.objects.get()


def test_a_file_is_shown_with_every_guess_and_nothing_is_stored(people, draft):
    text = preview(people, draft)

    assert "The file has 1 goal, 1 path and 2 actions for 2026–2027" in text
    assert "Guess:" in text
    assert "Komitelederne" in text
    assert not Strategy.objects.exists()
    assert not AuditEntry.objects.filter(verb=Verb.PLAN_IMPORTED).exists()


def test_confirming_stores_all_of_it_as_a_draft_with_one_line_in_the_trail(people, draft):
    send(people, draft)
    strategy = Strategy.objects.get()

    assert strategy.state == "draft"
    assert [action.number for action in Action.objects.all()] == [1, 2]
    assert Action.objects.get(number=1).responsible_body.name == "Arbeidsutvalget"
    assert Action.objects.get(number=2).responsible_text == "Komitelederne"
    assert len(AuditEntry.objects.get(verb=Verb.PLAN_IMPORTED).changes["added_actions"][1]) == 2
    assert not PlanDraft.objects.exists()


def test_a_name_is_matched_with_whoever_is_chosen_and_the_same_file_again_keeps_that(people, draft):
    body = people.council.bodies.get()
    send(people, draft, **{"who-1": f"body-{body.pk}-leader"})
    action = Action.objects.get(number=2)
    assert (action.responsible_body, action.responsible_position) == (body, "leader")

    upload(people, strategy=str(Strategy.objects.get().pk))
    again = PlanDraft.objects.get()
    assert "0 new actions, 0 changed, 2 as before" in preview(people, again)
    send(people, again)
    action.refresh_from_db()
    assert action.responsible_position == "leader"
    assert Action.objects.count() == 2


def test_goals_paths_and_years_can_be_corrected_before_anything_is_stored(people, draft):
    send(
        people,
        draft,
        do="keep",
        **{"name": "Veien videre", "goal-0": "Unge vil hjem", "path-0-0": "De er med", "period_first": "2026"},
        period_last="2033",
    )
    assert not Strategy.objects.exists()
    send(people, draft)

    strategy = Strategy.objects.get()
    assert (strategy.name, strategy.first_year, strategy.last_year) == ("Veien videre", 2026, 2033)
    assert Goal.objects.get().name == "Unge vil hjem"


def test_years_that_are_none_are_told_and_nothing_is_stored(people, draft):
    answer = send(people, draft, period_first="20xx", period_last="2033")
    text = people.secretary.client.get(answer.url + "?sprak=en").content.decode()

    assert not Strategy.objects.exists()
    assert "fire sifre" in text or "four figures" in text


def test_how_one_action_was_read_can_be_corrected(people, draft):
    address = f"/r/vestre/plan/importer/{draft.pk}/tiltak/2/"
    assert "Komitelederne" in people.secretary.client.get(address).content.decode()
    people.secretary.client.post(
        address,
        {
            "text": "Skrive kronikker",
            "kind": "dated",
            "responsible": "Arbeidsutvalget",
            "last_year": "2027",
            "version": "1",
        },
    )
    send(people, draft)
    action = Action.objects.get(number=2)

    assert (action.text, action.kind, action.wanted_count) == ("Skrive kronikker", "dated", None)
    assert action.responsible_body is not None
    assert people.secretary.client.get(address).status_code == 404


def doubtful(people):
    strategy = with_plan(a_strategy(people.council), small_plan())
    turned = (
        "Mål;Dette oppnår vi gjennom;Nr;Tiltak\n"
        "Unge vil bli;Unge er med før det er bestemt;1;Lage felles plan\n"
        "Unge vil bli;Unge er med før det er bestemt;2;Arrangere ungdomsting\n"
    )
    upload(people, turned, strategy=str(strategy.pk))
    return strategy, PlanDraft.objects.get()


def test_a_doubt_is_asked_and_the_answer_decides_which_action_it_is(people):
    strategy, draft = doubtful(people)
    first, second = strategy.actions.get(number=1), strategy.actions.get(number=2)
    assert "Which one is it?" in preview(people, draft)
    send(people, draft)
    assert strategy.actions.get(pk=first.pk).text == "Arrangere ungdomsting"

    send(people, draft, **{f"doubt-{first.key}": "2", f"doubt-{second.key}": "1"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.number, first.text) == (2, "Arrangere ungdomsting")
    assert (second.number, second.text) == (1, "Lage felles plan")
    assert strategy.actions.count() == 3


def test_none_of_them_makes_new_actions_beside_the_old(people):
    strategy, draft = doubtful(people)
    keys = list(strategy.actions.filter(number__in=(1, 2)).values_list("key", flat=True))
    send(people, draft, **{f"doubt-{key}": "none" for key in keys})

    assert strategy.actions.count() == 5
    assert sorted(strategy.actions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_what_is_not_in_the_file_is_kept_unless_the_box_is_ticked(people):
    strategy = with_plan(a_strategy(people.council), small_plan())
    upload(people, TABLE, strategy=str(strategy.pk))
    draft = PlanDraft.objects.get()
    assert "3 actions in the plan are not in the file" in preview(people, draft)
    send(people, draft, do="keep", removes_missing="yes")
    send(people, draft, removes_missing="yes")

    assert [action.text for action in strategy.actions.all()] == [
        "Holde ungdomsting hvert år",
        "Skrive minst to kronikker fra hver komite",
    ]


def test_cancelling_forgets_what_was_read(people, draft):
    send(people, draft, do="cancel")
    assert not PlanDraft.objects.exists()
    assert not Strategy.objects.exists()


def test_a_preview_that_is_out_of_date_stores_nothing(people, draft):
    send(people, draft, do="keep")
    people.secretary.client.post(f"/r/vestre/plan/importer/{draft.pk}/", {"do": "import", "version": "1"})
    assert not Strategy.objects.exists()


@pytest.mark.parametrize("name", ["plan.docm", "plan.pdf", "plan"])
def test_a_file_of_another_kind_is_refused_on_the_page_with_what_to_do(people, name):
    answer = upload(people, b"PK\x03\x04 noe", name)
    assert answer.status_code == 422
    assert not PlanDraft.objects.exists()


def test_drafts_go_after_a_week(people, draft):
    PlanDraft.objects.update(made_at=NOW - timedelta(days=3650))
    upload(people)
    assert PlanDraft.objects.count() == 1


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "reader", "neighbour"])
def test_only_the_secretariat_imports(people, who):
    with pytest.raises(Refused):
        importing.import_plan(
            actor=getattr(people, who).actor,
            council=people.council,
            strategy_id=None,
            plan=small_plan(),
            holds=[],
            choices=importing.Choices(responsible={}, doubts={}),
            on=NOW.date(),
            now=NOW,
        )
    assert not Strategy.objects.exists()


def test_a_text_that_is_too_long_stores_nothing_at_all(people):
    long = PlanAction(text="x" * 10_001, number=1)
    plan = Plan(goals=(PlanGoal(name="Mål", paths=(PlanPath(name="Vei", actions=(long,)),)),))
    with pytest.raises(NotPossible, match="10001 signs"):
        importing.import_plan(
            actor=people.secretary.actor,
            council=people.council,
            strategy_id=None,
            plan=plan,
            holds=[],
            choices=importing.Choices(responsible={}, doubts={}),
            on=NOW.date(),
            now=NOW,
        )
    assert not Strategy.objects.exists()


@pytest.mark.parametrize("file", [file for file in LECTURE if file.exists()], ids=lambda file: file.suffix)
def test_the_lectures_table_goes_through_the_pages(people, file):
    upload(people, file.read_bytes(), file.name)
    draft = PlanDraft.objects.get()
    assert "1 goal, 5 paths and 17 actions for 2018–2019" in preview(people, draft)
    send(people, draft)

    assert list(Action.objects.values_list("number", flat=True)) == list(range(1, 18))


def test_two_thousand_actions_are_shown_and_stored_in_few_queries(people):
    rows = "".join(f"Mål {n // 200};Vei {n // 20};{n + 1};Tiltak {n};Arbeidsutvalget\n" for n in range(2000))
    upload(people, "Mål;Dette oppnår vi gjennom;Nr;Tiltak;Ansvarlig\n" + rows)
    draft = PlanDraft.objects.get()
    with CaptureQueriesContext(connection) as used:
        assert people.secretary.client.get(f"/r/vestre/plan/importer/{draft.pk}/").status_code == 200
    assert len(used) <= 20
    with CaptureQueriesContext(connection) as used:
        send(people, draft)
    assert len(used) <= 150
    assert queries.plan_of(Strategy.objects.get()).actions[1999].number == 2000


def test_a_draft_holds_the_plan_as_it_was_read(draft):
    assert [action.responsible for action in from_plain(draft.content).actions] == ["Arbeidsutvalget", "Komitelederne"]


def test_odd_answers_are_left_out_or_cleaned(people, draft):
    send(people, draft, do="keep", **{"who-x": "a", "who-1": "<b>", "doubt-\x00": "none", "goal-0": "Mål\x00\u200b"})
    draft.refresh_from_db()

    assert draft.answers["responsible"] == {}
    assert draft.answers["doubts"] == {}
    assert from_plain(draft.content).goals[0].name == "Mål"


def test_imports_that_are_begun_are_found_again_and_deleted(people, draft):
    send(people, draft, do="keep", name="Min plan")
    client, address = people.secretary.client, "/r/vestre/plan/importer/?sprak=en"
    page = client.get(address).content.decode()
    assert "Imports that are begun" in page
    assert f'href="/r/vestre/plan/importer/{draft.pk}/"' in page
    assert "plan.csv" in page

    answer = client.post(f"/r/vestre/plan/importer/{draft.pk}/", {"do": "cancel", "from": "list"})
    assert answer.url == "/r/vestre/plan/importer/"
    assert "Imports that are begun" not in client.get(address).content.decode()
    upload(people)
    assert (
        "plan.csv"
        not in people.neighbour.client.get(f"/r/{people.neighbour_council.slug}/plan/importer/").content.decode()
    )


def test_what_is_older_than_a_week_is_forgotten_beside_the_pages(people, draft):
    work.once()
    assert PlanDraft.objects.exists()
    PlanDraft.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))
    assert "plan.csv" not in people.secretary.client.get("/r/vestre/plan/importer/").content.decode()
    work.once()
    assert not PlanDraft.objects.exists()


def test_the_preview_says_the_years_of_its_fields_the_time_of_each_action_and_no_zero_names(people):
    a_body(people.council)
    upload(
        people,
        "Mål;Tiltak;Ansvarlig;Frist\nUnge vil bli;Holde ting;Arbeidsutvalget;2027-2028\n;Møtes;Arbeidsutvalget;\n",
    )
    draft = PlanDraft.objects.get()
    text = preview(people, draft)

    assert "The file has 1 goal, 1 path and 2 actions</h1>" in text
    assert "All names are matched" in text
    assert "2027–\u20602028" in text
    assert "no time" in text
    send(people, draft, do="keep", action_first="2027", action_last="2028")
    assert "2 actions for 2027–2028</h1>" in preview(people, draft)


def test_names_that_og_joins_are_taken_apart_when_each_is_known_and_it_is_shown_as_a_guess(people):
    a_body(people.council)
    rows = (
        "Unge;Holde ting;Sekretariatet og Arbeidsutvalget",
        ";Møtes;Arbeidsutvalget og Kulturskolen",
        ";Reise;Arbeidsutvalget og Næringshagen",
        ";Se;Næringshagen",
    )
    upload(people, "Mål;Tiltak;Ansvarlig\n" + "\n".join(rows))
    draft = PlanDraft.objects.get()

    assert [(action.responsible, action.partners) for action in from_plain(draft.content).actions] == [
        ("Sekretariatet", ("Arbeidsutvalget",)),
        ("Arbeidsutvalget og Kulturskolen", ()),
        ("Arbeidsutvalget", ("Næringshagen",)),
        ("Næringshagen", ()),
    ]
    assert "“Sekretariatet og Arbeidsutvalget” was read as several names" in preview(people, draft)


def test_marks_in_a_file_that_is_read_again_move_the_years(people):
    a_body(people.council)
    file = "Mål;Tiltak;Ansvarlig;2027;2028\nUnge;Holde ting;Arbeidsutvalget;{};{}\n"
    upload(people, file.format("x", ""))
    send(people, PlanDraft.objects.get())
    Action.objects.update(due_on="2027-05-01")
    upload(people, file.format("", "x"), strategy=str(Strategy.objects.get().pk))
    send(people, PlanDraft.objects.get())

    action = Action.objects.get()
    assert (action.first_year, action.last_year, str(action.due_on)) == (2028, 2028, "2027-05-01")
