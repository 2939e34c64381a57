"""The course checks itself: what students are given is what is graded, and it can be solved."""

from collections.abc import Iterator

from autograder import release
from autograder.course import STATE, released, solution
from autograder.exercises import assignments
from autograder.finding import Finding
from autograder.grade import Grader
from autograder.key import load_key
from autograder.language import _
from autograder.sandbox import Sandbox
from autograder.verdict import Status, Verdict


def verify(*, device: str = "auto") -> Iterator[Finding]:
    """Looks at every assignment.

    Raises:
        WallError: the wall cannot stand on this machine.
        ReferenceUnavailable: there is no key, and no TensorFlow to make one.
    """
    with Sandbox() as sandbox:
        for assignment in assignments():
            # Every cell is run here, the checks too: they must hold for the solution.
            grader = Grader(load_key(assignment, STATE, device), sandbox)
            yield _solved(assignment, grader.grade(solution(assignment)))
            yield _untouched(assignment, grader.grade(released(assignment).read_bytes()))
    found = release.findings()
    yield Finding(
        _("assignments/ is what solutions/ make, and tells no secret"),
        not found,
        "; ".join(found) or _("up to date"),
        _("Run `make release`, look at the difference, and commit it."),
    )


def _solved(assignment: str, verdict: Verdict) -> Finding:
    wrong = [f"{e.name}: {e.message}" for e in verdict.exercises if e.status is not Status.PASSED]
    return Finding(
        _("{assignment}: the solution earns everything").format(assignment=assignment),
        not wrong and verdict.score == verdict.max_score,
        " ".join([_points(verdict), *wrong]),
        _("Mend the solution in solutions/, or the exercise's cases."),
    )


def _untouched(assignment: str, verdict: Verdict) -> Finding:
    earning = [e.name for e in verdict.exercises if e.status is not Status.MISSING or e.score]
    return Finding(
        _("{assignment}: the untouched notebook earns nothing").format(assignment=assignment),
        not earning and verdict.problem is None and verdict.score == 0,
        " ".join([_points(verdict), *earning]),
        _("Each stub must end in `raise NotImplementedError` and nothing else."),
    )


def _points(verdict: Verdict) -> str:
    score = "–" if verdict.score is None else f"{verdict.score:g}"
    return _("{score} of {max_score:g}").format(score=score, max_score=verdict.max_score)
