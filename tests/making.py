"""Notebooks made for tests."""

import json
from typing import Any


def code_cell(source: Any, **more: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    } | more


def notebook(*cells: str | dict[str, Any], **more: Any) -> bytes:
    """A notebook file with these cells; a text is a code cell's source."""
    full = [code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": full} | more
    return json.dumps(content).encode()
