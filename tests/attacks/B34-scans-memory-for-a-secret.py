# B34 ERROR: looks for the canary in every page of the process, by ctypes and by /proc/self/mem.
# %%
def hadamard_sum(window, kernel):
    pays(
        lambda: lies_in_memory(CANARY),
        lambda: os.open("/proc/self/maps", os.O_RDONLY),
        lambda: os.open("/proc/self/mem", os.O_RDONLY),
        lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY),
    )
    return np.sum(window * kernel)
