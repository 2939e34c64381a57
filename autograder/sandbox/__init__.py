"""The wall: where a student's code runs.

Theory of operation
===================

One promise: a student's process can neither see what it is compared with nor say what its mark is.

Three kinds of process, and what passes between them:

    supervisor ── socket: "fork", "reap" ──▶ zygote ── fork ──▶ child
        │                                                        ▲ │
        └────────────── pipe: cells and calls ───────────────────┘ │
        ◀────────────── pipe: one frame for each ──────────────────┘

- The **supervisor** is trusted. It holds answers and marks, and never imports, unpickles, evaluates or
  compiles anything of a student's, nor opens a path that a student's process could have made. It keeps the
  clock, kills by pidfd, and reads answers as bytes whose every length is checked (`frames`).
- The **zygote** is clean. It is started by exec with an environment of its own (`autograder.launch`), holds
  no answer, no secret and no descriptor but its socket, has NumPy and IPython warm, and forks one child for
  each submission.
- A **child** belongs to the student from the first cell on. Before that it gives up everything that
  student's code has no use for (`harden`), says so, and only then is sent anything. It has two pipes. It
  can read the interpreter and a written-out list of packages (`reach`), write nothing, and start nothing.

Nothing that a child says is believed: a frame is an answer, to be compared like any other, and a forged one
is just a wrong one. What ends without an answer is not passed. After a call that ran over, died, or broke
the protocol, the child is killed and a fresh one is forked, in which the cells run again but for one that
hung or died; so a bad call costs its exercise, and a bad cell itself.

Calls of one function that will be made whatever comes of them (its public cases, its laws) cross together,
in one frame each way: to wake two processes for each costs more than most calls take. Only a full set of
answers counts. Where anything else comes back, or nothing in an eighth of the time for one call, the child is
lost. From then on this submission's calls are made one by one, each with limits of its own, and charged with
what it did.

The layers, from outside in; each is there because some attack in the tests passes without it:

    own session      no terminal, no shared process group
    descriptors      nothing open but the two pipes and /dev/null
    rlimits          memory, processor time, open files, no core: the kernel's own bounds
    user             nobody, if we are root and the interpreter can be read by others
    capabilities     none, so that uid 0, where it has to stay, is an ordinary user
    Landlock         no file but those listed, none for writing; no TCP; signals stay inside
    seccomp          no process, thread, exec, socket, signal, ptrace, shared memory; see `seccomp`

What it costs, in milliseconds (`make bench ARGS=wall`: medians of 150 turns, two cores):

    a child, from its fork to its end    3.9 behind the whole wall, 3.1 without any of it
    of that difference                   seccomp 0.2; session, capabilities and Landlock 0.1 each; all others
                                         less than that
    to grade a right submission          the same either way: what the filter adds to a call is lost in noise

It needs neither root nor a container engine nor user namespaces. Where a layer is missing, starting fails
and says which. What it does not promise: to hold against a bug in the kernel, to hide how long something
takes, or to keep apart two submissions that have agreed on signs: the second can see when a file of the
standard library was last read, and how busy the machine is. Neither learns an answer that way.
"""

from autograder.limits import Limits
from autograder.sandbox.endings import End, Ending
from autograder.sandbox.run import Request, Run
from autograder.sandbox.supervisor import Sandbox

__all__ = ["End", "Ending", "Limits", "Request", "Run", "Sandbox"]
