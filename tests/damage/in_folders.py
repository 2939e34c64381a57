"""Damage to what is handed in: names, copies, folders, and files of other assignments."""

from collections.abc import Callable

from tests.damage import FULL, Folder, Problem, Work, folders
from tests.damage.in_files import _zip
from tests.making import notebook

# Names under which the only notebook is found.
NAMES: dict[str, Callable[[str], str]] = {
    "as_a_second_download": lambda stem: f"{stem} (1).ipynb",
    "as_a_copy": lambda stem: f"{stem}-Copy1.ipynb",
    "as_the_final_one": lambda stem: f"{stem}_FINAL_final2.ipynb",
    "in_capitals": lambda stem: f"{stem.upper()}.IPYNB",
    "in_chinese": lambda stem: "作业二（最终版）.ipynb",
    "of_an_emoji": lambda stem: "🙂.ipynb",
    "with_spaces": lambda stem: f" {stem.replace('-', ' ')} .ipynb",
    "with_the_student_s_name": lambda stem: f"Ada Lovelace 12345 - {stem}.ipynb",
    "untitled": lambda stem: "Untitled.ipynb",
    "as_a_text": lambda stem: f"{stem}.ipynb.txt",
    "as_json": lambda stem: f"{stem}.ipynb.json",
    "numbered_behind_its_end": lambda stem: f"{stem}.ipynb (2)",
    "in_a_folder": lambda stem: f"{stem}/{stem}.ipynb",
    "in_folders_of_an_archive": lambda stem: f"submission/homework 2/work/{stem}.ipynb",
    "in_a_folder_and_renamed": lambda stem: f"新建文件夹/{stem}(1).ipynb",
}
for _name, _rename in NAMES.items():
    folders.add(
        f"named_{_name}",
        FULL,
        lambda data, work, rename=_rename: {rename(work.name.removesuffix(".ipynb")): data},
    )

_OLD = notebook("x = 1")


@folders.way(FULL)
def named_as_another_assignment(data: bytes, work: Work) -> Folder:
    return {_another(work): data}


@folders.way(FULL)
def beside_another_assignment_s_and_renamed(data: bytes, work: Work) -> Folder:
    return {_another(work): _OLD, "mine.ipynb": data}


@folders.way(FULL)
def beside_a_copy(data: bytes, work: Work) -> Folder:
    return {work.name: data, work.name.replace(".", "-Copy1."): _OLD, "Untitled.ipynb": _OLD}


@folders.way(FULL)
def beside_a_checkpoint(data: bytes, work: Work) -> Folder:
    return {"mine.ipynb": data, f".ipynb_checkpoints/{work.name}": _OLD}


@folders.way(FULL)
def beside_macos_s_companions(data: bytes, work: Work) -> Folder:
    companion = b"\x00\x05\x16\x07"
    return {
        "mine.ipynb": data,
        "._mine.ipynb": companion,
        "__MACOSX/._mine.ipynb": companion,
        ".DS_Store": b"",
    }


@folders.way(FULL)
def in_a_folder_beside_macos_s(data: bytes, work: Work) -> Folder:
    return {f"work/{work.name}": data, f"__MACOSX/{work.name}": _OLD}


@folders.way(FULL)
def in_a_folder_named_as_a_notebook(data: bytes, work: Work) -> Folder:
    return {f"my.ipynb/{work.name}": data}


@folders.way(FULL)
def capitals_beside_another(data: bytes, work: Work) -> Folder:
    return {work.name.title(): data, "Untitled.ipynb": _OLD}


@folders.way(Problem("2 notebooks", "none is named", "Submit just the one"))
def two_of_other_names(data: bytes, work: Work) -> Folder:
    return {"a.ipynb": data, "b.ipynb": _OLD}


@folders.way(Problem("older states", "Submit the file", "itself"))
def nothing_but_a_checkpoint(data: bytes, work: Work) -> Folder:
    return {f".ipynb_checkpoints/{work.name.replace('.', '-checkpoint.')}": data}


@folders.way(Problem("no notebook", "Submit the file"))
def other_files_only(data: bytes, work: Work) -> Folder:
    return {"notes.txt": b"sorry", "figure.png": b"", "answer.py": data}


@folders.way(Problem("no notebook", "Submit the file"))
def nothing_at_all(data: bytes, work: Work) -> Folder:
    return {}


@folders.way(Problem("a zip archive", ".ipynb file itself"))
def zipped_and_named_so(data: bytes, work: Work) -> Folder:
    return {f"{work.name}.zip": _zip(data)}


def _another(work: Work) -> str:
    return "sliding-window.ipynb" if work.assignment != "02-sliding-window" else "multi-kernel.ipynb"
