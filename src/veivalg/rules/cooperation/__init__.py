"""Why regional cooperation succeeds, and what shows how it is: what people say beside what is done."""

from veivalg.rules.cooperation.capacity import CapacityElement
from veivalg.rules.cooperation.days import Days
from veivalg.rules.cooperation.form import LegalForm
from veivalg.rules.cooperation.point import Point
from veivalg.rules.cooperation.reason import Reason
from veivalg.rules.cooperation.share import Share
from veivalg.rules.cooperation.talk import Said, Topic, Why, talk_first

__all__ = ["CapacityElement", "Days", "LegalForm", "Point", "Reason", "Said", "Share", "Topic", "Why", "talk_first"]
