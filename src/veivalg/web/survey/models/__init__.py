"""Tables of rounds, of who may answer, and of what they answered."""

from veivalg.web.survey.models.ballots import Ballot, TextAnswer
from veivalg.web.survey.models.invited import Invitation, Slip
from veivalg.web.survey.models.rounds import SMALLEST_GROUP, Group, Item, Round

__all__ = ["SMALLEST_GROUP", "Ballot", "Group", "Invitation", "Item", "Round", "Slip", "TextAnswer"]
