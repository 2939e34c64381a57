"""Right answers of many kinds, one file for each exercise; read by `answers`, never imported."""
