"""What an exercise earned, and among which cases."""

from collections.abc import Sequence

from autograder.exercise import Group
from autograder.language import _, ngettext, sentences


def passed(groups: int) -> str:
    return ngettext("Right, with every case.", "Right, in all {count} groups of cases.", groups).format(
        count=groups
    )


def failed(
    group: Group,
    what: str,
    *,
    failed: int,
    otherwise: int,
    count: int,
    untried: int = 0,
    shrunk: bool = False,
) -> str:
    """What went wrong, and among which cases.

    Args:
        group: that `what` is an example of.
        failed: groups that did not pass.
        otherwise: those of them that ended in another way than `what` says.
        count: groups in all.
        untried: groups that neither passed nor failed, because nothing more was asked.
        shrunk: whether `what` is of a smaller case, which belongs to no group.
    """
    title = _(group.title)
    if failed == 1:
        where = _("In cases with {title}").format(title=title)
    elif failed < count:
        where = _("In {failed} of {count} groups of cases, for example with {title}").format(
            failed=failed, count=count, title=title
        )
    elif shrunk:  # the small case is example enough
        where = _("In all {count} groups of cases").format(count=count)
    else:
        where = _("In all {count} groups of cases, for example with {title}").format(count=count, title=title)
    if shrunk:
        told = _("{where}. In the small case that is shown: {what}").format(where=where, what=what)
    else:
        told = _("{where}: {what}").format(where=where, what=what)
    more = [told]
    if otherwise:
        more.append(
            ngettext(
                "{count} of these groups ended in another way.",
                "{count} of these groups ended in other ways.",
                otherwise,
            ).format(count=otherwise)
        )
    if untried:
        more.append(
            ngettext(
                "{count} more group of cases was not tried after that.",
                "{count} more groups of cases were not tried after that.",
                untried,
            ).format(count=untried)
        )
    return sentences(*more)


def second_time(what: str) -> str:
    """What is wrong with the second of two calls that are alike."""
    return _("called a second time with the same arguments, {what}").format(what=what)


def changed(names: Sequence[str] = ()) -> str:
    """The answer is right, but the function has written to its arguments.

    Args:
        names: of these arguments; none may be told of a hidden case.
    """
    if not names:
        return _("it changes an array or a list that it was given. Work on a copy of it.")
    return ngettext(
        "it changes {names}, which it was given. Who calls it may need that again: work on a copy.",
        "it changes {names}, which it was given. Who calls it may need them again: work on copies.",
        len(names),
    ).format(names=", ".join(f"`{name}`" for name in names))


def unlawful(title: str) -> str:
    """All cases passed, but the answers were fitted to them."""
    return _(
        "Your answers are right in the course's own cases and wrong for other inputs, and earn nothing. {law}"
    ).format(law=_(title))


def carried(names: Sequence[str]) -> str:
    """Graded with right functions in place of wrong ones that it calls."""
    return ngettext(
        "This was graded with a right {names} in place of yours: what is wrong there costs nothing here.",
        "This was graded with right {names} in place of yours: what is wrong there costs nothing here.",
        len(names),
    ).format(names=", ".join(names))


def our_fault() -> str:
    return _("The grader itself failed here. That is not your fault: it will be graded again.")


def nothing_to_grade() -> str:
    return _("There was nothing to grade.")
