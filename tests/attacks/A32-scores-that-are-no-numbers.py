# A32 SAME: NaN, infinity and minus as points in metadata, and a score as the last value of a cell.
# %% {"trick": {"metadata": {"nbgrader": {"points": NaN, "grade": true, "grade_id": "a"}}}}
def hadamard_sum(window, kernel):
    return 0

# %% {"trick": {"metadata": {"nbgrader": {"points": -Infinity, "grade": true, "grade_id": "a"}}}}
np.nan

# %% {"trick": {"metadata": {"nbgrader": {"points": [20], "grade": "yes", "grade_id": null}}}}
max_score = score = 1e308
