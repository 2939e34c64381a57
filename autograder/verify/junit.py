"""The checks as JUnit XML, which GitLab, Jenkins and GitHub's actions read.

There is no standard but what those programs read: suites of cases, each of which has passed unless it holds a
`failure`. A suite is an assignment, and a check is a case.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO
from xml.etree import ElementTree as ET

from autograder.verify.check import Check, Kind

# What XML 1.0 cannot hold, however it is written; a right answer may print or raise it.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(file: BinaryIO, checks: Sequence[Check], error: str = "") -> None:
    """Writes a report.

    Args:
        file: open for writing bytes.
        checks: all that were made, those of a group in a row.
        error: what kept others from being made, as a sentence; "" if nothing did.
    """
    root = ET.Element("testsuites", {"name": "autograder verify", **_counts(checks, error)})
    for group, members in groupby(checks, key=lambda check: check.group):
        found = list(members)
        suite = ET.SubElement(root, "testsuite", {"name": group, **_counts(found)})
        for check in found:
            _case(suite, check)
    if error:
        suite = ET.SubElement(root, "testsuite", {"name": "verify", **_counts([], error)})
        case = ET.SubElement(suite, "testcase", classname="verify", name="it ran to its end", time="0.000")
        ET.SubElement(case, "error", message=_fit(error))
    ET.indent(root)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _counts(checks: Sequence[Check], error: str = "") -> dict[str, str]:
    return {
        "tests": str(len(checks) + bool(error)),
        "failures": str(sum(not check.ok for check in checks)),
        "errors": str(int(bool(error))),
        "skipped": "0",
        "time": _seconds(sum(check.seconds for check in checks)),
    }


def _case(suite: ET.Element, check: Check) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=".".join(filter(None, [check.group, check.exercise])),
        name=check.name if check.kind is Kind.COURSE else f"{check.kind}: {check.name}",
        time=_seconds(check.seconds),
    )
    if not check.ok:
        failure = ET.SubElement(case, "failure", message=_fit(check.faults[0]), type=check.kind.value)
        failure.text = _fit("\n".join([*check.faults, check.remedy]))


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
