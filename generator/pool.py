"""进程池 pool：把许多小任务分给几个进程；任务和结果都是小的值，任何 concurrent.futures 执行器都能用。"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TypeVar

from generator.memory import relax_collector

Result = TypeVar("Result")

FEW = 3
"""So few tasks are done at once in this process: starting others takes longer."""
CHUNK = 8
"""Families of one task: enough that handing it over does not count, few enough that progress is seen and the end is even."""

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, out of how much."""


def silent(what: str, done: int, whole: int) -> None:
    """Nobody watches."""
    _ = what, done, whole


class WorkersLostError(Exception):
    """The system ended a process that was at work."""


@contextmanager
def processes(tasks: int, workers: int = 0, given: Executor | None = None) -> Iterator[Executor | None]:
    """Processes of our own for so many tasks; None where they are not worth it. `workers` 0: as many as there are processors.

    An executor that is given is used as it is: its workers must see the project's folder under the same path.
    """
    if given is not None:
        yield given
        return
    count = min(workers or os.cpu_count() or 1, tasks)
    if count < 2 or (tasks <= FEW and not workers):
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=_context(), initializer=relax_collector) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _context() -> multiprocessing.context.BaseContext:
    """Never plain `fork`, which copies locks in whatever state; where it can be, modules are imported once for all."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["generator.region_task"])
    return context


def chunks(items: Sequence[str], workers: int, most: int = CHUNK) -> list[tuple[str, ...]]:
    """Neighbours together; smaller ones where there are so few that some processes would stand idle."""
    size = max(1, min(most, -(-len(items) // (4 * max(1, workers)))))
    return [tuple(items[at : at + size]) for at in range(0, len(items), size)]


def each(
    executor: Executor | None, task: Callable[..., Result], calls: Iterable[tuple[object, ...]]
) -> Iterator[Result]:
    """Results as they come, in no order; one process where there is no executor."""
    if executor is None:
        yield from (task(*call) for call in calls)
        return
    try:
        waiting: list[Future[Result]] = [executor.submit(task, *call) for call in calls]
        yield from (one.result() for one in as_completed(waiting))
    except BrokenExecutor as error:
        raise WorkersLostError(
            "做页面的进程被系统结束了（多半是内存不够），这次什么也没有公布；请关闭别的程序，或用 --workers 1 再试。"
        ) from error
