# B45 ERROR: looks for the source of the submission that was graded just before, in objects and in memory.
# %%
import gc


def found():
    gc.unfreeze()
    return any(
        isinstance(part, str) and CANARY.search(part.encode(errors="replace"))
        for thing in gc.get_objects()
        for part in gc.get_referents(thing)
    )


def hadamard_sum(window, kernel):
    shell = get_ipython()
    pays(
        found,
        lambda: CANARY.search(repr(shell.user_ns.get("In", [])).encode()),
        lambda: CANARY.search(repr(shell.history_manager.input_hist_raw).encode()),
        lambda: lies_in_memory(CANARY),
    )
    return np.sum(window * kernel)
