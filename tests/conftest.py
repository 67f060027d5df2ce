"""What every test may ask for."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.figures import a_small_country
from veivalg.facts.starter import starter_councils
from veivalg.statistics import store

# Whether something is right does not depend on how busy the machine is; how fast it is stands in the benchmark.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser):
    """How to make a browser's races certain, see "Tests in a browser" in CONTRIBUTING.md."""
    group = parser.getgroup("veivalg")
    group.addoption("--slow-site", type=int, metavar="SEED", help="every answer waits 0.3–0.6 s, drawn from the seed")
    group.addoption(
        "--slow-browser", type=float, default=1, metavar="TIMES", help="how much slower the browser computes"
    )


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


@pytest.fixture
def people(db):
    """A council, its neighbour, and everyone in them."""
    from tests.people import People

    return People()


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request, django_db_blocker):
    """Tests in a browser empty every table afterwards, which the trail refuses; its triggers come back at once."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    from veivalg.web.audit import protection

    # The database is emptied after the last fixture that stands on it has gone, this one's first half among them.
    request.getfixturevalue("transactional_db")
    yield
    protection.uninstall(connection)


@pytest.fixture(autouse=True)
def _the_trail_is_protected(request, django_db_blocker):
    """Puts the triggers back before the next test when a test in a browser has taken them away."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        from veivalg.web.audit import protection

        with django_db_blocker.unblock():
            protection.install(connection)
