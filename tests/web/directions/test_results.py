"""What a closed round says, and that it says nothing before."""

import csv
import io
from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.directions.choosing import (
    MEANINGS,
    a_choice,
    a_closed_rating,
    a_step,
    answer,
    close,
    key_of,
    rate,
)
from veivalg.rules.consensus import Reading, agreement, eta_squared, star
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import guide, page, steps, words
from veivalg.web.directions.counting import star_result, tally
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations import deciding
from veivalg.web.directions.reading import MEANING, Rated, Rating, Side, median, read_rating
from veivalg.web.survey.models import Ballot, Item, Round
from veivalg.web.survey.operations import closing
from veivalg.web.survey.results import StillOpen

pytestmark = pytest.mark.django_db
EVERYONE = ("secretary", "representative", "municipal_contact", "action_owner", "youth", "reader", "visiting_host")


def the_rating(choice: DirectionChoice):
    taken = choice.rounds.select_related("round__council", "choice").get(step="rating")
    return read_rating(choice, taken)


def a_rated(counts, **more) -> Rated:
    plain = {"key": "a", "name": "Vei", "dont_know_count": 0, "reading": None, "meanings": None, "sides": ()}
    return Rated(**{**plain, "counts": tuple(counts), **more})


@pytest.mark.parametrize("who", [*EVERYONE, "neighbour", "nobody", None])
@pytest.mark.parametrize("mode", ["open", "anonymous"])
def test_nobody_sees_an_answer_before_the_round_closes(people, who, mode):
    choice = a_choice(people, ["Sjeldentord", "Tjenester"])
    taken = a_step(people, choice, mode=mode)
    key = key_of(choice, "Sjeldentord")
    answer(people, taken, {key: 5, MEANING + key: "0"}, count=7)
    browser = getattr(people, who).client if who else Client()
    for path in ("", "?alternativ=" + key, "resultat.csv", "resultat.xlsx"):
        response = browser.get(f"/r/vestre/retning/{choice.pk}/{path}")
        text = response.content.decode(errors="replace")
        assert "A = " not in text
        assert "vv-lk" not in text
        assert "Etternavn" not in text
        assert response.status_code == (404 if "resultat" in path else 200)
    listed = browser.get("/r/vestre/retning/").context["heading"]
    assert "Sjeldentord" not in listed
    assert "Tjenester" not in listed
    with pytest.raises(StillOpen):
        read_rating(choice, taken)
    with pytest.raises(StillOpen):
        star_result(taken)


def test_a_draft_is_seen_by_the_secretariat_alone(people):
    choice = a_choice(people)
    url = f"/r/vestre/retning/{choice.pk}/"
    assert people.secretary.client.get(url).status_code == 200
    for who in ("representative", "neighbour", "nobody"):
        assert getattr(people, who).client.get(url).status_code == 404
    assert Client().get(url).status_code == 404
    assert choice.title not in Client().get("/r/vestre/retning/").content.decode()


def test_opposite_answers_give_opposite_titles(people):
    def title(first, second):
        choice = a_closed_rating(people, {"Næringsliv": [first] * 3, "Tjenester": [second] * 3})
        return words.title(the_rating(choice))

    wanted, unwanted = title([5, 5], [1, 1]), title([1, 1], [5, 5])
    assert wanted != unwanted
    assert wanted.index("Næringsliv") < wanted.index("Tjenester")
    assert unwanted.index("Tjenester") < unwanted.index("Næringsliv")


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"A": [[5, 5], [5, 5], [5, 5]], "B": [[1, 1], [5, 5], [1, 5]]}, "You agree on “A”, but are split about “B”"),
        ({"A": [[5, 5], [5, 5], [5, 5]], "B": [[1, 1], [1, 1], [1, 1]]}, "You agree on “A”, and that “B” can wait"),
        ({"A": [[1, 1], [1, 1], [1, 1]], "B": [[1, 1], [5, 5], [1, 5]]}, "You agree that “A” can wait, but are split"),
        ({"A": [[1, 1], [5, 5], [1, 5]], "B": [[1, 1], [5, 5], [1, 5]]}, "You are split about “A” and “B”"),
        ({"A": [[1, 2], [3, 4], [5, 3]], "B": [[1, 2], [3, 4], [5, 2]]}, "You have not found together yet"),
        ({"A": [[5], [5], [5]], "B": [[5], [5], [4]]}, "Too few have answered"),
        ({"A": [[4, 4], [5, 5], [2, 3]], "B": [[1, 2], [3, 4], [5, 2]]}, "Most of you agree on “A”"),
        ({"A": [[3, 3], [3, 3], [3, 3]], "B": [[1, 2], [3, 4], [5, 2]]}, "You answer alike, but nothing stands out"),
        (
            {"A": [[2, 2], [1, 1], [4, 3]], "B": [[1, 1], [5, 5], [1, 5]]},
            "Most of you agree that “A” can wait, but you are split about “B”",
        ),
    ],
)
def test_the_title_says_what_is_shared_and_then_what_divides(people, given, begins):
    assert words.title(the_rating(a_closed_rating(people, given))).startswith(begins)


