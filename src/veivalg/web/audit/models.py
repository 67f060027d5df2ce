"""The one table of the trail."""

from typing import Self

from django.db import models

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Ways to ask for the trail."""

    def about(self, subject: models.Model) -> Self:
        """Entries about an object, or about something that lies under it."""
        kind, key = subject._meta.label_lower, str(subject.pk)
        return self.filter(models.Q(subject_type=kind, subject_id=key) | models.Q(under_type=kind, under_id=key))

    def visible_to(self, actor: Actor) -> Self:
        """Entries of councils whose history this person may see, and what they did themselves."""
        if actor.is_operator:
            return self
        councils = [id for id in actor.council_ids if actor.may(Permission.AUDIT_ENTRY_READ, council_id=id)]
        own = models.Q(actor_id=actor.account_id) if actor.is_signed_in else models.Q(pk__in=[])
        return self.filter(models.Q(council_id__in=councils) | own)


class AuditEntry(models.Model):
    """One thing that someone did (historikk). The database itself refuses to change or delete a row."""

    at = models.DateTimeField()
    # Ids and not foreign keys: the trail neither stands in the way of what happens to other rows, nor follows it.
    actor_id = models.BigIntegerField(null=True)
    """The account; the name is looked up when shown, so that a person can be pseudonymised. None: nobody signed in."""
    is_operator = models.BooleanField(default=False)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    council_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    under_type = models.CharField(max_length=60, blank=True)
    under_id = models.CharField(max_length=40, blank=True)
    changes = models.JSONField(default=dict)
    """Field → [before, after]; only [] for fields that hold personal data."""
    reason = models.TextField(blank=True)
    """As it was given. How long one may be is for the operation that asks for it."""
    request_id = models.CharField(max_length=32, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["council_id", "-at"], name="audit_of_council"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_subject"),
            models.Index(fields=["under_type", "under_id"], name="audit_of_under"),
            models.Index(fields=["actor_id", "-at"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type} {self.subject_id}"
