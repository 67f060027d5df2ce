"""What the site's own log never holds: the keys of links in mail, which open something for whoever reads them."""

import logging
import re

_KEY = re.compile(r"(?<=/)[\w-]{40,}(?=/|$|\s)")
"""A part of an address that is as long as a key (`accounts.secrets.new_key`); no other part is."""


class WithoutKeys(logging.Filter):
    """Puts a mark in place of a key. Programs that look at mail ask for a link in ways that are refused, and whatever
    is refused is logged with its address while the link still works."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        said = _KEY.sub("…", told)
        if said != told:
            record.msg, record.args = said, None
        return True
