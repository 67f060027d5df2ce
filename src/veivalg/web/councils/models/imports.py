"""Imports that wait to be looked through."""

from datetime import datetime
from typing import Self

from django.db import models

from veivalg.web.accounts.models import Account
from veivalg.web.councils.models.council import Council


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """Ways to ask for drafts."""

    def valid_at(self, moment: datetime) -> Self:
        """Those whose hour has not passed."""
        return self.filter(expires_at__gt=moment)


class ImportDraft(models.Model):
    """The cells of a spreadsheet while someone looks through them (importutkast): theirs alone, for an hour.

    The file itself is not kept. What was read is emptied as soon as it is imported.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="import_drafts")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="import_drafts")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    """Sheets, notes and the file's name, as ``importing.draft`` makes them."""
    answers = models.JSONField(default=dict)
    """What has been chosen: name of field → value."""
    finished_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)
    """How many people and mandates were made and changed."""

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="import_draft_runs_out")]

    def __str__(self) -> str:
        return f"{self.council}, {self.made_at:%Y-%m-%d %H:%M}"
