"""The words in the files that we write, in three languages. Whoever reads the file may have another language than its
writer, so they stand here and not among the translations of the pages."""

from dataclasses import dataclass

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Words:
    """One thing's name in each language."""

    nb: str
    nn: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in a language; bokmål for one that we do not write."""
        return str(getattr(self, language)) if language in LANGUAGES else self.nb

    @property
    def all(self) -> tuple[str, str, str]:
        """The name in all languages."""
        return self.nb, self.nn, self.en


GOAL_IN_FRONT = Words("MÅL:", "MÅL:", "GOAL:")
VISION_IN_FRONT = Words("Visjon:", "Visjon:", "Vision:")
PERIOD_IN_FRONT = Words("Periode:", "Periode:", "Period:")
FOCUS_AREA_IN_FRONT = Words("Satsingsområde:", "Satsingsområde:", "Focus area:")
NO_FOCUS_AREA = Words("Uten satsingsområde", "Utan satsingsområde", "Without focus area")

PATH_HEAD = Words("Dette oppnår vi gjennom", "Dette oppnår vi gjennom", "We reach this through")
ACTION_HEAD = Words("Da må vi (tiltak{years})", "Då må vi (tiltak{years})", "Then we must (actions{years})")
NAMES_HEAD = Words("Ansvar/samarb.partnere", "Ansvar/samarb.partnarar", "Responsible/partners")
TIME_HEAD = Words("Frist", "Frist", "When")
STATUS_HEAD = Words("Status", "Status", "Status")


def front_removed(text: str, words: Words) -> str | None:
    """What stands after one of these words, in whatever language; None when none of them is in front."""
    for word in words.all:
        if text == word:
            return ""
        if text.startswith(f"{word} "):
            return text[len(word) + 1 :]
    return None
