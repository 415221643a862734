"""Work on several cores gives what work on one gives, in order, whatever becomes of a child."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from kpiatlas import processes
from kpiatlas.processes import shares, spread


@pytest.fixture(params=[1, 2, 3])
def several(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many processes, whatever the machine has."""
    monkeypatch.setattr(processes, "_processes", lambda: request.param)
    return int(request.param)


def test_results_stand_in_the_order_of_the_tasks(several: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        return number * number

    assert spread(work, range(40)) == [number * number for number in range(40)]
    assert spread(work, []) == []


def test_what_a_task_raises_is_raised(several: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.002)
        if number == 17:
            raise FileNotFoundError(2, "no such file", "record")
        return number

    with pytest.raises(FileNotFoundError, match="no such file") as told:
        spread(work, range(30))
    assert told.value.filename == "record"


def test_tasks_of_a_child_that_was_ended_are_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_processes", lambda: 2)
    parent = os.getpid()

    def work(number: int) -> int:
        time.sleep(0.01)
        if os.getpid() != parent and number > 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert spread(work, range(30)) == list(range(30))


def test_beside_another_thread_one_process_does_the_work() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert set(spread(lambda _: os.getpid(), range(20))) == {os.getpid()}
    stop.set()
    thread.join()


ALONE = """
import os, time
from kpiatlas.processes import spread

def outer(_):
    time.sleep(0.01)
    return {os.getpid(), *spread(lambda _: os.getpid(), range(4))}

found = spread(outer, range(12))
assert all(len(pids) == 1 for pids in found if os.getpid() not in pids), found
"""


def test_a_child_s_own_work_stays_in_the_child() -> None:
    """In a program of its own, since work is not spread beside the threads of a test runner."""
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_more_tasks_than_a_pipe_holds_are_refused(several: int) -> None:
    if several > 1:
        with pytest.raises(ValueError, match="make them larger"):
            spread(abs, range(10_000))


def test_shares_hold_every_item_once() -> None:
    assert [list(share) for share in shares(range(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert shares([], 3) == []
