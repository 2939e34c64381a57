"""Grading on a Dask cluster of real processes: the same verdicts as on one machine, whatever dies."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.course import PROJECT
from tests.clusters import LocalCluster
from tests.runs import Runs
from tests.test_interrupted import (
    KILLS,
    MOMENTS,
    assert_as_undisturbed,
    command,
    course,
    nothing_is_half_written,
    runs,
    undisturbed,
)

__all__ = ["course", "runs", "undisturbed"]  # fixtures


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with LocalCluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def test_verdicts_are_the_same_bit_for_bit(
    runs: Runs, course: Path, undisturbed: tuple[Any, float], cluster: LocalCluster
) -> None:
    status, out, err = runs.start(*command(course, "--scheduler", cluster.address)).wait()
    assert (status, err) == (0, "")
    assert_as_undisturbed(course, out, undisturbed)


def test_a_worker_that_is_killed_costs_nobody_anything(
    runs: Runs, course: Path, undisturbed: tuple[Any, float], cluster: LocalCluster
) -> None:
    for _kill in range(KILLS):
        run = runs.start(*command(course, "--scheduler", cluster.address))
        time.sleep(MOMENTS.uniform(0.2, 1.0) * undisturbed[1])
        for worker in MOMENTS.sample(cluster.worker_processes(), 1):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        status, out, err = run.wait()
        nothing_is_half_written(course)
        if status == 0:
            assert_as_undisturbed(course, out, undisturbed)
        else:  # it came when no worker was there
            assert (status, err.count("\n")) == (2, 1)
            assert "has no workers" in err


def test_when_the_scheduler_is_killed_the_same_command_goes_on_elsewhere(
    runs: Runs, course: Path, undisturbed: tuple[Any, float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for _kill in range((KILLS + 1) // 2):  # a client gives a scheduler ten seconds to come back
        with LocalCluster(tmp_path_factory.mktemp("cluster"), workers=1) as cluster:
            run = runs.start(*command(course, "--scheduler", cluster.address))
            time.sleep(MOMENTS.uniform(0.1, 1.0) * undisturbed[1])
            cluster.scheduler.kill()
            status, out, err = run.wait()
        nothing_is_half_written(course)
        if status != 0:
            assert (status, out) == (2, "")
            *taken_over, sentence = err.splitlines()
            assert sentence.startswith("autograder: ")
            assert all("were finished by a run" in line for line in taken_over), err
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    assert_as_undisturbed(course, out, undisturbed)


def test_where_no_scheduler_answers_it_says_so(runs: Runs, course: Path) -> None:
    status, out, err = runs.start(*command(course, "--scheduler", "tcp://127.0.0.1:9")).wait()
    assert (status, out) == (2, "")
    assert err == (
        "autograder: No scheduler of Dask answers at tcp://127.0.0.1:9. "
        "Start one (dask scheduler --no-dashboard), and give its address, such as tcp://10.0.0.5:8786.\n"
    )
    assert not (course / "gradebook.db").exists()


def test_a_cluster_without_workers_is_told_of(runs: Runs, course: Path, tmp_path: Path) -> None:
    with LocalCluster(tmp_path, workers=0) as cluster:
        status, _out, err = runs.start(*command(course, "--scheduler", cluster.address)).wait()
        assert status == 2
        assert "has no workers" in err and err.count("\n") == 1


def test_a_worker_of_another_version_grades_nothing(runs: Runs, course: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(PROJECT / "autograder", other / "autograder")
    with (other / "autograder" / "compare" / "__init__.py").open("a") as file:
        file.write("\n# Another version.\n")
    with LocalCluster(tmp_path, workers=1, environment={"PYTHONPATH": str(other)}) as cluster:
        status, out, err = runs.start(*command(course, "--scheduler", cluster.address)).wait()
    assert (status, out) == (2, "")
    assert "another version of the grader" in err and err.count("\n") == 1
