"""IPython as a notebook's cells find it inside the wall: no terminal, no screen, no programs to start.

Students see their cells run in a kernel of their own, on a machine with other packages, files and names. What
fails here alone should cost as little as possible, so each statement of a cell stands for itself: one that
raises costs itself, and not the function below it.
"""

import ast
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.inputtransformer2 import PromptStripper, TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

# They set up a notebook for looking at, or measure for seconds what is not asked here.
_LINES_WITHOUT_EFFECT = ("matplotlib", "pylab", "config", "pip", "conda", "timeit")

# They run what stands below them; without them it is a cell like any other.
_TRANSPARENT = re.compile(r"%%(?:time|capture)\b.*")


class _Compiler(CachingCompiler):
    """Names each cell's code by the cell's number, so that tracebacks tell where an error is."""

    name = "<cell>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.name


class _Transformer(TransformerManager):
    """Looks for prompts and magics, line by line in Python, only in what is no Python as it stands."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.cleanup_transforms = [
            _unless_python(each) if isinstance(each, PromptStripper) else each
            for each in self.cleanup_transforms
        ]

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        return _unless_python(super().do_token_transforms)(lines)


_Transform = Callable[[list[str]], list[str]]


def _unless_python(transform: _Transform) -> _Transform:
    return lambda lines: lines if _is_python("".join(lines)) else transform(lines)


@lru_cache(maxsize=1)  # one cell is looked at several times in a row
def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except Exception:  # a magic, an error, or warnings that a student made errors of
        return False
    return True


class Shell(InteractiveShell):
    """Runs cells; errors are handed back, not printed (printing takes 50 ms each).

    Attributes:
        definitions_only: whether to leave out what does more than give names to functions, modules and
            plain values; for a cell that hung, or took the process with it.
        functions: every function that a cell defined, by its name: the last of each, even if the name was
            given to something else after that, as in `window = window(x, 0, 0, 3)`.
    """

    compiler_class = Type(_Compiler)
    definitions_only = False

    def __init__(self, **arguments: Any) -> None:
        super().__init__(input_transformer_manager=_Transformer(), **arguments)  # type: ignore[no-untyped-call]
        self.functions: dict[str, Any] = {}
        self.input_transformers_cleanup.insert(0, _without_frame)

    def init_magics(self) -> None:
        super().init_magics()  # type: ignore[no-untyped-call]
        magics = self.magics_manager.magics
        for name in _LINES_WITHOUT_EFFECT:
            magics["line"][name] = _do_nothing
        magics["cell"]["timeit"] = _do_nothing

    def should_run_async(self, raw_cell: str, **known: Any) -> bool:
        """Whether a cell awaits something: it is compiled to find out, so only where it may."""
        return ("await" in raw_cell or "async" in raw_cell) and super().should_run_async(raw_cell, **known)

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Runs statements, each by itself; the first error of all is the cell's."""
        first = None
        for node in nodelist:
            if self.definitions_only and not _only_defines(node):
                continue
            mode = interactivity if node is nodelist[-1] else "none"
            if await super().run_ast_nodes([node], cell_name, mode, compiler, result):
                first = first or result.error_before_exec or result.error_in_exec
                result.error_before_exec = result.error_in_exec = None
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = self.user_ns.get(node.name)
        result.error_in_exec = first
        return first is not None

    def system(self, cmd: str) -> None:
        pass

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str]:
        return []

    def ask_exit(self) -> None:
        """`exit()` ends no kernel here."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        pass

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        pass


def new_shell() -> Shell:
    """A warm shell that no cell has run in."""
    config = Config()
    config.HistoryManager.enabled = False  # a database, and a thread
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.colors = "nocolor"
    shell: Shell = Shell.instance(config=config)
    # The first cell and the first error import what later ones find ready.
    shell.run_cell("%time 0")  # type: ignore[no-untyped-call]
    shell.run_cell("raise ValueError")  # type: ignore[no-untyped-call]
    shell.reset()  # type: ignore[no-untyped-call]
    return shell


def _do_nothing(line: str, cell: str = "") -> None:
    pass


def _without_frame(lines: list[str]) -> list[str]:
    return ["\n", *lines[1:]] if lines and _TRANSPARENT.match(lines[0]) else lines


_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def _only_defines(node: ast.stmt) -> bool:
    """Whether a statement gives a name to something and calls nothing for it."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return not any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(node))
    return isinstance(node, _DEFINES)
