"""Kith: a self-hostable social app in which people give each other something real."""
