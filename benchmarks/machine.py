"""What it was measured on, in words that name no vendor."""

import os
import platform
import re

import psutil


def machine() -> str:
    """One line, such as "2 cores, x86_64, 24 GiB, Linux 6.1, Python 3.11.7"."""
    cores = len(os.sched_getaffinity(0))
    kernel = re.match(r"\d+\.\d+", platform.release())
    return ", ".join(
        [
            f"{cores} core{'s' * (cores != 1)}",
            platform.machine(),
            f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
            f"Linux {kernel[0] if kernel else ''}",
            f"Python {platform.python_version()}",
        ]
    )


def others() -> float:
    """How many processes have been computing or waiting to, on the average of the last minute."""
    return os.getloadavg()[0]
