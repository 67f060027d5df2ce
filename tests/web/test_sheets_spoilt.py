"""Spoilt files are read or refused; nothing else happens."""

from soak.files import fuzz_files


def test_three_hundred_spoilt_files_are_read_or_refused(capfd):
    log = fuzz_files(300, seed=20_261_124)
    capfd.readouterr()
    assert log.failures == []
    # Both happen often, and for many reasons: the sample is worth its time.
    assert log.read > 30
    assert len(log.refused) > 4
    assert log.read + log.refused.total() == 300
