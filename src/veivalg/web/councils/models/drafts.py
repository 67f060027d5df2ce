"""What someone has filled in about a council before it is set up."""

from django.db import models
from django.db.models import UniqueConstraint
from django.urls import reverse

from veivalg.web.accounts.models import Account
from veivalg.web.councils.models.council import Council


class SetUpDraft(models.Model):
    """A council on its way (påbegynt oppsett): kept step by step, seen only by whoever fills it in, gone afterwards."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="set_up_drafts")
    council = models.ForeignKey(Council, null=True, on_delete=models.CASCADE, related_name="set_up_drafts")
    """The council of the starter list that it began with; None when it is a new one."""
    slug = models.SlugField(max_length=60)
    answers = models.JSONField(default=dict)
    """Field → value, as the council's own fields are called."""
    participants = models.JSONField(default=list)
    """Rows of ``kind`` (municipality or county), ``code``, ``takes_part``, ``starts_on`` and ``certainty``."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at",)
        constraints = [UniqueConstraint(fields=["account", "slug"], name="draft_has_an_address_of_its_own")]

    def __str__(self) -> str:
        return str(self.answers.get("short_name") or self.slug)

    def get_absolute_url(self) -> str:
        return reverse("councils:set_up_name", args=[self.slug])
