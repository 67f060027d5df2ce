"""Tables of participation."""

from veivalg.web.participation.models.rounds import ParticipationRound
from veivalg.web.participation.models.submissions import Submission, SubmissionAnswer

__all__ = ["ParticipationRound", "Submission", "SubmissionAnswer"]