@pytest.mark.parametrize(("more_asked", "begins"), [(0, "You agree on"), (1, "12 of 25 have answered: too few to say")])
def test_the_title_speaks_for_all_only_when_half_of_them_have_answered(people, more_asked, begins):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[5, 5]] * 3})
    row = Round.objects.get()
    Round.objects.update(issued_count=row.ballot_count * 2 + more_asked)
    assert words.title(the_rating(choice)).startswith(begins)


scales = st.lists(st.integers(1, 5), min_size=1, max_size=5)


@given(data=st.lists(scales, min_size=2, max_size=5))
def test_numbers_on_the_page_are_those_of_the_rules_on_the_raw_answers(data):
    def counted(answers):
        return tuple(answers.count(step) for step in range(1, 6))

    everyone = [each for answers in data for each in answers]
    sides = tuple(
        Side(group_id=n, name=str(n), is_municipality=True, counts=counted(answers)) for n, answers in enumerate(data)
    )
    rated = a_rated(counted(everyone), sides=sides)
    assert rated.agreement == agreement(counted(everyone))
    assert rated.between == eta_squared({str(n): answers for n, answers in enumerate(data)})
    ordered = sorted(everyone)
    half = len(ordered) // 2
    assert rated.middle == Fraction(ordered[half] + ordered[-half - 1], 2)
    assert median(counted(everyone)) == rated.middle


def test_the_result_of_a_round_is_that_of_its_ballots(people):
    choice = a_closed_rating(people)
    rating = the_rating(choice)
    items = {item.key: str(item.pk) for item in rating.taken.round.items.filter(kind=Item.Kind.SCALE)}
    ballots = [ballot.answers for ballot in Ballot.objects.filter(round=rating.taken.round)]
    for rated in rating.options:
        raw = [answers[items[rated.key]] for answers in ballots if items[rated.key] in answers]
        assert rated.counts == tuple(raw.count(step) for step in range(1, 6))
        assert rated.agreement == agreement(rated.counts)
    assert rating.option(key_of(choice, "Næringsliv")).reading is Reading.TOGETHER
    assert rating.option(key_of(choice, "Tjenester")).reading is Reading.SPLIT


def test_agreed_on_the_word_and_not_on_what_is_in_it(people):
    def rated(meanings):
        choice = a_choice(people, ["Tjenester", "Annet"])
        taken = a_step(people, choice)
        for meaning in meanings:
            rate(people, taken, "Tjenester", [[5], [], []], meaning)
        close(people, taken)
        return the_rating(choice).option(key_of(choice, "Tjenester"))

    divided = rated("001122")
    assert divided.is_only_a_word
    # Of the 15 pairs of people, 3 mean the same.
    assert divided.same_meaning == Fraction(1, 5)
    assert not rated("000012").is_only_a_word
    assert divided.meanings == tuple((text, 2) for text in MEANINGS)


def test_only_what_is_wanted_can_be_a_mere_word():
    unwanted = a_rated([6, 0, 0, 0, 0], reading=Reading.TOGETHER, meanings=(("x", 3), ("y", 3)))
    assert not unwanted.is_only_a_word


@pytest.mark.parametrize(("meanings", "is_only_a_word"), [((2, 2), False), ((3, 2), True), ((4, 1), False)])
def test_a_mere_word_is_said_of_no_fewer_than_five_who_told_what_they_mean(meanings, is_only_a_word):
    wanted = a_rated([0, 0, 0, 0, 9], reading=Reading.TOGETHER, meanings=tuple(zip("xy", meanings, strict=True)))
    assert wanted.is_only_a_word is is_only_a_word


