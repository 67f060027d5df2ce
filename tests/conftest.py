"""What every test may ask for."""

import pytest

from tests.figures import a_small_country
from veivalg.facts.starter import starter_councils
from veivalg.statistics import store


@pytest.fixture
def small_country():
    """A data set of six invented municipalities, small enough to check by hand."""
    return a_small_country()


@pytest.fixture
def the_demo(db):
    """What `veivalg demo load` puts into the database: real figures, starter list, demo council."""
    # Imported here: these need Django to be set up.
    from veivalg import demo
    from veivalg.web.councils.operations import loading as operations

    operations.load_municipalities(data=store.current(None))
    operations.load_starter_councils(councils=starter_councils())
    return demo.load()
