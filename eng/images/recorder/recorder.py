"""Answers every request with 200 and {} on the ports of RECORDER_PORTS; GET /__recorded returns what this container was given."""
import http.server
import json
import os
import signal
import sys
import threading

REQUESTS = []


def files(folders):
    found = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                with open(path, encoding="utf-8", errors="replace") as file:
                    found[path] = {"mode": oct(os.stat(path).st_mode & 0o7777), "owner": os.stat(path).st_uid, "text": file.read(100_000)}
    return found


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode("utf-8", "replace")
        if self.path.startswith("/__recorded"):
            folders = [folder for folder in self.path.partition("?folders=")[2].split(",") if folder]
            content = {"environment": dict(os.environ), "arguments": sys.argv[1:], "files": files(folders), "requests": REQUESTS}
        else:
            REQUESTS.append({"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body})
            content = {}
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = answer

    def log_message(self, *args):
        print(self.command, self.path, flush=True)


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
PORTS = [int(port) for port in os.environ.get("RECORDER_PORTS", "8080,3000,8000,11434,3001,5000,5001,8100,9999").split(",")]
for port in PORTS[1:]:
    threading.Thread(target=http.server.ThreadingHTTPServer(("", port), Recorder).serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("", PORTS[0]), Recorder).serve_forever()
