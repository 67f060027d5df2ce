"""Long lists, a page at a time."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.councils.models import Municipality
from veivalg.web.ui.converters import Id
from veivalg.web.ui.paging import holds, paged, searched


def asked(**query):
    return RequestFactory().get("/", query)


@given(total=st.integers(0, 400), per_page=st.integers(1, 60))
def test_every_row_stands_on_exactly_one_page(total, per_page):
    rows = list(range(total))
    seen, number = [], 1
    while True:
        page = paged(asked(side=str(number)), rows, per_page=per_page)
        seen += page.rows
        if not page.next_url:
            break
        number += 1
    assert seen == rows
    assert number == page.count


@pytest.mark.parametrize(
    ("side", "number"), [("", 1), ("0", 1), ("-1", 1), ("x", 1), ("3", 3), ("99", 3), ("9" * 40, 1), ("²", 1), ("٣", 1)]
)
def test_a_page_that_is_not_there_gives_the_nearest(side, number):
    assert paged(asked(side=side), range(120)).number == number


def test_links_carry_the_search_along_and_say_which_rows_these_are():
    page = paged(asked(q="å b", side="2", dato="2026-01-01"), range(120), kept=("dato",))

    assert page.next_url == "?q=%C3%A5+b&dato=2026-01-01&side=3"
    assert page.previous_url == "?q=%C3%A5+b&dato=2026-01-01"
    assert "51" in page.words
    assert "100" in page.words
    assert "120" in page.words


def test_signs_that_cannot_be_seen_are_left_out_of_the_search():
    assert searched(asked(q=" a\x00b\u202e ")) == "ab"


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ærlig", "ÆRLIG", "Ærlig", "by ærlig", "  ærlig  by "])
def test_norwegian_letters_are_found_whatever_their_case(words):
    Municipality.objects.create(code="9901", name="Ærlig by", county_code="99", county_name="Fylket")
    Municipality.objects.create(code="9902", name="En annen by", county_code="99", county_name="Fylket")

    assert [row.code for row in Municipality.objects.filter(holds(words, "name", "code"))] == ["9901"]


def test_numbers_in_addresses_fit_the_database():
    import re

    assert re.fullmatch(Id.regex, "9" * 18)
    assert not re.fullmatch(Id.regex, "9" * 19)
