"""A list of numbers read straight from the text is the list that a JSON reader finds, or is left to that reader."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.statistics import jsonstat
from veivalg.statistics.figures_in_text import find_list, plain_numbers


def read(body: str):
    raw = body.encode()
    return plain_numbers(raw, 0, len(raw))


def same(ours, theirs) -> bool:
    return np.array_equal(ours, np.array(theirs, dtype=np.float64), equal_nan=True)


NUMBERS = st.one_of(
    st.none(),
    st.integers(-(10**16), 10**16),
    st.integers(-99, 999),
    st.decimals(-(10**9), 10**9, places=3).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(NUMBERS, min_size=1), st.sampled_from([",", ", "]))
def test_what_is_read_from_the_text_is_exactly_what_a_json_reader_finds(numbers, comma):
    found = read(json.dumps(numbers, separators=(comma, ":"))[1:-1])
    assert found is None or same(found, numbers)


@given(st.text("0123456789-.,nul eE+", max_size=14))
def test_nothing_is_read_that_a_json_reader_would_refuse(body):
    found = read(body)
    assert found is None or same(found, json.loads(f"[{body}]"))


@pytest.mark.parametrize(
    "body", ["0", "-7", "12,null,-3", "1, -2, null", "0.125", "-0.5,10.25,null", "123456789012345", "null"]
)
def test_ordinary_figures_are_read_from_the_text(body):
    assert same(read(body), json.loads(f"[{body}]"))


NOT_PLAIN = (
    ["", ",", "1,", ",1", "1,,2", "01", "-01", "00.5", "-", ".5", "5.", "1.2.3", "--1", "1-2", "1e3", "1 2", "nul"],
    [
        "1 ,2",
        "1,  2",
        " ",
        "1, ",
        "1,\n2",
        "nulll",
        "1null",
        "null1",
        "Null",
        "1234567890123456",
        "12345678.12345678",
        '"1"',
        "true",
        "[1",
        "9" * 19,
    ],
)


@pytest.mark.parametrize("body", [body for bodies in NOT_PLAIN for body in bodies])
def test_anything_else_is_left_alone(body):
    assert read(body) is None


def test_a_list_longer_than_one_piece_is_put_together_in_order():
    numbers = [None if n % 7 == 0 else n * 1.5 for n in range(100_000)]
    assert same(read(json.dumps(numbers, separators=(",", ":"))[1:-1]), numbers)


def test_the_list_is_found_by_its_key():
    raw = b'{"label":"a \\"value\\":[9]","value" : [1,2]}'
    assert [raw[slice(*place)] for place in [find_list(raw, "value")] if place] == [b"1,2"]


@pytest.mark.parametrize("raw", [b'{"value":{"0":1}}', b'{"value":[1', b'{"value":[1],"x":{"value":[2]}}', b"[]"])
def test_no_list_or_several_are_not_guessed_at(raw):
    assert find_list(raw, "value") is None


def a_table(value, **more) -> bytes:
    dimension = {"d": {"category": {"index": ["a", "b", "c"]}}}
    document = {"version": "2.0", "class": "dataset", "id": ["d"], "size": [3], "dimension": dimension, "value": value}
    return json.dumps(document | more, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "raw",
    [
        a_table([1, None, 2.5]),
        a_table([1, None, 2.5], label='"value":[7,8,9]'),
        a_table({"0": 1, "2": 2.5}, extension={"value": [7, 8, 9]}),
        a_table([1, None, 2.5], extension={"value": [7, 8, 9]}),
        a_table([1, None, 2.5], label="the figures, read from the text"),
        a_table([1, None, 2.5]).replace(b",", b" , "),
        a_table([1, None, 2.5]).replace(b",", b", "),
    ],
)
def test_the_decoder_takes_the_figures_of_the_table_and_no_others(raw):
    found = [row.value for row in jsonstat.decode(raw)]
    assert found == [1, None, 2.5]


def test_a_broken_document_is_reported_at_its_own_place_even_after_a_long_list():
    raw = a_table([1, 2, 3])[:-1] + b",}"
    with pytest.raises(jsonstat.JsonStatBroken, match=rf"column {len(raw) - 1} "):
        jsonstat.decode(raw)


def test_minus_nothing_is_nothing():
    found = read("-0,0")
    assert found is not None
    assert [math.fabs(number) for number in found] == [0, 0]
