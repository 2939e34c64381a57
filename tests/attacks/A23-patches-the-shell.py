# A23 SAME: IPython hides errors, turns cells into `pass`, and runs hooks of the student's.
# %%
def hadamard_sum(window, kernel):
    return 0


# %% trick
from IPython.core.interactiveshell import InteractiveShell

shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: ["pass\n"])
shell.input_transformers_post.append(lambda lines: ["pass\n"])
InteractiveShell.showtraceback = None
InteractiveShell.run_cell = type(shell).run_cell = lambda *args, **kwargs: None
shell.events.register("pre_run_cell", lambda info: os._exit(0))
shell.events.register("post_run_cell", lambda result: setattr(result, "error_in_exec", None))
shell.set_custom_exc((Exception,), lambda *args, **kwargs: None)
shell.ast_node_interactivity = "all"
