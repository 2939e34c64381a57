# A27 SAME: metadata of cells and of the notebook says what points there are, and what is locked.
# %% {"trick": {"metadata": {"nbgrader": {"grade": true, "grade_id": "hadamard_sum", "points": 1e9, "locked": true, "solution": false, "schema_version": 3, "task": false}}}}
def hadamard_sum(window, kernel):
    return 0

# %% {"trick": {"metadata": {"nbgrader": {"grade": true, "grade_id": "hadamard_sum", "points": -5}, "tags": ["skip-execution", "passed"]}}}
assert hadamard_sum(np.ones(1), np.ones(1)) == 1

# %% {"trick": {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "__class__", "points": "NaN"}}}}
assert hadamard_sum(np.ones(2), np.ones(2)) == 2

# %% {"trick": null}
assert hadamard_sum(np.ones(3), np.ones(3)) == 3
