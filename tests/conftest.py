"""What every test may ask for."""

import pytest

from tests.figures import a_small_country


@pytest.fixture
def small_country():
    """A data set of six invented municipalities, small enough to check by hand."""
    return a_small_country()
