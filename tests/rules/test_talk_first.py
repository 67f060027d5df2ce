"""What to talk about first: a rule that can be said aloud, and the same whoever asks."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.cooperation import Said, Topic, Why
from veivalg.rules.cooperation import talk_first as talk_first_from

PART = st.fractions(0, 1, max_denominator=20)
SAID = st.lists(
    st.builds(
        Said,
        id=st.text("abcdef", min_size=1, max_size=3),
        agreeing=PART,
        agreement=st.fractions(-1, 1, max_denominator=20),
        done=st.none() | PART,
    ),
    unique_by=lambda each: each.id,
    max_size=12,
)


def talk_first(items: list[Said]) -> tuple[Topic, ...]:
    return talk_first_from(items, together_from=Fraction(6, 10))


def said(id: str, agreeing: float, agreement: float = 0.9, done: float | None = None) -> Said:
    return Said(
        id=id,
        agreeing=Fraction(agreeing).limit_denominator(100),
        agreement=Fraction(agreement).limit_denominator(100),
        done=None if done is None else Fraction(done).limit_denominator(100),
    )


def test_where_all_agree_and_do_what_they_say_there_is_nothing_to_talk_about():
    assert talk_first([said("a", 1.0), said("b", 1.0, done=1.0)]) == ()


def test_what_everyone_says_and_nobody_does_is_talked_about():
    (topic,) = talk_first([said("a", 1.0), said("b", 1.0, done=0.1)])
    assert (topic.id, topic.why) == ("b", Why.GAP)


def test_two_camps_come_before_a_next_low_one():
    found = talk_first([said("low", 0.1), said("next", 0.2), said("camps", 0.5, -0.5)])
    assert [(topic.id, topic.why) for topic in found] == [
        ("low", Why.FEWEST),
        ("camps", Why.PARTED),
        ("next", Why.FEWEST),
    ]


def test_where_together_begins_is_where_there_is_no_more_to_talk_about():
    items = [said("low", 0.1), said("near", 1.0, 0.59)]
    assert [topic.id for topic in talk_first(items)] == ["low", "near"]
    assert [topic.id for topic in talk_first_from(items, together_from=Fraction(5, 10))] == ["low"]


@given(SAID)
def test_never_more_than_three_and_none_twice(items):
    ids = [topic.id for topic in talk_first(items)]
    assert len(ids) == len(set(ids)) <= 3
    assert set(ids) <= {each.id for each in items}


@given(SAID)
def test_the_first_is_where_fewest_agree_unless_everyone_does(items):
    low = [each for each in items if each.agreeing < 1]
    found = talk_first(items)
    if low:
        assert found[0].why is Why.FEWEST
        first = next(each for each in items if each.id == found[0].id)
        assert first.agreeing == min(each.agreeing for each in low)
    else:
        assert all(topic.why is not Why.FEWEST for topic in found)
