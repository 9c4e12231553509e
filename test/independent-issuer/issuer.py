#!/usr/bin/env -S python3 -B
"""
An issuer backend as a bank would write it that knows the hub from its public API description only: Python's standard
library, the openssl command, and keys of its own. Nothing in here comes from this project's packages.

Prints one line of JSON once it listens, and runs until it is told to stop (SIGTERM, SIGINT).
"""

import argparse
import json
import os
import signal
import threading
from pathlib import Path

from credentials import ENVELOPE_KEY_IDENTIFIER, open_credentials
from operations import IssuerOperations
from servers import BASE_PATH, Capture, issuer_server, test_server


def main() -> None:
    options = read_options()
    os.umask(0o077)
    credentials = open_credentials(options.folder, options.issuer_id)
    operations = IssuerOperations(credentials)
    issuer = issuer_server(
        options.port,
        operations=operations,
        issuer_id=options.issuer_id,
        server=credentials.server,
        hub_ca=options.hub_ca,
        capture=capture_to(options.capture),
    )
    test = test_server(operations)
    listening = {
        "issuerId": options.issuer_id,
        "url": f"https://localhost:{issuer.server_port}{BASE_PATH}",
        "serverCertificate": str(credentials.server.certificate),
        "clientCertificate": str(credentials.client.certificate),
        "clientKey": str(credentials.client.key),
        "envelopeCertificate": str(credentials.envelope.certificate),
        "envelopeKeyIdentifier": ENVELOPE_KEY_IDENTIFIER,
        "testUrl": f"http://127.0.0.1:{test.server_port}",
    }
    stop_signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop_signals)
    for server in [issuer, test]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"listening": listening}), flush=True)
    signal.sigwait(stop_signals)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="An issuer backend that knows the public API description only.")
    parser.add_argument("--folder", type=Path, required=True, help="keys and certificates; made there on first start")
    parser.add_argument("--issuer-id", required=True, help="10 characters, given by the hub")
    parser.add_argument("--hub-ca", type=Path, required=True, help="PEM of the authority behind the hub's client certificate")
    parser.add_argument("--capture", type=Path, required=True, help="received messages are added here, one JSON a line")
    parser.add_argument("--port", type=int, default=0, help="of the API; 0 is any free one")
    return parser.parse_args()


def capture_to(file: Path) -> Capture:
    """Writes messages as they came, envelopes closed."""
    lock = threading.Lock()
    out = file.open("a", encoding="utf-8")

    def capture(method: str, headers: list[tuple[str, str]], body: object) -> None:
        line = json.dumps({"method": method, "headers": headers, "body": body})
        with lock:
            print(line, file=out, flush=True)

    return capture


if __name__ == "__main__":
    main()
