"""Tables of the youth panel's room."""

from veivalg.web.youth.models.matters import YouthMatter
from veivalg.web.youth.models.submissions import YouthAnswer, YouthSubmission

__all__ = ["YouthAnswer", "YouthMatter", "YouthSubmission"]
