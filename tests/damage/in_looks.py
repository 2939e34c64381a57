"""Damage that grading does not look at: metadata, ids, outputs."""

from typing import Any

from tests.damage import FULL, Work, looks


def _set(field: str, value: Any) -> Any:
    def way(work: Work) -> None:
        for cell in work.cells:
            cell[field] = value

    return way


def _set_notebook(field: str, value: Any) -> Any:
    return lambda work: work.content.update({field: value})


def _drop(field: str) -> Any:
    def way(work: Work) -> None:
        for cell in work.cells:
            cell.pop(field, None)

    return way


for _field in ("metadata", "id", "outputs", "execution_count"):
    looks.add(f"cells_without_{_field}", FULL, _drop(_field))
OF_CELLS: dict[str, tuple[str, Any]] = {
    "ids_all_the_same": ("id", "a"),
    "ids_of_a_wrong_type": ("id", 7),
    "ids_far_too_long": ("id", "x" * 500),
    "metadata_is_a_list": ("metadata", []),
    "nbgrader_of_another_course": ("metadata", {"nbgrader": {"grade_id": "q1", "schema_version": 1}}),
    "nbgrader_with_points_edited": ("metadata", {"nbgrader": {"grade": True, "points": 10**9}}),
    "nbgrader_is_a_text": ("metadata", {"nbgrader": "yes"}),
    "tags_are_no_list": ("metadata", {"tags": "no-grading"}),
    "cells_locked": ("metadata", {"editable": False, "deletable": False, "run_control": {"frozen": True}}),
    "cells_of_vs_code": ("metadata", {"vscode": {"languageId": "python"}}),
    "cells_of_kaggle": ("metadata", {"_uuid": "8f2839f2", "_kg_hide-input": True, "trusted": True}),
    "cells_of_deepnote": ("metadata", {"deepnote_cell_type": "code", "cell_id": "00000", "tags": []}),
    "cells_of_databricks": ("metadata", {"application/vnd.databricks.v1+cell": {"title": ""}}),
    "execution_counts_as_texts": ("execution_count", "12"),
    "attachments_everywhere": ("attachments", {"cat.png": {"image/png": "iVBORw0KGgo=" * 1000}}),
}
for _name, (_field, _value) in OF_CELLS.items():
    looks.add(_name, FULL, _set(_field, _value))

OF_NOTEBOOKS: dict[str, Any] = {
    "kernel_python_2": {"kernelspec": {"name": "python2", "language": "python", "display_name": "Python 2"}},
    "kernel_r": {"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}},
    "kernel_of_conda": {"kernelspec": {"name": "conda-env-tf-py", "display_name": "Python [conda env:tf]"}},
    "kernel_missing": {},
    "kernel_is_a_text": {"kernelspec": "python3", "language_info": None},
    "widgets_kept": {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {}}}}},
}
for _name, _value in OF_NOTEBOOKS.items():
    looks.add(_name, FULL, _set_notebook("metadata", _value))

FORMATS: tuple[Any, ...] = (2, 3, 5, "4", None, 4.5)
for _value in FORMATS:
    looks.add(f"nbformat_says_{_value}", FULL, _set_notebook("nbformat", _value))
MINOR_FORMATS: tuple[Any, ...] = (0, 99, "5", None)
for _value in MINOR_FORMATS:
    looks.add(f"nbformat_minor_says_{_value}", FULL, _set_notebook("nbformat_minor", _value))


def _outputs(*outputs: Any) -> Any:
    def way(work: Work) -> None:
        for cell in work.code:
            cell["outputs"] = list(outputs)

    return way


_ANSI = "\x1b[0;31mNameError\x1b[0m"
OUTPUTS: dict[str, Any] = {
    "large_pictures": {"output_type": "display_data", "data": {"image/png": "A" * 2**18}, "metadata": {}},
    "errors": {"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": [_ANSI] * 50},
    "old_errors": {"output_type": "pyerr", "ename": 1, "traceback": None},
    "streams_without_names": {"output_type": "stream", "text": ["\x1b[2J", "\x00\u202e"]},
    "widgets": {"output_type": "display_data", "data": {"application/vnd.jupyter.widget-view+json": {}}},
    "numbers_that_json_lacks": {"output_type": "execute_result", "data": {"x": [float("nan"), float("inf")]}},
    "nothing_known": {"output_type": "marks", "score": 100},
}
for _name, _output in OUTPUTS.items():
    looks.add(f"outputs_are_{_name}", FULL, _outputs(_output))
looks.add("outputs_are_no_list", FULL, _set("outputs", "none"))
