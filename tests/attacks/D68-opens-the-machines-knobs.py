# D68 ERROR: files by which the machine is ruled, opened for writing and never written.
# %%
FILES = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/vm/drop_caches",
    "/proc/sysrq-trigger",
    "/proc/self/oom_score_adj",
    "/sys/fs/cgroup/release_agent",
    "/sys/fs/cgroup/memory/release_agent",
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory/cgroup.procs",
    "/sys/kernel/uevent_helper",
    "/dev/kmsg",
    "/dev/mem",
    "/dev/vda",
    "/dev/sda",
    "/etc/passwd",
    "/etc/ld.so.preload",
    np.__file__,
    os.__file__,
    *SECRETS,
]


def hadamard_sum(window, kernel):
    pays(
        *(lambda path=path: os.open(path, os.O_WRONLY) for path in FILES),
        *(lambda path=path: os.open(path, os.O_RDWR) for path in FILES),
    )
    return np.sum(window * kernel)
