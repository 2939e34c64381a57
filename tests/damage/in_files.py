"""Damage to a notebook's file: encodings, what disks and merges do, and files that are something else."""

import base64
import gzip
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable

from tests.damage import FULL, Outcome, Problem, files


def _harmless(name: str, change: Callable[[bytes], bytes]) -> None:
    files.add(name, FULL, change)


def _one_line(data: bytes, **how: bool) -> bytes:
    return json.dumps(json.loads(data), **how).encode()  # type: ignore[arg-type]


_harmless("on_one_line", _one_line)
_harmless("in_utf_8_throughout", lambda data: _one_line(data, ensure_ascii=False))
_harmless("keys_in_order", lambda data: _one_line(data, sort_keys=True))
_harmless("lines_of_windows", lambda data: data.replace(b"\n", b"\r\n"))
_harmless("lines_of_an_old_mac", lambda data: data.replace(b"\n", b"\r"))
_harmless("blank_lines_around", lambda data: b"\n \n" + data + b"\n\n\n")
_harmless("zeros_at_the_end", lambda data: data + bytes(4096))
_harmless("end_of_file_of_dos", lambda data: data + b"\x1a")


def _in(encoding: str) -> Callable[[bytes], bytes]:
    return lambda data: data.decode().encode(encoding)


for _encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    _harmless(f"in_{_encoding}", _in(_encoding))


def _in_comments(letters: bytes) -> Callable[[bytes], bytes]:
    """Letters of another encoding in a comment of every cell, as an editor of old writes them."""

    def change(data: bytes) -> bytes:
        # A cell magic stays on the first line.
        return re.sub(rb'"source": "(?!%%)', b'"source": "# ' + letters + rb"\\n", data)

    return change


_harmless("in_latin_1", _in_comments("Größe, café".encode("latin-1")))
_harmless("in_gbk", _in_comments("卷积的答案".encode("gbk")))
_harmless("in_shift_jis", _in_comments("たたみこみ".encode("shift-jis")))
_harmless("a_flipped_bit_in_a_text", lambda data: data.replace(b"NumPy array", b"Num\xd0y array"))


def _pretty(data: bytes) -> bytes:
    return json.dumps(json.loads(data), indent=4).encode()


def _in_conflict(data: bytes) -> bytes:
    lines = _pretty(data).split(b"\n")
    half = len(lines) // 2
    lines[half:half] = [b"<<<<<<< HEAD", lines[half], b"=======", lines[half], b">>>>>>> 1a2b3c (mine)"]
    return b"\n".join(lines)


def _script(data: bytes) -> bytes:
    """As `jupyter nbconvert --to script` writes it."""
    cells = [cell["source"] for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]
    return ("#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n" + "\n\n".join(cells)).encode()


def _zip(data: bytes, name: str = "sliding-window.ipynb") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def _tar(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("sliding-window.ipynb")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


_CUT_OFF = Problem("cut off", "JupyterLab, save it, and submit it again")
_EMPTY = Problem("empty", "submit it again")
_NONE = Problem("not a notebook", "Submit the .ipynb file itself")

NONE: dict[str, tuple[Outcome, Callable[[bytes], bytes]]] = {
    "cut_in_half": (_CUT_OFF, lambda data: data[: len(data) // 2]),
    "cut_by_a_byte": (_CUT_OFF, lambda data: data[:-1]),
    "cut_to_blocks_of_the_disk": (_CUT_OFF, lambda data: data[: len(data) // 4096 * 4096]),
    "cut_after_the_first_word": (_CUT_OFF, lambda data: data[:9]),
    "its_end_filled_with_zeros": (_CUT_OFF, lambda data: data[:5000] + bytes(len(data) - 5000)),
    "a_hole_of_zeros": (
        Problem("damaged in line", "fresh copy"),
        lambda data: data[:4096] + bytes(4096) + data[8192:],
    ),
    "a_comma_lost_in_a_merge": (
        Problem("damaged in line", "fresh copy"),
        lambda data: _pretty(data).replace(b"},\n        {", b"}\n        {", 1),
    ),
    "a_comma_too_many": (
        Problem("damaged in line", "fresh copy"),
        lambda data: _pretty(data).replace(b"    ],", b"    ,],", 1),
    ),
    "the_older_end_left_behind": (
        Problem("damaged in line", "opens in JupyterLab"),
        lambda data: data + b"\n" + data[-300:],
    ),
    "in_conflict": (Problem("conflict markers", "Resolve the conflict"), _in_conflict),
    "empty": (_EMPTY, lambda data: b""),
    "blank": (_EMPTY, lambda data: b"\n\n"),
    "zeros": (_EMPTY, lambda data: bytes(len(data))),
    "as_a_script": (Problem("a Python script", ".ipynb file itself"), _script),
    "as_a_script_of_jupytext": (
        Problem("a Python script", ".ipynb file itself"),
        lambda data: b"# ---\n# jupyter:\n#   jupytext:\n# ---\n# %%\n" + _script(data)[50:],
    ),
    "as_a_web_page": (Problem("a web page"), lambda data: b"<!DOCTYPE html>\n<html><head>" + data),
    "a_page_of_github": (Problem("a web page"), lambda data: b"\n\n\n\n<!DOCTYPE html>\n<html lang='en'>"),
    "as_a_pdf": (Problem("a PDF"), lambda data: b"%PDF-1.7\n" + data),
    "as_latex": (_NONE, lambda data: b"\\documentclass[11pt]{article}\n" + data),
    "as_markdown": (_NONE, lambda data: b"# Convolution\n\n```python\nx = 1\n```\n"),
    "zipped": (Problem("a zip archive", ".ipynb file itself"), _zip),
    "a_document_of_word": (Problem("office document"), lambda data: _zip(b"<w/>", "word/document.xml")),
    "an_older_document_of_word": (Problem("office document"), lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1"),
    "gzipped": (Problem("a compressed file"), gzip.compress),
    "in_a_tar": (_NONE, _tar),
    "in_rar": (Problem("a compressed file"), lambda data: b"Rar!\x1a\x07\x01\x00"),
    "a_photograph": (Problem("a picture"), lambda data: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256))),
    "a_screenshot": (Problem("a picture"), lambda data: b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a_shortcut": (Problem("a shortcut"), lambda data: b"[InternetShortcut]\r\nURL=https://colab.example/x"),
    "a_pointer_of_git_lfs": (Problem("Git LFS"), lambda data: b"version https://git-lfs.github.com/spec/v1\noid"),
    "a_companion_of_macos": (Problem("macOS"), lambda data: b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"),
    "a_link_to_a_drive": (_NONE, lambda data: b'{"url": "https://drive.example/x", "doc_id": "1"}'),
    "settings_of_an_editor": (_NONE, lambda data: b'{"python.defaultInterpreterPath": "/usr/bin/python3"}'),
    "as_github_s_interface_sends_it": (
        _NONE,
        lambda data: json.dumps({"encoding": "base64", "content": base64.b64encode(data).decode()}).encode(),
    ),
    "printed_by_python": (Problem("damaged in line 1"), lambda data: repr(json.loads(data)).encode()),
    "a_text_in_json": (_NONE, lambda data: json.dumps(data.decode()).encode()),
    "in_a_list": (_NONE, lambda data: b"[" + data + b"]"),
}  # fmt: skip
for _name, (_outcome, _change) in NONE.items():
    files.add(_name, _outcome, _change)
