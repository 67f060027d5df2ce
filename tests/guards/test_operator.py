"""What only the command line of the machine may do is refused without naming a permission that would help."""

import pytest
from django.test import RequestFactory

from veivalg.web.access.doors import OperatorOnly, Refused, require_operator
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.site.refusals import Refusals


def test_a_refusal_names_no_permission_that_would_not_help(people, client):
    with pytest.raises(OperatorOnly) as told:
        require_operator(people.host.actor)
    assert isinstance(told.value, Refused)
    assert told.value.permission is None
    require_operator(people.operator)

    request = RequestFactory().get("/et-sted/")
    request.account, request.actor = people.host.account, people.host.actor
    answer = Refusals(lambda request: None).process_exception(request, told.value)

    assert answer.status_code == 403
    assert AuditEntry.objects.get(verb=Verb.ACCESS_REFUSED).reason == "the operator alone /et-sted/"
