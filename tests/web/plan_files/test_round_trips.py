"""A plan that is written and read again is the same plan, or the same part of it."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.plans import plans
from veivalg.web.files.plans.reading import read_plan
from veivalg.web.files.plans.showing import shown_in_csv, shown_in_word
from veivalg.web.files.plans.writing import write_json, write_plan_csv, write_plan_workbook, write_word

SLOW = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(plan=plans(is_numbered=False))
def test_json_loses_nothing(plan):
    assert read_plan(write_json(plan), "plan.json").plan == plan


@SLOW
@given(plan=plans())
def test_a_workbook_loses_nothing(plan):
    found = read_plan(write_plan_workbook(plan, language="nb"), "plan.xlsx")
    assert found.plan == plan
    assert found.notes == ()


@SLOW
@given(plan=plans())
def test_a_text_file_gives_back_what_it_shows(plan):
    assert read_plan(write_plan_csv(plan, language="nn"), "plan.csv").plan == shown_in_csv(plan)


@settings(parent=SLOW, max_examples=12)
@given(plan=plans())
@pytest.mark.parametrize("has_time", [False, True], ids=["three columns", "with time"])
def test_a_word_document_gives_back_what_it_shows(plan, has_time):
    found = read_plan(write_word(plan, language="nb", has_time=has_time), "plan.docx")
    assert found.plan == shown_in_word(plan, has_time=has_time)
    assert found.notes == ()
