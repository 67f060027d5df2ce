"""Reads of joint services."""

from django.db.models import Q, QuerySet

from veivalg.web.councils.models import Council
from veivalg.web.joint_services.models import JointService
from veivalg.web.ui.paging import holds


def services(council: Council, *, words: str = "", participant_id: int | None = None) -> "QuerySet[JointService]":
    """A council's joint services by name; those with the words, and those that a participant takes part in."""
    found = JointService.objects.filter(holds(words, "name", "about", "run_by", "others"), council=council)
    if participant_id is not None:
        found = found.filter(Q(participants=participant_id) | Q(host=participant_id)).distinct()
    return found.with_everyone()
