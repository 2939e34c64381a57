"""What lies here is what an attacker hands in. Only `tests.corpus` reads it, as text; nothing imports it."""

collect_ignore_glob = ["*"]
