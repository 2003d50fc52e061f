"""What is left of a deed when the machine dies under it."""
