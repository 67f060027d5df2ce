"""Reads of joint services."""

from django.db.models import Q

from veivalg.web.councils.models import Council
from veivalg.web.joint_services.models import JointService
from veivalg.web.ui.paging import holds
from veivalg.web.ui.words import norwegian_order


def services(council: Council, *, words: str = "", participant_id: int | None = None) -> list[JointService]:
    """A council's joint services by name, æ, ø and å last; those with the words, and those that a participant is in.

    All of them at once: a council has tens of services, and no database sorts Norwegian everywhere.
    """
    found = JointService.objects.filter(holds(words, "name", "about", "run_by", "others"), council=council)
    if participant_id is not None:
        found = found.filter(Q(participants=participant_id) | Q(host=participant_id)).distinct()
    rows = list(found.with_everyone())
    for service in rows:
        # At hand for its address, without a query for each.
        service.council = council
    return sorted(rows, key=lambda service: (norwegian_order(service.name), service.pk))
