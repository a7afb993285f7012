#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server for the tests: smtp-server.py DIRECTORY [--plain] [--user NAME --password WORD] [--other-name].

It listens on a free port of 127.0.0.1, offers STARTTLS with a certificate for localhost that it makes
(DIRECTORY/certificate.pem, for whoever wants to trust it) unless --plain, writes the port to DIRECTORY/port and each
mail to DIRECTORY/N.eml, envelope first. --other-name: the certificate is somebody else's. It ends with its standard
input, so that it never outlives the test.
"""
import argparse
import asyncio
import os
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("directory")
parser.add_argument("--plain", action="store_true")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--other-name", action="store_true")
options = parser.parse_args()


class Handler:
    """Keeps what comes."""

    def __init__(self):
        self.n = 0

    async def handle_DATA(self, server, session, envelope):
        self.n += 1
        path = os.path.join(options.directory, f"{self.n}.eml")
        with open(path + ".part", "wb") as out:
            out.write(f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}\n".encode())
            out.write(envelope.original_content)
        os.rename(path + ".part", path)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login.decode() == options.user and data.password.decode() == options.password
    return AuthResult(success=good, handled=False)


context = None
if not options.plain:
    certificate = os.path.join(options.directory, "certificate.pem")
    key = os.path.join(options.directory, "key.pem")
    name = "elsewhere.example.org" if options.other_name else "localhost"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)



async def serve():
    """Until the standard input ends."""
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(
        lambda: SMTP(
            handler, tls_context=context, require_starttls=context is not None,
            authenticator=authenticate if options.user else None, auth_required=options.user is not None,
            auth_require_tls=context is not None),
        "127.0.0.1", 0)
    with open(os.path.join(options.directory, "port.part"), "w", encoding="ascii") as out:
        out.write(f"{server.sockets[0].getsockname()[1]}\n")
    os.rename(os.path.join(options.directory, "port.part"), os.path.join(options.directory, "port"))
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
