"""What is done beside the pages goes on, whatever fails."""

import pytest

from veivalg.web.site import work

pytestmark = pytest.mark.django_db


def test_mail_is_sent_though_something_else_that_was_due_failed(monkeypatch):
    done, said = [], []

    def fails(*, now):
        done.append("tried")
        raise ValueError("one row that nobody thought of")

    def pauses(seconds):
        if len(done) > 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(work, "remind", fails)
    monkeypatch.setattr(work, "send_mail", lambda: done.append("mail") or 0)
    monkeypatch.setattr(work.time, "sleep", pauses)
    # It would close the connection of the test.
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        work.keep_on(say=said.append)

    assert done == ["tried", "mail", "mail"]
    assert "ValueError" in said[0]
    assert "nobody thought of" not in said[0]
