"""What only the demonstration shows: mail that is not sent, and a way into each role of the demo council."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Whether templates may point at the demonstration's own pages."""
    return {"is_demonstration": settings.DEMO}
