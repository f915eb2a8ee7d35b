"""Starts searx as the image of SearXNG starts: on every address of port 8080, with the mounted settings."""
import os
import signal

os.environ.setdefault("SEARX_SETTINGS_PATH", "/etc/searxng/settings.yml")
if os.environ.get("SEARXNG_SECRET"):
    os.environ["SEARX_SECRET"] = os.environ["SEARXNG_SECRET"]

from searx import settings

settings["server"].update(bind_address="0.0.0.0", port=8080, http_protocol_version="1.1")

from searx.webapp import run

# As process 1 of a container it would ignore what it does not handle.
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

run()
