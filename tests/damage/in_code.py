"""Damage to what stands in code cells: what other tools, other keyboards and other machines left there."""

import re

from tests.damage import FULL, Loses, Outcome, Work, cells

# Lines that fail or do nothing here, in the very cell of every function.
ABOVE = {
    "tensorflow": "import tensorflow as tf",
    "torch": "import torch\nimport torch.nn as nn",
    "pandas_scipy_cv2": "import pandas as pd, scipy.signal, cv2",
    "widgets": "from ipywidgets import interact",
    "colab": "from google.colab import files\nuploaded = files.upload()",
    "magics": "%matplotlib inline\n%config InlineBackend.dpi = 99\n%load_ext autoreload\n%autoreload 2",
    "an_unknown_magic": "%tensorflow_version 2.x",
    "time": "%%time",
    "capture": "%%capture",
    "shell": "!ls\nfiles = !ls\n!pip install tensorflow",
    "a_question": "?print\nprint??",
    "a_folder": "%cd /content/drive",
    "another_notebook": "%run helpers.ipynb",
    "input": "name = input('Your name: ')",
    "exit": "exit()",
    "sys_exit": "import sys; sys.exit(0)",
    "a_missing_file": "import numpy as np\ndata = np.load('data.npy')",
    "a_picture": "import matplotlib.pyplot as plt\nplt.imshow(plt.imread('cat.png')); plt.show()",
    "a_name_of_an_old_session": "print(model.summary())",
    "an_assert": "assert np.allclose(old_answer, 3), 'check'",
    "the_network": "import urllib.request\nurllib.request.urlretrieve('http://localhost:9/x', 'x')",
    "a_pool": "from multiprocessing import Pool\npool = Pool(4)",
    "a_thread": "import threading\nthreading.Thread(target=print).start()",
    "a_future": "from __future__ import annotations",
}
for _name, _line in ABOVE.items():
    cells.add(f"above_answers_{_name}", FULL, lambda work, line=_line: work.above(line))

# Lines below every function, in its cell: the last of them take the process, or its time.
BELOW = {
    "a_plot_of_nothing": "import matplotlib.pyplot as plt\nplt.plot(losses)",
    "a_failing_assert": "assert False, 'does not work yet'",
    "timeit": "%timeit -r 9 sum(range(100_000))",
    "an_endless_loop": "while True: pass",
    "a_long_sleep": "import time\ntime.sleep(30)",
    "an_exit": "import os\nos._exit(0)",
}
for _name, _line in BELOW.items():
    cells.add(f"below_the_answer_{_name}", FULL, lambda work, line=_line: _below_last(work, line))


def _below_last(work: Work, line: str) -> None:
    work.cell(work.last)["source"] += f"\n{line}"


# Cells beside the answers.
BESIDE = {
    "bash": "%%bash\nls",
    "html": "%%html\n<script>alert(1)</script>",
    "an_unknown_cell_magic": "%%cython\ndef f(): pass",
    "r": "x <- c(1, 2)\nlibrary(keras)",
    "python_2": "print 'hello'",
    "half_a_line": "y = (1 +",
    "a_cell_that_writes": "import numpy as np\nnp.save('answer', np.ones(3))\nopen('x.txt', 'w').write('x')",
    "too_much_memory": "import numpy as np\nbig = np.ones((10**6, 10**4))",
    "a_conflict": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs",
    "an_endless_loop": "while True: pass",
    "an_exit": "import os; os._exit(1)",
    "recursion": "def f(): return f()\nf()",
    "a_reset_at_the_top": "%reset -f",
    "a_lot_of_print": "for i in range(10**5): print(i)",
    "an_await": "import asyncio\nawait asyncio.sleep(0)",
}
for _name, _source in BESIDE.items():
    cells.add(f"beside_answers_{_name}", FULL, lambda work, source=_source: work.add(source, 0))


@cells.way(FULL)
def names_of_functions_used_for_values(work: Work) -> None:
    """Tried out by hand, as in `window = window(x, 0, 0, 3)`."""
    work.add("\n".join(f"{function} = 3" for function in work.functions))


@cells.way(FULL)
def indented_with_tabs(work: Work) -> None:
    for cell in work.code:
        cell["source"] = re.sub(
            r"^(?:    )+", lambda m: "\t" * (len(m[0]) // 4), cell["source"], flags=re.MULTILINE
        )


@cells.way(FULL)
def spaces_at_ends_of_lines(work: Work) -> None:
    for cell in work.code:
        cell["source"] = cell["source"].replace("\n", "  \n")


@cells.way(FULL)
def comments_in_chinese_and_emoji(work: Work) -> None:
    work.above("# 卷积：这是我的答案（完成）🙂")


# What is no Python costs the function whose cell it stands in, and the verdict says what it is.


def _typed(outcome: Outcome, name: str, old: str, new: str) -> None:
    def way(work: Work) -> None:
        cell = work.cell(work.last)
        head, body = cell["source"].split("    ### BEGIN SOLUTION", 1)
        assert old in body, (work.assignment, old)
        cell["source"] = head + "    ### BEGIN SOLUTION" + body.replace(old, new)

    cells.add(f"typed_with_{name}", outcome, way)


_KEYBOARD = Loses("SyntaxError", "no part of Python", "English keyboard")
for _name, _old, _new in (
    ("wide_brackets", "(", "（"),
    ("wide_closing_brackets", ")", "）"),
    ("wide_commas", ", ", "，"),
    ("ideographic_spaces", "    return", "\u3000\u3000return"),
    ("unbreakable_spaces", "    return", "\u00a0\u00a0\u00a0\u00a0return"),
    ("spaces_without_width", "return ", "return \u200b"),
):
    _typed(_KEYBOARD, _name, _old, _new)
for _name, _line in (
    ("quotes_of_word", "    kind = “dense”\n"),
    ("a_wide_colon", "    if True：\n        pass\n"),
    ("a_true_minus", "    one = 2 − 1\n"),
    ("a_true_times", "    one = 1 × 1\n"),
):
    _typed(_KEYBOARD, _name, "    return", f"{_line}    return")
_typed(Loses("IndentationError"), "a_space_too_many", "    return", "     return")
_typed(Loses("TabError", "spaces"), "a_tab_among_spaces", "    return", "    if True:\n\tpass\n    return")
_typed(Loses("SyntaxError", "print"), "print_of_python_2", "    return", "    print 'here'\n    return")


@cells.way(Loses("conflict markers", "keep one version"))
def answer_in_conflict(work: Work) -> None:
    cell = work.cell(work.last)
    cell["source"] = f"<<<<<<< HEAD\n{cell['source']}\n=======\n{work.stub()}\n>>>>>>> theirs"


@cells.way(Loses("after all cells"))
def answer_written_to_a_file(work: Work) -> None:
    work.cell(work.last)["source"] = "%%writefile answer.py\n" + work.cell(work.last)["source"]


@cells.way(Loses("tensorflow", "cannot be imported"))
def answer_that_needs_tensorflow(work: Work) -> None:
    cell = work.cell(work.last)
    cell["source"] = "import tensorflow as tf\n\n@tf.function\n" + cell["source"]
