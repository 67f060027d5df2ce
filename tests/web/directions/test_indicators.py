"""What would show that an option succeeds: asked, counted and told as meanings are."""

import csv
import io
from fractions import Fraction

import pytest
from django.test import Client

from tests.web.directions.choosing import (
    INDICATORS,
    MEANINGS,
    a_choice,
    a_step,
    answer,
    close,
    key_of,
    rate,
    with_indicators,
)
from tests.web.directions.test_counts_in_files import ORIGIN
from tests.web.directions.test_results import a_rated, the_rating
from veivalg.rules.consensus import Reading
from veivalg.web.directions import advice, guide, steps, words
from veivalg.web.directions.reading import INDICATOR, MEANING

pytestmark = pytest.mark.django_db


def test_agreed_on_the_word_and_not_on_what_would_show_that_it_succeeds(people):
    def rated(indicators):
        choice = a_choice(people, **with_indicators("Tjenester", "Annet"))
        taken = a_step(people, choice)
        for indicator in indicators:
            rate(people, taken, "Tjenester", [[5], [], []], "0", indicator)
        close(people, taken)
        return the_rating(choice).option(key_of(choice, "Tjenester")), the_rating(choice)

    divided, rating = rated("001122")
    # All mean the same by it.
    assert not divided.differs_in_meaning
    assert divided.is_only_a_word
    assert divided.same_indicator == Fraction(1, 5)
    assert divided.indicators == tuple((text, 2) for text in INDICATORS)
    assert advice.Why.MEANING in [each.why for each in advice.advice_of(rating)]
    line = "Agreed on the word, not on what is in it. Two of you would see by the same that we succeed in"
    assert words.word_line(divided).startswith(line)
    questions = [question for talk in guide.talks(rating) for question in talk.questions]
    assert any(INDICATORS[0] in question and INDICATORS[1] in question for question in questions)
    shared, rating = rated("000012")
    assert not shared.is_only_a_word
    assert words.word_line(shared) == ""
    assert advice.Why.MEANING not in [each.why for each in advice.advice_of(rating)]


def test_what_would_show_success_stands_on_the_page_and_in_the_files(people):
    choice = a_choice(people, **with_indicators("Tjenester", "Annet"))
    taken = a_step(people, choice, mode="anonymous")
    rate(people, taken, "Tjenester", [[5] * 6, [5] * 6, [5] * 6], "0", "1")
    close(people, taken)
    address = f"/r/vestre/retning/{choice.pk}/"
    shown = Client().get(address + "?sprak=en").content.decode()
    assert f"<li><b>18</b> {INDICATORS[1]}</li>" in shown
    body = Client().get(address + "resultat.csv?sprak=en").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert ["Rating from 1 to 5", "Tjenester", INDICATORS[1], "18", *ORIGIN] in rows
    assert Client().get(address + "resultat.xlsx").status_code == 200


def test_what_too_few_told_would_show_success_is_told_nowhere(people):
    choice = a_choice(people, **with_indicators("Tjenester", "Annet"))
    taken = a_step(people, choice, mode="anonymous")
    key = key_of(choice, "Tjenester")
    group = taken.round.groups.first()
    answer(people, taken, {key: 5, MEANING + key: "0", INDICATOR + key: "1"}, count=4, group=group)
    answer(people, taken, {key: 5, MEANING + key: "0"}, count=6, group=group)
    close(people, taken)
    rated = the_rating(choice).option(key)
    assert rated.meanings is not None
    assert rated.indicators is None
    address = f"/r/vestre/retning/{choice.pk}/"
    for path in ("", "resultat.csv"):
        assert INDICATORS[1] not in Client().get(address + path).content.decode()


@pytest.mark.parametrize(("told", "is_only_a_word"), [((2, 2), False), ((3, 2), True), ((4, 1), False)])
def test_signs_of_success_that_differ_are_told_of_no_fewer_than_five(told, is_only_a_word):
    wanted = a_rated([0, 0, 0, 0, 9], reading=Reading.TOGETHER, indicators=tuple(zip("xy", told, strict=True)))
    assert wanted.is_only_a_word is is_only_a_word


def test_in_an_open_round_all_that_was_answered_stands_by_the_name_as_was_promised(people):
    choice = a_choice(people, **with_indicators("A", "B"))
    taken = a_step(people, choice)
    a, b = (row["key"] for row in choice.options)
    answer(people, taken, {a: 5, MEANING + a: "1", INDICATOR + a: "2", b: 3})
    ((_, told),) = steps.names_and_answers(close(people, taken))["rows"]
    assert told == [f"5; {MEANINGS[1]}; {INDICATORS[2]}", "3"]
