"""For whoever runs the site, when someone has got a new identity at the provider."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.accounts.oidc import operations


class Command(BaseCommand):
    """Unties an account, so that the next sign-in with its verified address ties it anew."""

    help = (
        "Untie an account from whom it has been at other providers. The next sign-in ties it anew, by e-mail address."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            count = operations.forget_identities(actor=OPERATOR, email=email, now=timezone.now())
        except operations.AccountUnknown:
            raise CommandError(f"No account has the address {email}. Look for a slip of the pen.") from None
        self.stdout.write(f"{email} was tied to {count} identities, and is tied to none now.")
