"""Whole-system tests and the rules of the house; a capability's own tests live in its folder."""
