"""Work spread over the cores of this machine. Beside `paths`, below everything that has many records to go through.

Children are forked: they see what the caller has in memory without a copy, and send back results alone.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess as Process
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_NUMBER = 4  # bytes of a task's number
_SELDOM = 50_000
_MOST_TASKS = 8192  # what a pipe holds, with room to spare
atexit.register(gc.unfreeze)  # modules that are never given back complain of leaks at the end


def shares(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Items in groups of so many: tasks for `spread`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def spread(work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    """The results of `work` for each task, in their order, on all cores; each process takes the next task that waits.

    Put long tasks first. Results must pickle; what `work` raises is raised here.
    """
    count = min(_processes(), len(tasks))
    if count < 2:
        return [work(task) for task in tasks]
    waiting = _numbers(len(tasks))
    children = [_started(work, tasks, waiting) for _ in range(count - 1)]
    try:
        done = _worked(work, tasks, waiting)
        for process, answers in children:
            done |= _received(answers)
            process.join()
    finally:
        os.close(waiting)
        for process, _ in children:
            process.kill()
    # A child that was ended from outside (for want of memory, say) has left its tasks undone.
    return [done[number] if number in done else work(task) for number, task in enumerate(tasks)]


def _processes() -> int:
    """How many processes may run: one where forking is not safe, which is so beside other threads and off Linux.

    A child takes its tasks from the same row as its parent, and forks no more.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or multiprocessing.current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0))


def _numbers(count: int) -> int:
    """The end of a pipe from which every process reads the number of its next task."""
    if count > _MOST_TASKS:
        raise ValueError(f"{count} tasks; make them larger, at most {_MOST_TASKS}")
    ours, theirs = os.pipe()
    os.write(theirs, b"".join(number.to_bytes(_NUMBER, "big") for number in range(count)))
    os.close(theirs)
    return ours


def _worked(work: Callable[[T], R], tasks: Sequence[T], waiting: int) -> dict[int, R]:
    done = {}
    while taken := os.read(waiting, _NUMBER):
        number = int.from_bytes(taken, "big")
        done[number] = work(tasks[number])
    return done


def _started(work: Callable[[T], R], tasks: Sequence[T], waiting: int) -> tuple[Process, Connection]:
    forking = multiprocessing.get_context("fork")
    answers, question = forking.Pipe(duplex=False)
    process = forking.Process(target=_child, args=(work, tasks, waiting, question), daemon=True)
    process.start()
    question.close()
    return process, answers


def _child(work: Callable[[T], R], tasks: Sequence[T], waiting: int, question: Connection) -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    gc.freeze()  # looking for cycles would copy every page of memory that is shared with the parent
    try:
        question.send((True, _worked(work, tasks, waiting)))
    except Exception as error:
        question.send((False, error))


def _received(answers: Connection) -> dict[int, Any]:
    try:
        well, answer = answers.recv()
    except (EOFError, OSError):
        return {}
    if not well:
        raise answer
    done: dict[int, Any] = answer
    return done


@contextmanager
def collected_seldom() -> Iterator[None]:
    """A search for cycles after many thousand new things; after the usual few hundred it takes a tenth of the time."""
    was = gc.get_threshold()
    gc.set_threshold(_SELDOM, *was[1:])
    try:
        yield
    finally:
        gc.set_threshold(*was)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile, and none later among what is made here.

    Records have no cycles; going through millions of them again and again takes longer than making them. A process
    that goes on for long gives them back to the search with `gc.unfreeze`.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
