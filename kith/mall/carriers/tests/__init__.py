"""Tests of the carrier gateways."""
