"""What needs a server, a browser or minutes; run by `make test-system`."""
