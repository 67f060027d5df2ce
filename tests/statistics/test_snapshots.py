"""Snapshots: nothing is lost, nothing is changed, and the newest one is in force."""

import io
import json
import threading
from datetime import UTC, datetime

import pytest

from tests.statistics import small_folder
from veivalg.statistics import commands, dataset, snapshots, store
from veivalg.statistics.dataset import DataSetBroken
from veivalg.statistics.snapshots import SnapshotBroken

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def record(home, raw=b"first"):
    return snapshots.record(home, raw, at=NOW, importer_version="7", inputs={"a.csv": "00"}, note="by hand")


def manifest(home):
    return snapshots.folder(home) / snapshots.MANIFEST


def test_bytes_lie_under_their_checksum_and_the_manifest_says_when_and_from_what(tmp_path):
    assert record(tmp_path)
    (entry,) = snapshots.entries(tmp_path)
    assert snapshots.newest(tmp_path).read_bytes() == b"first"
    assert snapshots.newest(tmp_path).stem == entry.sha256
    assert (entry.bytes, entry.event, entry.importer_version) == (5, "imported", "7")
    assert entry.recorded_at == "2026-03-01T12:00:00+00:00"
    assert entry.inputs == {"a.csv": "00"}


def test_equal_bytes_again_are_noted_as_checked_and_not_stored_twice(tmp_path):
    record(tmp_path)
    assert not record(tmp_path)
    assert [entry.event for entry in snapshots.entries(tmp_path)] == ["imported", "checked, unchanged"]
    assert len(list(snapshots.folder(tmp_path).glob("*.vvdata"))) == 1


def test_older_bytes_imported_again_are_in_force_again(tmp_path):
    for raw in (b"first", b"second", b"first"):
        assert record(tmp_path, raw)
    assert snapshots.newest(tmp_path).read_bytes() == b"first"
    assert len(snapshots.entries(tmp_path)) == 3


def test_a_line_cut_short_by_a_crash_is_passed_over_and_then_replaced(tmp_path):
    record(tmp_path)
    with manifest(tmp_path).open("a") as handle:
        handle.write('{"sha256": "ab')
    assert len(snapshots.entries(tmp_path)) == 1
    record(tmp_path, b"second")
    assert [entry.event for entry in snapshots.entries(tmp_path)] == ["imported", "imported"]


@pytest.mark.parametrize("line", ["nonsense", "{}", '{"sha256": "../../etc"}', "[]"])
def test_a_damaged_manifest_says_which_line(tmp_path, line):
    record(tmp_path)
    manifest(tmp_path).write_text(line + "\n" + manifest(tmp_path).read_text())
    with pytest.raises(SnapshotBroken, match="line 1"):
        snapshots.entries(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(tmp_path):
    record(tmp_path)
    entry = json.loads(manifest(tmp_path).read_text()) | {"sha256": "../../secret"}
    manifest(tmp_path).write_text(json.dumps(entry) + "\n")
    with pytest.raises(SnapshotBroken, match="sha256"):
        snapshots.newest(tmp_path)


def test_verify_finds_changed_and_lost_bytes(tmp_path):
    record(tmp_path)
    record(tmp_path, b"second")
    assert snapshots.verify(tmp_path) == 2
    snapshots.newest(tmp_path).write_bytes(b"sECOND")
    with pytest.raises(SnapshotBroken, match="does not hold"):
        snapshots.verify(tmp_path)
    snapshots.newest(tmp_path).unlink()
    with pytest.raises(SnapshotBroken, match="is gone"):
        snapshots.verify(tmp_path)


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots.os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        record(tmp_path)
    assert list(snapshots.folder(tmp_path).iterdir()) == []


def test_without_snapshots_the_shipped_figures_are_in_force(tmp_path):
    assert store.current_file(tmp_path) == store.shipped_file()
    assert store.current(tmp_path) is store.current(None)


def test_a_new_snapshot_is_in_force_at_once_and_read_only_once(tmp_path, small_country, monkeypatch):
    store.current(tmp_path)
    record(tmp_path, dataset.dump(small_country))
    reads = []
    original = dataset.read
    monkeypatch.setattr(dataset, "read", lambda path: (reads.append(path), original(path))[1])
    found = []
    threads = [threading.Thread(target=lambda: found.append(store.current(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(reads) == 1
    assert all(data is found[0] for data in found)
    assert len(found[0].municipalities) == 6


def test_a_lost_snapshot_gets_a_message_and_not_other_figures(tmp_path, small_country):
    record(tmp_path, dataset.dump(small_country))
    snapshots.newest(tmp_path).unlink()
    with pytest.raises(DataSetBroken, match="Restore it from a backup"):
        store.current(tmp_path)


def test_the_commands_import_verify_and_tell_what_is_in_force(tmp_path):
    upstream, home = small_folder.write(tmp_path / "upstream"), tmp_path / "home"

    def run(*words):
        out = io.StringIO()
        return commands.main(list(words), home, out=out), out.getvalue()

    assert run("import", str(upstream)) == (0, "A new snapshot is in force.\n")
    assert run("import", str(upstream)) == (0, "Checked: unchanged since the last import.\n")
    code, text = run("verify")
    assert (code, text.split()[0]) == (0, "1")
    code, text = run("status")
    assert code == 0
    assert "5 municipalities" in text
    assert "tabell 07459" in text
    assert "checked, unchanged" in text


def test_verify_answers_damage_with_exit_code_2(tmp_path, small_country, capsys):
    record(tmp_path, dataset.dump(small_country)[:-1])
    snapshots.newest(tmp_path).write_bytes(b"other")
    assert commands.main(["verify"], tmp_path) == 2
    assert "Restore it from a backup" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_is_answered_with_exit_code_2(tmp_path, capsys):
    upstream = small_folder.write(tmp_path / "upstream")
    (tmp_path / "file").write_text("in the way")
    assert commands.main(["import", str(upstream), "--output", str(tmp_path / "file" / "x")], tmp_path) == 2
    assert "cannot be read or written" in capsys.readouterr().err
