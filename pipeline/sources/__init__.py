"""The services: one port, one transport, one archive; each service's oddities end at its border."""
