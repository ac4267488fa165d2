"""Work shared with copies of the process: the same results in the same order, whatever becomes of a copy."""

import os
import sys
from itertools import chain
from pathlib import Path

import pytest
from kenzan.reports.side_by_side import shared
from kenzan.reports.verification import verify_path

NOTES = sorted((Path(__file__).parent / "notes").glob("*.md"))
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux alone")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 50])
def test_parts_come_in_order(count):
    assert list(chain.from_iterable(shared(list, range(20), count))) == list(range(20))
    assert list(shared(list, [], count)) == []


def test_the_others_work_elsewhere():
    first, *others = shared(lambda part: os.getpid(), range(6), 3)
    assert first == os.getpid() not in others
    assert len(set(others)) == 2


def _deadly(part):
    if os.getpid() != HERE and part[0] == 2:
        os._exit(9)
    return list(part)


HERE = os.getpid()


def test_the_part_of_a_copy_that_died_is_done_here():
    assert list(chain.from_iterable(shared(_deadly, range(6), 3))) == list(range(6))


def test_an_error_in_a_copy_is_met_here():
    def fails(part):
        if part[0] == 2:
            raise ValueError("the second part")
        return list(part)

    with pytest.raises(ValueError, match="the second part"):
        list(shared(fails, range(6), 3))
    with pytest.raises(ChildProcessError):  # none is left behind
        os.waitpid(-1, os.WNOHANG)


def test_results_that_are_not_waited_for_leave_no_copy_behind():
    results = shared(list, range(6), 3)
    next(results)
    results.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("note", NOTES[:4], ids=lambda path: path.stem)
def test_a_note_read_by_several_is_read_as_by_one(note, monkeypatch):
    monkeypatch.setattr("kenzan.reports.verification.processes", lambda: 4)
    alone, together = verify_path(note), verify_path(note, at_once=4)
    assert together == alone
