"""``{% load history %}{% history object %}``: what has been done to an object, at the end of its page."""

from typing import Any

from django import template
from django.db import models

from veivalg.web.access.actor import VISITOR
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.history import lines
from veivalg.web.audit.models import AuditEntry

register = template.Library()
SHOWN = 10


@register.inclusion_tag("accounts/history.html", takes_context=True)
def history(
    context: template.Context, subject: models.Model, without: models.Q | None = None, most: int = SHOWN
) -> dict[str, Any]:
    """The latest lines about an object of a council, for those who may see them. For others nothing, and no query.

    `without` are lines that the page keeps from this reader, and `most` is how many are shown.
    """
    actor = getattr(context.get("request"), "actor", VISITOR)
    council = context.get("council")
    council_id = getattr(subject, "council_id", None) or getattr(council, "pk", None)
    if council_id is None or not actor.may(Permission.AUDIT_ENTRY_READ, council_id=council_id):
        return {"is_shown": False}
    found = AuditEntry.objects.visible_to(actor).filter(council_id=council_id).about(subject)
    entries = list((found.exclude(without) if without else found)[: most + 1])
    return {
        "is_shown": True,
        "lines": lines(entries[:most], actor=actor, known=[subject]),
        "has_more": len(entries) > most,
        "council": council,
        "is_council": subject == council,
        "subject": f"{subject._meta.label_lower}:{subject.pk}",
    }
