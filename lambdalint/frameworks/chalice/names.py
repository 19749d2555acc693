"""Names that Chalice gives to what it makes."""

from __future__ import annotations

import re

HANDLER = "api_handler"
"""The function that answers for the API."""
WEBSOCKET = {
    "on_ws_connect": ("websocket_connect", "$connect"),
    "on_ws_message": ("websocket_message", "$default"),
    "on_ws_disconnect": ("websocket_disconnect", "$disconnect"),
}
"""By decorator: the function, and the route that leads to it."""


def resource_name(name: str) -> str:
    """What a function or a role is called in a template that Chalice writes."""
    if name == HANDLER:
        return "APIHandler"
    for separator in "-_":
        name = "".join(part[:1].upper() + part[1:] for part in name.split(separator))
    return re.sub(r"[^A-Za-z0-9]+", "", name)
