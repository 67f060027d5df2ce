"""``veivalg manage send_mail``: send what waits in the outbox, once or for as long as the site runs."""

import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from veivalg.web.outbox import operations

PAUSE_S = 2


class Command(BaseCommand):
    """Meant for a timer, or with --watch beside the site."""

    help = "Send the mail that waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="keep sending until stopped")

    def handle(self, *args: object, watch: bool, **options: object) -> None:
        if not watch:
            self.stdout.write(f"{_send()} sent")
            return
        while True:
            try:
                _send()
            except OperationalError as error:
                # The database is being restarted: the next round will tell.
                self.stderr.write(f"The database does not answer: {error}")
            close_old_connections()
            time.sleep(PAUSE_S)


def _send() -> int:
    if not settings.MAIL.is_set:
        return 0
    connection = get_connection()
    return operations.send_waiting(
        now=timezone.now(),
        deliver=lambda mail: connection.send_messages([mail]),
        sender=settings.DEFAULT_FROM_EMAIL,
    )
