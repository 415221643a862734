"""The embedded database, DuckDB: the only module that imports it, and not before it is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from types import TracebackType
from typing import Any

from ..problem import UserError

MEMORY = "2GB"
FIRST_REPORT, NEXT_REPORT = 2.0, 0.5
# Nothing is fetched or loaded while it runs, and no variable of this program passes for a table.
_SETTINGS: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": MEMORY,
    "python_enable_replacements": "false",
}

Report = Callable[[float], None]


class EngineError(Exception):
    """What the database says it cannot do; whoever knows the table turns it into a sentence."""


class Engine:
    """A database in memory that lasts as long as a `with` block; what does not fit goes to a temporary folder."""

    def __init__(self, memory: str = MEMORY) -> None:
        self._memory = memory
        self._closing = ExitStack()

    def __enter__(self) -> Engine:
        try:
            import duckdb
        except ModuleNotFoundError:
            raise UserError("--data needs duckdb; install it with: pip install 'kpi-atlas[data]'") from None
        self._duckdb = duckdb
        folder = self._closing.enter_context(tempfile.TemporaryDirectory(prefix="kpi-", ignore_cleanup_errors=True))
        settings = {**_SETTINGS, "memory_limit": self._memory, "temp_directory": folder}
        self._connection = self._closing.enter_context(duckdb.connect(":memory:", config=settings))
        self._connection.execute("SET enable_progress_bar = true")
        self._connection.execute("SET enable_progress_bar_print = false")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(self._duckdb.Error):  # a statement that was stopped while it began may still hold it
            self._connection.interrupt()
            self._closing.close()

    def define(self, name: str, function: Callable[[list[float | None]], str]) -> None:
        """Make a function of Python's known to SQL under that name; it takes a list of doubles and gives a text.

        Raises:
            UserError: the database needs numpy for that.
        """
        if find_spec("numpy") is None:  # found out here, for the database tells only when the function is called
            raise UserError("reasons in a file need numpy; install it with: pip install 'kpi-atlas[data]'")
        self._connection.create_function(name, function, ["DOUBLE[]"], "VARCHAR", null_handling="special")

    def rows(self, sql: str, report: Report | None = None) -> list[tuple[Any, ...]]:
        """What a statement gives; `report` is told how much is done, from 0 to 1, when it takes long.

        Raises:
            EngineError: the database refuses the data.
            UserError: memory or disk do not suffice.
        """
        # In a thread of its own, for in the main thread the database does not look at Ctrl-C while it computes.
        with ThreadPoolExecutor(1) as worker:
            running: Future[Any] = Future()
            try:
                running = worker.submit(lambda: self._connection.execute(sql).fetchall())
                self._wait(running, report)
            except KeyboardInterrupt:
                while not running.cancel() and not running.done():  # again, since the statement may not have begun yet
                    self._connection.interrupt()
                    wait([running], 0.05)
                raise
        try:
            return list(running.result())
        except self._duckdb.OutOfMemoryException:
            raise UserError(
                f"this takes more than {self._memory} of memory; use fewer columns, or smaller groups"
            ) from None
        except (self._duckdb.Error, UnicodeError) as error:
            raise EngineError(str(error)) from None

    def _wait(self, running: Future[Any], report: Report | None) -> None:
        """Until the statement has ended, telling now and then how far it is."""
        pause = FIRST_REPORT
        while wait([running], pause).not_done:
            pause = NEXT_REPORT
            done = float(self._connection.query_progress()) / 100
            if report is not None and done >= 0:
                report(min(done, 1.0))
