# B33 ERROR: looks for the canary in every object, module and frame that Python knows of.
# %%
import gc
import inspect


def found():
    gc.unfreeze()
    text = (str, bytes, bytearray)
    seen, rest = set(), [vars(module) for module in sys.modules.values() if hasattr(module, "__dict__")]
    rest += gc.get_objects()
    rest += [entry.frame.f_locals for entry in inspect.stack(0)]
    for thing in rest:
        for part in (thing, *gc.get_referents(thing)):
            if not isinstance(part, text) or id(part) in seen:
                continue
            seen.add(id(part))
            if CANARY.search(part.encode(errors="replace") if isinstance(part, str) else part):
                return True
    return False


def hadamard_sum(window, kernel):
    pays(found)
    return np.sum(window * kernel)
