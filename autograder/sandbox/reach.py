"""What a student's code can read: the interpreter, NumPy, IPython, Matplotlib, and nothing else.

The list is written out so that a person can check it; what is not on it cannot be imported, TensorFlow and
this package included.
"""

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

# Top-level names in site-packages: what notebooks use, and what that needs in turn.
PACKAGES = tuple(
    """
    numpy numpy.libs
    IPython ipython_pygments_lexers.py traitlets decorator.py jedi parso matplotlib_inline pygments
    prompt_toolkit wcwidth stack_data executing asttokens pure_eval pexpect ptyprocess typing_extensions.py
    psutil
    matplotlib mpl_toolkits contourpy cycler dateutil fontTools kiwisolver packaging PIL pillow.libs pyparsing
    pylab.py six.py
    """.split()
)

# In the standard library's folder, but not of it.
_NOT_STANDARD = {"site-packages", "dist-packages"}

# Where the dynamic loader looks for libraries that extension modules need.
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")

_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")

# Said instead of Python's bare "No module named …" for what students reach for.
ABSENT = frozenset(
    "tensorflow keras torch torchvision jax scipy sklearn skimage cv2 pandas numba cupy seaborn".split()
)


def readable() -> Iterator[Path]:
    """The files and folders that the wall lets through, for reading only."""
    for folder in _folders("stdlib", "platstdlib"):
        for entry in folder.iterdir() if folder.is_dir() else ():
            if entry.name not in _NOT_STANDARD:
                yield entry
    for folder in _folders("purelib", "platlib"):
        yield from (folder / package for package in PACKAGES)
    # The interpreter's own shared library, where it is built with one.
    yield from (Path(sys.base_prefix) / "lib").glob("libpython*.so*")
    for library in _LIBRARIES:
        yield from Path(library).glob("*-linux-gnu")
        yield from Path(library).glob("lib*.so*")
        yield from Path(library).glob("ld-*.so*")
    yield from (Path(device) for device in _DEVICES)
    yield Path("/etc/ld.so.cache")


def _folders(*schemes: str) -> list[Path]:
    """Where packages of some kinds lie: mostly the same folder, so each once."""
    return list(dict.fromkeys(Path(sysconfig.get_path(scheme)) for scheme in schemes))