def test_where_the_disagreement_lies_is_told_without_chance():
    def rated(*rows):
        sides = tuple(Side(group_id=n, name=f"K{n}", is_municipality=True, counts=row) for n, row in enumerate(rows))
        return a_rated([sum(column) for column in zip(*rows, strict=True)], sides=sides)

    apart = rated((3, 0, 0, 0, 0), (0, 0, 0, 0, 3))
    inside = rated((2, 0, 0, 0, 2), (2, 0, 0, 0, 2))
    alone = rated((1, 0, 0, 0, 0), (0, 0, 0, 0, 1))
    assert len({words.where_heading(each) for each in (apart, inside, alone)}) == 3
    assert apart.between == 1
    assert inside.between == 0
    # One answer from each lies wholly between them, and says nothing.
    assert alone.between == 1
    assert alone.between_beyond_chance is None


def test_where_all_answer_the_same_the_line_says_so_and_not_that_groups_are_hidden():
    sides = tuple(Side(group_id=n, name=f"K{n}", is_municipality=True, counts=(0, 0, 0, 0, 5)) for n in range(2))
    assert "gave the same answer" in words.where_line(a_rated([0, 0, 0, 0, 10], sides=sides))
    assert "Fewer than two groups" in words.where_line(a_rated([0, 0, 0, 0, 10], sides=sides[:1]))


def test_a_large_municipality_does_not_drown_the_others_in_the_mean():
    rows = ((0, 0, 0, 3, 5), (0, 1, 1, 0, 0), (0, 1, 2, 0, 0))
    sides = tuple(Side(group_id=n, name=f"K{n}", is_municipality=True, counts=row) for n, row in enumerate(rows))
    rated = a_rated([sum(column) for column in zip(*rows, strict=True)], sides=sides)
    line = words.means_line(rated)
    assert "all answers is 3.8" in line
    assert "it is 3.3" in line
    assert words.means_line(a_rated([0, 0, 0, 3, 5], sides=sides[:1])) == ""


def test_the_guide_asks_about_the_others_only_where_there_are_some():
    def asked(*rows):
        sides = tuple(Side(group_id=n, name=f"K{n}", is_municipality=True, counts=row) for n, row in enumerate(rows))
        rated = a_rated([sum(column) for column in zip(*rows, strict=True)], sides=sides, reading=Reading.PARTLY)
        rating = Rating(taken=ChoiceRound(), results=None, options=(rated,))
        (talk,) = guide.talks(rating)
        return " ".join(talk.questions)

    assert "the others have not" in asked((0, 0, 0, 2, 3), (0, 0, 5, 0, 0))
    assert "the others" not in asked((0, 0, 0, 2, 3), (0, 0, 0, 5, 0))


def test_the_guide_names_who_should_talk(people):
    choice = a_closed_rating(people)
    talks = guide.talks(the_rating(choice))
    assert [talk.rated.name for talk in talks] == ["Tjenester"]
    told = " ".join(talks[0].questions)
    for name in ("Kommune 9001", "Kommune 9002", "Kommune 9003"):
        assert name in told


