"""Pages of a closed round: what is said beside what is done, what has changed, and how ready municipalities are."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import NOW
from tests.web.barometer.rounds import a_closed_round, a_finding, alike, answered, closed, opened, prepared
from tests.web.directions.choosing import a_closed_rating
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from veivalg.facts.cooperation import capacity, ten_reasons
from veivalg.web.barometer import result
from veivalg.web.barometer.asked import Answers, answers_of, moved, pooled
from veivalg.web.barometer.capacity_result import capacity_of
from veivalg.web.barometer.findings import counted_of
from veivalg.web.barometer.operations.rounds import Groups
from veivalg.web.survey.models import Round

pytestmark = pytest.mark.django_db
DAY = NOW.date()
PAGE = "/r/vestre/samarbeid/"


def text(address: str = PAGE, client: Client | None = None) -> str:
    page = (client or Client()).get(f"{address}{'&' if '?' in address else '?'}sprak=en")
    assert page.status_code == 200
    return page.content.decode()


def test_the_title_is_what_to_talk_about_first(people):
    a_closed_round(people, {"": [*alike(4, 4, way_to_resolution=1), *alike(4, 4, way_to_resolution=2)]})
    shown = text()
    name = ten_reasons()["way_to_resolution"].name["en"]

    assert f"Talk about “{name}” first: 0 of 8 agree" in shown
    assert f"{name}" in text("/r/vestre/")


def test_the_title_speaks_only_for_the_questions_that_are_shown(people):
    with translation.override("en"):
        whole = result.result_of([a_closed_round(people, {"": alike(6, 5)})], 0, {})
        assert whole.heading == "You agree on the cooperation, and find it good"
        hidden = dict.fromkeys(list(ten_reasons())[1:])
        part = result.result_of(
            [a_closed_round(people, {"": alike(6, 5, **hidden)}, now=NOW + timedelta(days=60))], 0, {}
        )
        assert part.heading == "Too few answered some of the questions; on the others you agree, and find it good"


def test_every_answer_is_shown_and_never_a_mean(people):
    a_closed_round(people, {"": [{"*": value} for value in (1, 1, 3, 4, 5, 5, 5)]})
    (line, *_) = result.result_of(result.findings(people.council, "cooperation"), 0, {}).lines

    assert [cell.count for cell in line.answers.cells] == [2, 0, 1, 1, 3]
    assert (line.answers.agreeing, line.answers.n) == (4, 7)
    assert "Answers from 1 to 5. 1: 2; 2: 0; 3: 1; 4: 1; 5: 3" in text()


def test_what_is_done_is_that_of_the_day_the_round_closed_and_of_today(people):
    path = a_path(a_goal(a_strategy(people.council)))
    an_action(path, number=1)
    finding = a_closed_round(people, {"": alike(6)})
    an_action(path, number=2)

    assert finding.content["behaviour"]["actions_with_responsible"][1] == 1
    assert "0 of 1 (0%)" in text()
    assert "Today: 0 of 2 (0%)" in text()


def test_what_is_said_and_not_done_is_something_to_talk_about(people):
    an_action(a_path(a_goal(a_strategy(people.council))))
    a_closed_round(people, {"": alike(6, 5)})
    assert "What is said and what is done differ: 6 of 6 agree" in text()


def two_rounds(people, before, now):
    a_closed_round(people, {"": before}, now=NOW - timedelta(days=200), title={"nb": "Vår"})
    return a_closed_round(people, {"": now}, title={"nb": "Høst"})


def test_a_small_change_may_be_chance_and_a_large_one_is_not(people):
    two_rounds(people, [*alike(5, 2), *alike(5, 4)], [*alike(4, 2, trust=4), *alike(6, 4)])
    found = result.result_of(result.findings(people.council, "cooperation"), 0, {})
    by_key = {line.key: line.moved for line in found.lines}

    assert by_key["leadership"].may_be_chance
    assert not by_key["trust"].may_be_chance
    assert "may be chance" in text()


def test_an_item_in_other_words_is_not_compared(people):
    earlier = a_closed_round(people, {"": alike(6, 2)}, now=NOW - timedelta(days=200), title={"nb": "Vår"})
    earlier.round.items.filter(key="trust").update(text={"nb": "Noe annet"})
    a_closed_round(people, {"": alike(6)}, title={"nb": "Høst"})

    found = result.result_of(result.findings(people.council, "cooperation"), 0, {})
    assert next(line.moved for line in found.lines if line.key == "trust") is None
    assert "cannot be compared" in text()


def test_an_own_item_is_compared_by_its_words_wherever_it_stands(people):
    own = ["Møtene er verdt reisen.", "Vi ler sammen."]
    a_closed_round(people, {"": alike(6, 2)}, now=NOW - timedelta(days=200), title={"nb": "Vår"}, own=own)
    a_closed_round(people, {"": alike(6)}, title={"nb": "Høst"}, own=[*own[1:], "Ny."])

    found = result.result_of(result.findings(people.council, "cooperation"), 0, {})
    moves = {line.text: line.moved for line in found.others}
    assert moves["Vi ler sammen."] is not None
    assert moves["Ny."] is None


@pytest.mark.parametrize(("high", "told"), [(19, "19 of 20 do"), (2, "2 of 20 do")])
def test_where_fewest_agree_is_not_called_few(people, high, told):
    low = [*alike(20 - high, 5, path=3, trust=3), *alike(high, 5)]
    finding = a_closed_round(people, {"": low})
    shown = text(f"{PAGE}runder/{finding.round_id}/mote/")
    assert f"Among those that fewest agree with: {told}." in shown
    assert "Few agree" not in shown


def test_groups_stand_in_norwegian_order(people):
    found = prepared(people, is_capacity=True)
    for group, name in zip(found.groups.all(), ("Åmot", "Ørland", "Alta"), strict=True):
        found.groups.filter(pk=group.pk).update(name=name)
    found = opened(people, found)
    finding = closed(people, answered(people, found, {name: alike(6) for name in ("Åmot", "Ørland", "Alta")}))
    assert [place.name for place in capacity_of(finding).places] == ["Alta", "Ørland", "Åmot"]


def test_the_page_for_the_meeting_has_a_question_for_each_thing(people):
    finding = a_closed_round(people, {"": [*alike(5, 2), *alike(4, 5)]})
    shown = text(f"{PAGE}runder/{finding.round_id}/mote/")

    assert "3 things to talk about" in shown
    assert shown.count("What we agree to do:") == 3
    assert "those who agree" not in shown


def test_the_page_for_the_meeting_tells_what_has_changed_and_whether_it_may_be_chance(people):
    two_rounds(people, [*alike(5, 2), *alike(5, 4)], [*alike(5, 2), *alike(4, 4)])
    finding = result.findings(people.council, "cooperation")[0]
    shown = text(f"{PAGE}runder/{finding.round_id}/mote/")

    assert "those who agree: −6 percentage points" in shown
    assert "May be chance." in shown


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_answered_can_be_downloaded(people, kind):
    finding = a_closed_round(people, {"": alike(6)})
    page = Client().get(f"{PAGE}runder/{finding.round_id}/svar.{kind}")

    assert page.status_code == 200
    assert f"vestre-samarbeid-{finding.content['on']}.{kind}" in page["Content-Disposition"]
    assert Client().get(f"{PAGE}runder/{finding.round_id}/svar.pdf").status_code == 404


@pytest.mark.parametrize("key", ["trust", "", "nothing", "x%00y", "<script>"])
def test_any_question_may_be_asked_for_and_an_unknown_one_shows_the_first(people, key):
    a_closed_round(people, {"": alike(6)})
    assert "<script>" not in text(f"{PAGE}?sporsmal={key}").replace("<script src", "")


def test_a_number_of_no_round_is_not_found(people):
    for address in (f"{PAGE}runder/999999/", "/r/vestre/kapasitet/runder/999999/", f"{PAGE}runder/999999/mote/"):
        assert Client().get(address).status_code == 404


def test_the_page_takes_as_many_queries_with_many_groups_and_rounds_as_with_few(people):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            text()
        return len(captured)

    a_closed_round(people, {"": alike(6)}, now=NOW - timedelta(days=300), title={"nb": "Første"})
    few = asked()
    for _ in range(6):
        a_finding(people.council, Round.Kind.COOPERATION)
    more = {"groups": Groups.PARTICIPANTS, "own": [f"Eget {number}" for number in range(10)], "leaders": True}
    a_closed_round(people, {"": alike(6)}, title={"nb": "Siste"}, **more)
    assert asked() <= few <= 20


def test_with_a_choice_of_direction_behind_it_the_page_still_takes_few_queries(people, django_assert_max_num_queries):
    a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[1, 5]] * 3})
    a_closed_round(people, {"": alike(6)}, groups=Groups.PARTICIPANTS)
    for client in (Client(), people.secretary.client):
        with django_assert_max_num_queries(20):
            text(client=client)


def test_all_languages_have_a_page(people):
    finding = a_closed_round(people, {"": [*alike(5, 2), *alike(4, 5)]}, own=["Eget"], leaders=True)
    for language in ("nb", "nn", "en"):
        for end in ("", "runder/", f"runder/{finding.round_id}/", f"runder/{finding.round_id}/mote/"):
            page = Client().get(f"{PAGE}{end}?sprak={language}")
            assert page.status_code == 200
        assert ten_reasons()["trust"].name[language] in Client().get(f"{PAGE}?sprak={language}").content.decode()


def capacity_round(people, counts):
    found = opened(people, prepared(people, is_capacity=True))
    names = sorted(group.name for group in found.groups.all())
    said = {
        name: [{"*": 4, "economy_1": 1, "economy_2": 1, "economy_3": 2}] * count
        for name, count in zip(names, counts, strict=True)
    }
    return closed(people, answered(people, found, said)), names


def test_each_municipality_is_shown_by_element_when_enough_have_answered(people):
    finding, names = capacity_round(people, (6, 5, 7))
    with translation.override("en"):
        found = capacity_of(finding)

    assert [place.name for place in found.places] == sorted(names)
    assert [cell.answers.n for cell in found.places[0].cells] == [18] * 5
    assert {cell.name: cell.answers.agreeing for cell in found.places[0].cells}["Money for development"] == 0
    assert found.heading == "Money for development has the lowest answers in 3 of 3 municipalities"
    shown = text("/r/vestre/kapasitet/")
    assert shown.count('class="vv-radar"') == 3
    assert shown.index("<table") < shown.index("vv-radar")
    # Each corner is told in words and figures, so that nobody has to read a share off the drawing.
    corner = re.compile(r'<text [^>]*>Money<tspan class="share"[^>]*> 0%</tspan></text>')
    assert len(corner.findall(shown.replace("\xa0", ""))) == 3


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ([{}, {}, {}], "No element stands out as the one with the lowest answers"),
        ([{"time_1": 1}, {"time_1": 1}, {}], "Time has the lowest answers in 2 of 3 municipalities"),
        ([{"time_1": 1}, {}, {}], "Time has the lowest answers in 1 of 3 municipalities"),
        ([{"time_1": 1, "culture_1": 1}, {"time_1": 1}, {}], "Time has the lowest answers in 2 of 3 municipalities"),
        ([{"time_1": 1}, {"culture_1": 1}, {}], "The municipalities answer lowest on different elements"),
    ],
)
def test_the_heading_claims_no_more_than_the_shares_carry(people, said, heading):
    found = opened(people, prepared(people, is_capacity=True))
    names = [group.name for group in found.groups.all()]
    given = {name: alike(6, 4, **more) for name, more in zip(names, said, strict=True)}
    finding = closed(people, answered(people, found, given))
    with translation.override("en"):
        assert capacity_of(finding).heading == heading


def test_people_who_answer_alike_agree_however_much_the_statements_differ(people):
    found = opened(people, prepared(people, is_capacity=True))
    alike_all = alike(6, 4, time_1=5, time_2=3, time_3=1)
    finding = closed(people, answered(people, found, {group.name: alike_all for group in found.groups.all()}))
    with translation.override("nb"):
        (cell,) = [cell for cell in capacity_of(finding).places[0].cells if cell.name == "Tid"]
    assert (cell.answers.agreeing, cell.answers.n) == (6, 18)
    assert cell.word == "Samlet"


def test_a_municipality_with_a_hidden_element_has_no_weakest(people):
    found = opened(people, prepared(people, is_capacity=True))
    hidden = {"time_1": None, "economy_1": 1}
    finding = closed(
        people, answered(people, found, {group.name: alike(6, 4, **hidden) for group in found.groups.all()})
    )
    with translation.override("en"):
        assert capacity_of(finding).heading == "Too few answered to say where a municipality answers lowest"


def test_a_small_municipality_is_hidden_and_so_is_another(people):
    finding, _ = capacity_round(people, (6, 2, 7))
    found = capacity_of(finding)

    assert sum(place.is_shown for place in found.places) == 1
    assert text("/r/vestre/kapasitet/").count("not shown") >= 2


def test_where_nobody_has_been_asked_about_capacity_the_page_says_what_it_is(people):
    shown = text("/r/vestre/kapasitet/")
    assert all(element.name["en"] in shown for element in capacity())
    assert "Ask about capacity" not in shown
    assert "Ask about capacity" in text("/r/vestre/kapasitet/", people.secretary.client)


def test_statements_are_put_together_only_when_all_are_shown():
    one = answers_of([0, 0, 1, 4, 1], DAY)
    assert pooled([one, one], DAY).counts == (0, 0, 2, 8, 2)
    assert pooled([one, None], DAY) is None
    assert pooled([], DAY) is None
    assert answers_of([0, 0, 0, 0, 0], DAY) is None
    assert moved(None, one) is None


def test_agreement_has_a_word_from_five_answers_on():
    with translation.override("nb"):
        assert Answers((4, 0, 0, 0, 8), DAY).word == "Delt"
        assert Answers((0, 0, 0, 0, 4), DAY).word == ""


def test_days_that_are_counted_are_kept_with_the_round_and_are_no_share(people):
    finding = a_closed_round(people, {"": alike(6)})
    days = counted_of(finding)["days_to_last_endorsement"]

    assert finding.content["behaviour"]["days_to_last_endorsement"] == [0, None, None]
    assert (days.count, days.median_days) == (0, None)
