"""``veivalg manage remove_second_factor``: help someone who has lost their second factor and their recovery codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.accounts.addresses import AddressBroken, plain_address
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations.second_factor import remove_all_factors


class Command(BaseCommand):
    """Only for whoever runs the machine, after having made sure who is asking."""

    help = "Remove all second factors from an account. The owner is told by mail, and the trail keeps the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that the account signs in with")
        parser.add_argument("--reason", required=True, help="why, and how you know who asked; kept in the trail")

    def handle(self, *args: object, email: str, reason: str, **options: object) -> None:
        try:
            address = plain_address(email)
            remove_all_factors(actor=OPERATOR, email=address, reason=reason, now=timezone.now())
        except AddressBroken as error:
            raise CommandError(str(error)) from error
        except Account.DoesNotExist as error:
            raise CommandError(
                f"Nobody has the address {address}. See that it is the one they sign in with."
            ) from error
        self.stdout.write(f"{address} has no second factor any longer, and can add one at /min-side/sikkerhet/.")
