"""A local stand-in for both services: the embedded default, the test double and the load generator in one."""
