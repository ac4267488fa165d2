"""Work shared with copies of the process: the same results in the same order, whatever becomes of a copy."""

import os
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

import pytest
from kenzan.reports.side_by_side import shared
from kenzan.reports.verification import verify_path

NOTES = sorted((Path(__file__).parent / "notes").glob("*.md"))
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are copied on Linux alone")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 50])
def test_parts_come_in_order(count):
    assert list(chain.from_iterable(shared(list, range(200), count))) == list(range(200))
    assert shared(list, [], count) == []
    assert shared(list, [1], count) == [[1]]


def _where(part):
    time.sleep(0.02)
    return os.getpid()


def test_others_take_parts_too():
    assert len(set(shared(_where, range(24), 3))) == 3


def _deadly(part):
    time.sleep(0.02)
    if os.getpid() != HERE:
        os._exit(9)
    return list(part)


HERE = os.getpid()


def test_the_parts_of_a_copy_that_died_are_done_here():
    assert list(chain.from_iterable(shared(_deadly, range(60), 3))) == list(range(60))


def _no_copy_is_left():
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_an_error_in_a_copy_is_met_here():
    def fails(part):
        time.sleep(0.02)
        if 37 in part:
            raise ValueError("the part with 37")
        return list(part)

    with pytest.raises(ValueError, match="the part with 37"):
        shared(fails, range(60), 3)
    _no_copy_is_left()


def test_an_interruption_leaves_no_copy_behind():
    def interrupted(part):
        if os.getpid() == HERE:
            raise KeyboardInterrupt
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        shared(interrupted, range(60), 3)
    _no_copy_is_left()


KILLED = """
import os, sys, time
from kenzan.reports.side_by_side import shared

def slow(part):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(0.6)

shared(slow, range(600), 2)
"""


def test_a_copy_ends_by_itself_where_the_process_was_killed():
    run = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with run.stdout as told:
        seen = set()
        while len(seen) < 2:
            seen.add(int(told.readline()))
        run.kill()
        run.wait()
        rest = [int(line) for line in told]  # ends when nobody holds the pipe any more: it would print all 16 parts
    assert len(rest) < 8
    assert set(rest) <= seen


@pytest.mark.parametrize("note", NOTES[:2], ids=lambda path: path.stem)
def test_a_note_read_by_several_is_read_as_by_one(note, monkeypatch):
    monkeypatch.setattr("kenzan.reports.verification.processes", lambda: 4)
    alone, together = verify_path(note), verify_path(note, at_once=4)
    assert together == alone
