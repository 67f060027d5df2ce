"""Definitions agree with each other and with the figures."""

import pytest

from veivalg.facts import load
from veivalg.statistics import store


@pytest.mark.parametrize("indicator", load.indicators().values(), ids=lambda indicator: indicator.id)
def test_every_indicator_names_an_origin_that_exists(indicator):
    assert set(indicator.source) <= set(store.current(None).origins)


@pytest.mark.parametrize("edition", load.editions().values(), ids=lambda edition: edition.id)
def test_every_threshold_is_crossed_towards_the_end_that_is_read_as_vulnerable(edition):
    for line in edition.thresholds:
        expected = {"low": "below", "high": "above"}[load.indicators()[line.indicator].polarity]
        assert line.risky_when == expected


def test_editions_come_in_the_order_their_files_say():
    assert list(load.editions())[:3] == ["viken-2019", "norge", "tf5"]
