"""Why regional cooperation succeeds, and what shows how it is: what people say beside what is done."""

from veivalg.rules.cooperation.capacity import CapacityElement
from veivalg.rules.cooperation.form import LegalForm
from veivalg.rules.cooperation.point import Point
from veivalg.rules.cooperation.purpose import Purpose
from veivalg.rules.cooperation.reason import Reason
from veivalg.rules.cooperation.share import Share

__all__ = ["CapacityElement", "LegalForm", "Point", "Purpose", "Reason", "Share"]
