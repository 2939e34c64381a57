# D74 CRASH (output_size) ERROR (window, hadamard_sum): files that Python, IPython and pytest run when they
# start, and bytecode in place of NumPy's; the next process looks whether they took effect.
# %%
import builtins

HOME = os.path.expanduser("~")
FILES = [
    "sitecustomize.py",
    "usercustomize.py",
    "numpy.py",
    "conftest.py",
    "evil.pth",
    "pytest.ini",
    ".ipython/profile_default/startup/00.py",
    "__pycache__/numpy.cpython-311.pyc",
]
# All of them the wall's own: were they written, nothing else would find them.
PLACES = [".", HOME, f"{HOME}/.local/lib/python3.11/site-packages", f"{HOME}/matplotlib"]
POISON = b"import builtins\nbuiltins.poisoned = True\n"


def drop():
    for place in PLACES:
        for name in FILES:
            path = f"{place}/{name}"
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.write(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL), POISON)
            except OSError:
                pass
            try:
                with open(path, "wb") as file:
                    file.write(POISON)
            except OSError:
                pass


def output_size(n, k, stride=1):
    drop()
    os._exit(0)


def window(x, row, col, kernelsize, stride=1):
    pays(
        lambda: hasattr(builtins, "poisoned"),
        lambda: any(os.path.lexists(f"{place}/{name}") for place in PLACES for name in FILES),
    )
    (height, width), (down, across) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    return x[row * down : row * down + height, col * across : col * across + width]


def hadamard_sum(window, kernel):
    import sitecustomize

    pays(lambda: sitecustomize.builtins.poisoned, lambda: reads("sitecustomize.py"))
    return np.sum(window * kernel)
