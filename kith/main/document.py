"""The OpenAPI description, rendered once when the application is made."""


class Document:
    """Its JSON; empty until the application exists."""

    json: bytes = b""
