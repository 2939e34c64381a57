"""TensorFlow's answers, and how far a right answer may be from them.

Each exercise has a function of its name in one of this package's three modules, one for each assignment.
All of them compute in float64 with TensorFlow or Keras; importing this package imports neither.
"""

import os
from collections.abc import Callable
from importlib import import_module

from autograder.errors import CourseError, ReferenceUnavailable
from autograder.exercise import Case, Expected
from autograder.language import _

_MODULES = ("parameter_counting", "sliding_window", "multi_kernel")


def prepare(device: str = "auto") -> str:
    """Import TensorFlow and set it up for reference answers.

    TensorFloat-32, which rounds the factors of a product to 11 bits, is switched off; the memory of a GPU is
    taken as it is needed, not all at once.

    Args:
        device: "cpu", "gpu", or "auto" for the GPU if there is one.

    Returns:
        The device that will be used, "cpu" or "gpu".

    Raises:
        ReferenceUnavailable: TensorFlow is not installed or does not load, or sees no GPU and one was asked
            for.
    """
    # Read when TensorFlow is loaded: its notices on start go to standard error, which is ours for logs.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # It has nothing for float64, and on some processors announces itself whatever the level.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    try:
        import tensorflow as tf
    except ImportError as error:
        raise ReferenceUnavailable(
            _(
                "TensorFlow cannot be imported ({error}), and the answers to the hidden cases come from it. "
                "Install the project with its extra “cpu” or “gpu”: `make demo` does."
            ).format(error=error)
        ) from error
    tf.config.experimental.enable_tensor_float_32_execution(False)
    gpus = tf.config.list_physical_devices("GPU")
    if device == "gpu" and not gpus:
        raise ReferenceUnavailable(
            _(
                "TensorFlow {version} sees no GPU here. Use --device cpu; or, where there is an NVIDIA GPU "
                "with its driver, put TensorFlow's GPU build in place of tensorflow-cpu, as the README says."
            ).format(version=tf.__version__)
        )
    for gpu in gpus:
        # Asked first: once TensorFlow has started, it refuses even to set what is already so.
        if not tf.config.experimental.get_memory_growth(gpu):
            tf.config.experimental.set_memory_growth(gpu, True)
    return "gpu" if gpus and device != "cpu" else "cpu"


def devices() -> tuple[str, list[str]]:
    """TensorFlow's version and the devices that it sees, after `prepare`: "CPU", "GPU NVIDIA H100"."""
    import tensorflow as tf

    found = []
    for device in tf.config.list_physical_devices():
        details = tf.config.experimental.get_device_details(device)
        found.append(" ".join([device.device_type, *filter(None, [details.get("device_name")])]))
    return tf.__version__, found


def answer(name: str, case: Case, device: str = "cpu") -> Expected:
    """What TensorFlow gives for one case of an exercise, after `prepare`.

    Args:
        name: of the exercise.
        case: the arguments of the call.
        device: "cpu" or "gpu", as `prepare` gave it.

    Raises:
        CourseError: no reference has this name.
    """
    import tensorflow as tf

    function = _function(name)
    with tf.device("/GPU:0" if device == "gpu" else "/CPU:0"):
        return function(*case.args, **case.kwargs)


def _function(name: str) -> Callable[..., Expected]:
    for module in _MODULES:
        function: Callable[..., Expected] | None = getattr(import_module(f"{__name__}.{module}"), name, None)
        if function is not None:
            return function
    raise CourseError(
        _(
            "The exercise {name} has no reference: add a function of this name to autograder/reference/."
        ).format(name=name)
    )
