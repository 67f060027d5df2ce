"""Why regional cooperation succeeds, and what shows how it is: what people say beside what is done."""

from veivalg.rules.cooperation.reason import Reason
from veivalg.rules.cooperation.share import Share

__all__ = ["Reason", "Share"]
