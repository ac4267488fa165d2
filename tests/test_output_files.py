"""Where results are written: through links, into devices and files with two names; whole, and never into a new folder."""

import os
import stat

import pytest
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main
from kenzan.reports.output import write


def test_a_link_stays_and_its_target_is_written(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write("new", link)
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_link_to_nothing_yet_makes_its_target(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "target.txt")
    write("new", link)
    assert link.is_symlink()
    assert (tmp_path / "target.txt").read_text() == "new"


def test_a_second_name_of_a_file_keeps_showing_the_same(tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("old and longer")
    os.link(one, other)
    write("new", one)
    assert other.read_text() == "new"


def test_a_device_is_written_to_and_stays_one():
    write("gone", "/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("old")
    path.chmod(0o600)
    write("new", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_folder_is_made_for_a_file_that_was_named(tmp_path, capsys):
    missing = tmp_path / "missing"
    with pytest.raises(InputError, match="cannot write"):
        write("new", missing / "x.txt")
    assert main(["new-question", "fresh", "-o", str(missing / "fresh.md.j2")]) == 2
    assert "cannot write" in capsys.readouterr().err
    assert not missing.exists()
