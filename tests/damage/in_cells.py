"""Damage to cells: of other formats, split, merged, moved, lost."""

import re

from tests.damage import FULL, Loses, Work, cells
from tests.making import code_cell


@cells.way(FULL)
def nothing_but_cells(work: Work) -> None:
    work.content = {"cells": [{k: cell[k] for k in ("cell_type", "source")} for cell in work.cells]}


@cells.way(FULL)
def of_format_3(work: Work) -> None:
    """As Jupyter's own converter downgrades it."""
    for cell in work.code:
        cell |= {"input": cell.pop("source"), "prompt_number": 1, "language": "python", "collapsed": False}
    work.content = {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": work.cells, "metadata": {}}]}


@cells.way(FULL)
def of_format_2_in_two_worksheets(work: Work) -> None:
    of_format_3(work)
    all_cells = work.content["worksheets"][0]["cells"]
    work.content = {"nbformat": 2, "worksheets": [{"cells": all_cells[:7]}, {"cells": all_cells[7:]}]}


@cells.way(FULL)
def wrapped_as_jupyter_sends_it(work: Work) -> None:
    work.content = {"name": work.name, "type": "notebook", "format": "json", "content": work.content}


@cells.way(FULL)
def saved_by_colab(work: Work) -> None:
    work.content["metadata"] = {
        "accelerator": "GPU",
        "colab": {"provenance": [{"file_id": "1a", "timestamp": 1}], "collapsed_sections": ["x"]},
    }
    for number, cell in enumerate(work.cells):
        cell["metadata"] = {"id": f"a{number}", "cellView": "form", "outputId": "b", "colab": {"height": 34}}
    work.cell(work.last)["source"] = (
        '#@title My answer { display-mode: "form" }\n' + work.cell(work.last)["source"]
    )
    work.add("!pip install -q numpy\n%tensorflow_version 2.x", 0)
    work.add("from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive", 1)
    work.add("n = 5 #@param {type:'slider', min:0, max:9}", 2)


# Cells split, merged, moved.


@cells.way(FULL)
def sources_as_lists_of_lines(work: Work) -> None:
    for cell in work.cells:
        cell["source"] = cell["source"].splitlines(keepends=True)


@cells.way(FULL)
def sources_as_lines_without_their_ends(work: Work) -> None:
    for cell in work.cells:
        cell["source"] = cell["source"].split("\n")


@cells.way(FULL)
def lines_of_windows_in_sources(work: Work) -> None:
    for cell in work.cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@cells.way(FULL)
def lines_of_an_old_mac_in_sources(work: Work) -> None:
    for cell in work.cells:
        cell["source"] = cell["source"].replace("\n", "\r")


@cells.way(FULL)
def a_mark_at_the_start_of_each_cell(work: Work) -> None:
    for cell in work.cells:
        cell["source"] = "\ufeff" + cell["source"]


@cells.way(FULL)
def all_code_in_one_cell(work: Work) -> None:
    work.cells = [code_cell("\n\n".join(cell["source"] for cell in work.code))]


@cells.way(FULL)
def merged_with_the_cell_above_in_pairs(work: Work) -> None:
    """JupyterLab keeps the metadata of the upper cell, and so perhaps a tag."""
    code = work.code
    pairs = [code[i : i + 2] for i in range(0, len(code), 2)]
    work.cells = [pair[0] | {"source": "\n\n".join(cell["source"] for cell in pair)} for pair in pairs]


@cells.way(FULL)
def merged_with_a_cell_that_is_not_graded(work: Work) -> None:
    work.cell(work.last)["metadata"] = {"tags": ["no-grading"]}


@cells.way(FULL)
def a_helper_split_off_below(work: Work) -> None:
    cell = work.cell(work.last)
    cell["source"] = re.sub(r"    ### BEGIN SOLUTION\n", "    _note()\n", cell["source"])
    work.add("def _note():\n    pass")


@cells.way(FULL)
def each_answer_far_below_its_stub(work: Work) -> None:
    for function in work.functions:
        cell = work.cell(function)
        work.add(cell["source"])
        cell["source"] = f"def {function}(*args):\n    raise NotImplementedError"


@cells.way(FULL)
def functions_in_reverse(work: Work) -> None:
    answers = [work.cell(function) for function in work.functions]
    others = [cell for cell in work.cells if cell not in answers]
    first = next(i for i, cell in enumerate(others) if "import numpy" in cell["source"])
    work.cells = others[: first + 1] + answers[::-1] + others[first + 1 :]


@cells.way(FULL)
def checks_above_their_functions(work: Work) -> None:
    for function in work.functions:
        place = work.at(function)
        work.cells.insert(place + 2, work.cells.pop(place))


@cells.way(FULL)
def numpy_imported_at_the_end(work: Work) -> None:
    imports = next(cell for cell in work.code if cell["source"].strip() == "import numpy as np")
    work.cells.remove(imports)
    work.cells.append(imports)


@cells.way(FULL)
def import_of_numpy_deleted(work: Work) -> None:
    work.cells = [cell for cell in work.cells if cell["source"].strip() != "import numpy as np"]


@cells.way(FULL)
def all_but_the_answers_deleted(work: Work) -> None:
    work.cells = [code_cell("import numpy as np"), *map(work.cell, work.functions)]


@cells.way(FULL)
def all_cells_twice(work: Work) -> None:
    work.cells = work.cells * 2


@cells.way(FULL)
def an_old_attempt_before_the_right_one(work: Work) -> None:
    work.add(f"def {work.last}(*args):\n    return 0", work.at(work.last))


@cells.way(FULL)
def a_thousand_empty_cells(work: Work) -> None:
    work.cells = work.cells + [code_cell("")] * 500 + [code_cell([])] * 500


@cells.way(FULL)
def answers_of_other_assignments_pasted(work: Work) -> None:
    for other in ("01-parameter-counting", "02-sliding-window", "03-multi-kernel"):
        if other != work.assignment:
            for number, cell in enumerate(Work(other).code):
                work.cells.insert(number, cell)


@cells.way(FULL)
def a_cell_that_is_none(work: Work) -> None:
    work.cells += [None, 7, {"cell_type": "code", "source": 7}, {"source": "x"}]  # type: ignore[list-item]


@cells.way(FULL)
def code_cells_without_a_source(work: Work) -> None:
    work.cells += [{"cell_type": "code"}, {"cell_type": "code", "source": None}]


# The last function is not there any more.


@cells.way(Loses("More than one cell defines it", "the last one counts"))
def the_stub_pasted_below(work: Work) -> None:
    work.add(work.stub())


@cells.way(Loses("no code cell", "choose Code"))
def answer_turned_to_markdown(work: Work) -> None:
    work.cell(work.last)["cell_type"] = "markdown"


@cells.way(Loses("no code cell", "choose Code"))
def answer_turned_to_raw(work: Work) -> None:
    work.cell(work.last)["cell_type"] = "raw"


@cells.way(Loses("is damaged", "fresh copy"))
def answer_in_a_damaged_cell(work: Work) -> None:
    work.cell(work.last)["source"] = {"text": "lost"}


@cells.way(Loses("whole in one cell"))
def answer_cut_in_two_by_a_cell_s_end(work: Work) -> None:
    place = work.at(work.last)
    head, body = re.split(r"(?<=:\n)(?=    \"\"\")", work.cells[place]["source"], maxsplit=1)
    work.cells[place]["source"] = head
    work.add(body, place + 1)


@cells.way(Loses("after all cells"))
def answer_deleted(work: Work) -> None:
    del work.cells[work.at(work.last)]


@cells.way(Loses("If that is it, call it"))
def answer_renamed(work: Work) -> None:
    cell = work.cell(work.last)
    cell["source"] = cell["source"].replace(f"def {work.last}(", f"def my_{work.last}(")
