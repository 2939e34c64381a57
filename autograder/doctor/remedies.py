"""What to do about a layer of the wall that does not stand: one remedy for each way to fail."""

from autograder.language import _

_ENGINE = "Docker 23, Podman 4.3"
"""The first container engines that let Landlock's system calls through of themselves."""


def of(layer: str, reason: str, filtered: bool) -> str:
    """What to do.

    Args:
        layer: one of `harden.LAYERS`, "pidfd", or "" where the wall could not even be begun.
        reason: the machine's own words, with errno's number.
        filtered: whether a system call filter lies on us: then its owner is likely to have denied the call.
    """
    if "/proc" in reason:
        return _("Mount /proc, and let this user see itself there: mount -t proc proc /proc")
    match layer:
        case "landlock":
            return _landlock(reason, filtered)
        case "seccomp" if filtered:
            return _("Let the container's filter allow the system calls seccomp and prctl.")
        case "seccomp":
            return _("Use a kernel with system call filters: CONFIG_SECCOMP_FILTER=y.")
        case "memory":
            return _limit("ulimit -v unlimited", "as")
        case "cpu":
            return _limit("ulimit -t unlimited", "cpu")
        case "files":
            return _limit("ulimit -n 1024", "nofile")
        case "capabilities":
            return _("Let the container's filter allow the system calls capset and prctl.")
        case "user":
            return _("Allow setuid, setgid and setgroups, or grade as a user who is not root.")
        case "pidfd":
            return _(
                "Use a kernel from 5.3 on; in a container, allow the system calls pidfd_open and "
                "pidfd_send_signal."
            )
    return _start(reason)


def _landlock(reason: str, filtered: bool) -> str:
    if "[Errno 95]" in reason:  # EOPNOTSUPP
        return _(
            "The kernel has Landlock, and it was switched off at boot: add landlock to the boot option lsm= "
            "(what is on now stands in /sys/kernel/security/lsm) and start the machine anew."
        )
    if filtered or "[Errno 1]" in reason:  # EPERM
        return _(
            "The container's filter may be older than Landlock: use a newer engine (from {engine}), or give "
            "it a seccomp profile that allows landlock_create_ruleset, landlock_add_rule and "
            "landlock_restrict_self. The kernel under it must be 5.13 or later."
        ).format(engine=_ENGINE)
    return _("Use a kernel from 5.13 on that was built with Landlock: CONFIG_SECURITY_LANDLOCK=y.")


def _limit(command: str, item: str) -> str:
    return _(
        "This machine allows less than a submission may use. Raise it ({command}; where that is denied, item "
        "{item} in /etc/security/limits.conf), or allow submissions less."
    ).format(command=command, item=item)


def _start(reason: str) -> str:
    if "temporary directory" in reason or "No space" in reason or "Read-only" in reason:
        return _("Free some space in /tmp, or let TMPDIR name a folder that you can write to.")
    if "/dev/" in reason:
        return _("Give the container a /dev with null, zero, random and urandom.")
    if "memory" in reason or "Resource temporarily" in reason:
        return _("Free some memory, or raise the number of processes that you may have: ulimit -u")
    if "system call 4" in reason or "[Errno 1]" in reason or "[Errno 38]" in reason:
        return _("Use a kernel from 5.13 on; in a container, an engine from {engine} on.").format(
            engine=_ENGINE
        )
    return _("The reason says what is missing. If it does not, report it.")