def test_nothing_to_talk_about_gives_no_guide(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    assert guide.talks(the_rating(choice)) == []


def test_small_groups_are_hidden_in_an_anonymous_round_on_the_page_and_in_the_files(people):
    choice = a_choice(people, ["Næringsliv", "Tjenester"])
    taken = a_step(people, choice, mode="anonymous")
    key = key_of(choice, "Næringsliv")
    for group, value, count in zip(taken.round.groups.all(), (5, 4, 1), (6, 5, 2), strict=True):
        answer(people, taken, {key: value}, group=group, count=count)
    close(people, taken)
    rated = the_rating(choice).option(key)
    assert rated.counts == (2, 0, 0, 5, 6)
    # The smallest of the others goes with it: else the two would be what is left of the total.
    assert [side.counts for side in rated.sides] == [(0, 0, 0, 0, 6), None, None]
    body = Client().get(f"/r/vestre/retning/{choice.pk}/resultat.csv?sprak=en").content.decode("utf-8-sig")
    rows = {row[2]: row[3:8] for row in csv.reader(io.StringIO(body), delimiter=";") if row[1:2] == ["Næringsliv"]}
    assert rows["All"] == ["2", "0", "0", "5", "6"]
    assert rows["Kommune 9001"] == ["0", "0", "0", "0", "6"]
    assert rows["Kommune 9002"] == rows["Kommune 9003"] == [""] * 5
    assert "Not a resolution" in body


def test_the_marker_that_it_is_no_resolution_stands_on_every_page_and_in_every_file(people):
    choice = a_closed_rating(people)
    base = f"/r/vestre/retning/{choice.pk}/"
    assert people.secretary.client.get(base + "steg/star/").status_code == 404
    inner = ("", "port/", "vedtak/", "strategi/", "steg/poeng/", "steg/ny-vurdering/")
    for path in ("/r/vestre/retning/", "/r/vestre/retning/ny/", *(base + each for each in inner)):
        response = people.secretary.client.get(path + "?sprak=en")
        assert "Not a resolution" in response.content.decode(), path
    for kind in ("csv", "xlsx"):
        assert Client().get(f"{base}resultat.{kind}").status_code == 200
    assert Client().get(f"{base}resultat.pdf").status_code == 404


def test_names_and_answers_are_shown_in_an_open_round_alone(people):
    def named(mode):
        return steps.names_and_answers(the_rating(a_closed_rating(people, mode=mode)).taken)

    assert named("open")["rows"]
    assert named("anonymous") is None
    assert named("confidential") is None


def test_names_and_answers_are_shown_of_every_open_step_as_was_promised(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    DirectionChoice.objects.update(options=[{**row, "cost": 5} for row in choice.options])
    a, b = (row["key"] for row in choice.options)
    for step, sent, told, more in (
        ("dots", {"options": {a: 2}}, ["2", "–"], {"amount": 3}),
        ("budget", {"options": [b]}, ["–", "chosen"], {"amount": 5}),
        ("star", {a: 4, b: 0}, ["4", "0"], {}),
    ):
        taken = a_step(people, choice, step, **more)
        answer(people, taken, sent)
        assert steps.names_and_answers(taken) is None
        ((_, answers),) = steps.names_and_answers(close(people, taken))["rows"]
        assert answers == told
    shown = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert shown.count("By name.") == 4


def test_the_second_round_stands_beside_the_first(people):
    choice = a_closed_rating(people)
    taken = a_step(people, choice, "second_rating")
    rate(people, taken, "Tjenester", [[4, 4], [5, 5], [4, 4]])
    rate(people, taken, "Næringsliv", [[5, 5], [5, 4], [4, 5]])
    close(people, taken)
    choice = DirectionChoice.objects.get(pk=choice.pk)
    first, second = page.ratings_of(choice)
    beside = page.second_beside(first, second)
    moved = {one.rated.name: what for one, _, what in beside["rows"]}
    assert moved["Tjenester"] != moved["Næringsliv"]
    assert beside["title"] == "After the talk you are closer on 1 of 2"
    page_text = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert beside["title"] in page_text


def test_two_rounds_of_too_few_are_not_said_to_be_closer_or_further_apart():
    def rating(counts, reading):
        rated = a_rated(counts, reading=reading)
        return Rating(taken=ChoiceRound(), results=None, options=(rated,))

    title = words.second_title(rating([1, 0, 0, 0, 2], None), rating([0, 0, 0, 0, 3], None))
    assert title.startswith("Too few have answered")
    title = words.second_title(rating([5, 0, 0, 0, 5], Reading.SPLIT), rating([0, 0, 0, 0, 9], Reading.TOGETHER))
    assert title == "After the talk you are closer on 1 of 1"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # One of five went from 3 to 4: A rises by a fifth or more, and one person has done it.
        ([0, 0, 1, 4, 0], [0, 0, 0, 5, 0], "About the same"),
        ([0, 0, 0, 5, 0], [0, 0, 1, 4, 0], "About the same"),
        ([5, 0, 0, 0, 5], [0, 0, 0, 0, 10], "You have come closer"),
        ([0, 0, 0, 0, 10], [5, 0, 0, 0, 5], "You have moved apart"),
    ],
)
def test_what_one_person_alone_can_have_changed_is_not_told_of_the_group(before, after, said):
    one, other = (a_rated(counts, reading=Reading.PARTLY) for counts in (before, after))
    assert words.moved(one, other) == said


