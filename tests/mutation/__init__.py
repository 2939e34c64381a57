"""Our judging code, changed in small ways: for each change a test must fail, or a reason must stand here."""
