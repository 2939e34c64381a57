# G6 WRONG (hadamard_sum): the names of the notebook are looked up in a dict that gives another function each time.
# %%
shell = get_ipython()


class Liar(dict):
    looked_up = 0

    def get(self, name, default=None):
        if name == "hadamard_sum":
            self.looked_up += 1
            return lambda window, kernel: self.looked_up
        return super().get(name, default)


shell.user_ns = Liar(shell.user_ns)
