"""What a visitor meets when the figures of this installation are damaged."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from veivalg.statistics.dataset import DataSetBroken
from veivalg.statistics.snapshots import SnapshotBroken
from veivalg.web.site import views

log = logging.getLogger(__name__)


class DamagedFigures:
    """Says that the figures cannot be read, and what the one who runs the site must do; the log has the details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DataSetBroken | SnapshotBroken):
            return None
        log.error("The figures cannot be read: %s", exception)
        return views.figures_unreadable(request)
