"""A local stand-in for the services: the embedded default, the test double and the load generator in one."""