def test_dots_are_added_up(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    taken = a_step(people, choice, "dots", amount=3)
    a, b = (row["key"] for row in choice.options)
    answer(people, taken, {"options": {a: 2, b: 1}}, count=5)
    answer(people, taken, {"options": {a: 3}})
    found = tally(close(people, taken))
    assert found.rows == (("A", 13), ("B", 5))
    # 18² / (13² + 5²), of six people.
    shown = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert "Dots from 6 people. They are spread as if 1.7 options had got as many each." in shown


def test_budgets_tell_of_how_many_people(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    DirectionChoice.objects.update(options=[{**row, "cost": 5} for row in choice.options])
    a, b = (row["key"] for row in choice.options)
    with pytest.raises(NotPossible, match="does not reach"):
        a_step(people, choice, "budget", amount=4)
    taken = a_step(people, choice, "budget", amount=5)
    answer(people, taken, {"options": [a]}, count=4)
    answer(people, taken, {"options": [b]})
    close(people, taken)
    shown = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert "How many of 5 people chose each." in shown


def test_scores_end_in_the_runoff_of_the_rules_and_outlive_the_answers(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3, "C": [[4, 4]] * 3})
    taken = a_step(people, choice, "star", mode="anonymous")
    a, b, c = (row["key"] for row in choice.options)
    ballots = [{a: 5, b: 4, c: 0}] * 4 + [{a: 0, b: 3, c: 5}] * 3 + [{a: 1, b: 5, c: 2}] * 2
    for ballot in ballots:
        answer(people, taken, ballot)
    taken = close(people, taken)
    found = star_result(taken)
    assert found == star(ballots, options=[a, b, c])
    assert found.winner == b
    deciding.keep_counts(now=NOW)
    closing.forget_old(now=NOW + timedelta(days=91))
    again = ChoiceRound.objects.select_related("round").get(pk=taken.pk)
    assert not Ballot.objects.filter(round=again.round).exists()
    assert star_result(again) == found
    shown = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert "From 9 ballots." in shown
    assert "B comes out first: 5 prefer it to A, and 4 the other way." in shown


def test_those_who_score_both_alike_are_told(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    taken = a_step(people, choice, "star")
    a, b = (row["key"] for row in choice.options)
    answer(people, taken, {a: 5, b: 4}, count=3)
    answer(people, taken, {a: 3, b: 3}, count=2)
    close(people, taken)
    shown = Client().get(f"/r/vestre/retning/{choice.pk}/?sprak=en").content.decode()
    assert "A comes out first: 3 prefer it to B, and 0 the other way. 2 ballots give both the same." in shown


def test_too_few_scores_are_not_counted(people):
    choice = a_closed_rating(people, {"A": [[5, 5]] * 3, "B": [[4, 4]] * 3})
    taken = a_step(people, choice, "star", mode="anonymous")
    answer(people, taken, {row["key"]: 3 for row in choice.options}, count=4)
    assert star_result(close(people, taken)) is None


@pytest.mark.parametrize(
    "query", ["alternativ=%00", "gruppe=x&mot=-1", "gruppe=999999999999999999&mot=1", "side=9", "q=%00"]
)
def test_odd_addresses_give_the_page(people, query):
    choice = a_closed_rating(people)
    for path in (f"/r/vestre/retning/{choice.pk}/", "/r/vestre/retning/"):
        assert Client().get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/r/vestre/retning/999999/", "/r/vestre/retning/999999/resultat.csv"])
def test_what_is_not_there_is_not_found(people, path):
    assert Client().get(path).status_code == 404


def test_the_page_takes_few_queries_however_many_answer(people, django_assert_max_num_queries):
    choice = a_closed_rating(people, {name: [[5, 4, 3, 2]] * 3 for name in "ABCDE"})
    with django_assert_max_num_queries(20):
        assert Client().get(f"/r/vestre/retning/{choice.pk}/").status_code == 200
    with django_assert_max_num_queries(20):
        assert Client().get("/r/vestre/retning/").status_code == 200
