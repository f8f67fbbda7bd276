"""Tests of the services: requests and replies of each, transport, pace, retries, archive, desk."""
