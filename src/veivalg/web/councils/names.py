"""What is said about a council's name, in words."""

from datetime import date

from django.utils.translation import get_language, gettext

from veivalg.facts.law import cited, municipal_act
from veivalg.rules.mandates import check_name


def name_remark(name: str, *, on: date) -> str:
    """Empty when the name is as the act asks, else what it lacks, with the paragraph. Never a reason to refuse it."""
    act = municipal_act()
    finding = check_name(name, on=on, act=act)
    if finding.ok:
        return ""
    provision = act.in_force("council_name", on)
    about = provision.about.get(get_language() or "nb", provision.about["nb"]) if provision else ""
    lacks = (
        gettext("The name lacks: %(words)s.") % {"words": ", ".join(finding.missing)}
        if finding.missing
        else gettext("The words do not stand together in the name.")
    )
    kept = gettext(
        "The act asks this of every interkommunalt politisk råd. Cooperation under § 27 of the former act had to be "
        "converted by the autumn of 2023 (§ 31-2). The name can be stored all the same."
    )
    return f"{lacks} {about} ({cited(finding.paragraph, get_language() or 'nb')}) {kept}"
