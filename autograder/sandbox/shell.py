"""IPython as a notebook's cells find it inside the wall: no terminal, no screen, no programs to start.

Students see their cells run in a kernel of their own, on a machine with other packages, files and names. What
fails here alone should cost as little as possible, so each statement of a cell stands for itself: one that
raises costs itself, and not the function below it.
"""

import ast
import inspect
import re
from contextlib import suppress
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

# They set up a notebook for looking at, or measure for seconds what is not asked here.
_LINES_WITHOUT_EFFECT = ("matplotlib", "pylab", "config", "pip", "conda", "timeit")

# What a cell may begin with that does nothing: blank lines, and magics that run what stands below them.
_NOTHING = re.compile(r"(?:(?:[ \t]*|%%(?:time|capture)\b.*)\n)*")


class _Compiler(CachingCompiler):
    """Names each cell's code by the cell's number, so that tracebacks tell where an error is."""

    name = "<cell>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.name


class Shell(InteractiveShell):
    """Runs cells; errors are handed back, not printed.

    Attributes:
        definitions_only: whether to leave out what does more than give names to functions, modules and
            plain values; for a cell that hung, or took the process with it.
        functions: every function that a cell defined, by its name: the last of each, even if the name was
            given to something else after that, as in `window = window(x, 0, 0, 3)`.
    """

    compiler_class = Type(_Compiler)
    compile: _Compiler
    definitions_only = False

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)  # type: ignore[no-untyped-call]
        self.functions: dict[str, Any] = {}

    def init_magics(self) -> None:
        super().init_magics()  # type: ignore[no-untyped-call]
        magics = self.magics_manager.magics
        for name in _LINES_WITHOUT_EFFECT:
            magics["line"][name] = _do_nothing
        magics["cell"]["timeit"] = _do_nothing

    def run(self, source: str) -> BaseException | None:
        """Runs a cell, and gives its first error.

        Much of what IPython does for a person at a screen is left out: it would take longer than the cell.
        No value is displayed, nothing is kept in `In` and `Out`, no event is told.
        """
        try:
            statements = self._statements(source)
        except BaseException as error:
            return error
        first: BaseException | None = None
        for statement in statements:
            if self.definitions_only and not _only_defines(statement):
                continue
            failed = self._error_of(statement)
            if failed is not None:
                first = failed if first is None else first
            elif isinstance(statement, ast.FunctionDef):
                self.functions[statement.name] = self.user_ns.get(statement.name)
        return first

    def _statements(self, source: str) -> list[ast.stmt]:
        """What a cell consists of; magics and prompts are looked for in what is no Python as it stands."""
        try:
            found = self._parsed(source)
        except Exception:  # a magic, an error, or warnings that a student made errors of
            found = []
        # A name by itself may be a magic too, such as `pwd`.
        if not found or (isinstance(found[0], ast.Expr) and "\n" not in source.strip()):
            # IPython would take blank lines away, and with them the numbers of those below.
            nothing = _NOTHING.match(source)
            start = nothing.end() if nothing else 0
            cell = self.transform_cell(source[start:])  # type: ignore[no-untyped-call]
            found = self._parsed("\n" * source.count("\n", 0, start) + cell)
        return found

    def _parsed(self, cell: str) -> list[ast.stmt]:
        module = self.compile.ast_parse(cell, self.compile.cache(cell))
        assert isinstance(module, ast.Module)
        return module.body

    def _error_of(self, statement: ast.stmt) -> BaseException | None:
        """How a statement ends that is run."""
        try:
            with self.compile.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                # typeshed knows it of texts alone
                code = self.compile(ast.Module([statement], []), self.compile.name, "exec")  # type: ignore[arg-type]
            waiting = eval(code, self.user_global_ns, self.user_ns)  # noqa: S307  # that is what it is for
            if code.co_flags & inspect.CO_COROUTINE:
                # What really waits would need an event loop, which needs a socket: there is none here.
                with suppress(StopIteration):
                    waiting.send(None)
                    waiting.throw(RuntimeError("there is nothing to wait for where your work is graded"))
        except BaseException as error:
            return error
        return None

    def system(self, cmd: str) -> None:
        pass

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str]:
        return []

    def ask_exit(self) -> None:
        """`exit()` ends no kernel here."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """What a magic runs may fail; nobody sees it, and to write it out takes 50 ms."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """The same."""


def new_shell() -> Shell:
    """A warm shell that no cell has run in."""
    config = Config()
    config.HistoryManager.enabled = False  # a database, and a thread
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.colors = "nocolor"
    shell: Shell = Shell.instance(config=config)
    # The first cell and the first error import what later ones find ready.
    shell.run("%time 0")
    shell.run("raise ValueError")
    shell.reset()  # type: ignore[no-untyped-call]
    return shell


def _do_nothing(line: str, cell: str = "") -> None:
    pass


_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def _only_defines(node: ast.stmt) -> bool:
    """Whether a statement gives a name to something and calls nothing for it."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return not any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(node))
    return isinstance(node, _DEFINES)
