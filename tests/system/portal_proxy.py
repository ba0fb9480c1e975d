#!/usr/bin/env python3
"""The portal behind nginx, configured as `comity serve --help` shows it: sign-in over TLS, cookies, addresses, tags.

Usage: portal_proxy.py COMITY DATA-DIR; exit 77 without nginx or openssl.
"""
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from portal_server import PASSWORD, Checks, Portal, Reply, Visitor  # noqa: E402

check = Checks()
NAME = "tc.example"
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def server_block(comity):
    """From the help: the left one of two columns, from `server {` to its end."""
    lines = subprocess.run([comity, "serve", "--help"], capture_output=True, text=True).stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("  server {"))
    end = next(i for i in range(start, len(lines)) if lines[i].startswith("  }"))
    return "\n".join(re.split(r"(?<=\S)\s{8,}", line)[0] for line in lines[start:end + 1])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def configuration(comity, folder, port, upstream):
    block = server_block(comity)
    block = block.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;")
    block = re.sub(r"ssl_certificate +[^;]*;", f"ssl_certificate {folder}/cert.pem;", block)
    block = re.sub(r"ssl_certificate_key +[^;]*;", f"ssl_certificate_key {folder}/key.pem;", block)
    block = block.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{upstream}")
    temp = "".join(f"  {what}_temp_path {folder}/{what};\n" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root; " if os.geteuid() == 0 else ""  # the folder is this test's alone
    return (f"{user}daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
            f"http {{\n  access_log off; gzip on; gzip_types *; gzip_min_length 1;\n{temp}{block}\n}}\n")


class Outside(Visitor):
    """A visitor who sees the proxy alone."""

    def __init__(self, portal, port):
        super().__init__(portal)
        self.proxy = port

    def request(self, method, target, body=None, headers=None):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        sent = {"Host": NAME, "Accept": self.accept, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            sent.update({"Origin": f"https://{NAME}", "Content-Type": "application/x-www-form-urlencoded"})
        sent.update(headers or {})
        connection = http.client.HTTPSConnection("127.0.0.1", self.proxy, context=context, timeout=30)
        connection.request(method, target, body, {k: v for k, v in sent.items() if v})
        got = connection.getresponse()
        reply = Reply(got.status, got.headers, got.read())
        connection.close()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            self.set = getattr(self, "set", []) + [cookie]
        token = re.search(rb'name="form_token" value="([^"]*)"', reply.body)
        self.form_token = token.group(1).decode() if token else self.form_token
        return reply


def behind(portal, port):
    who = Outside(portal, port)
    check.equal("a page through the proxy", who.get("/sign-in").status, 200)
    reply = who.post("/sign-in", {"name": "secretary", "password": PASSWORD, "to": "/"}, X_Forwarded_For="203.0.113.9")
    check.equal("sign-in through the proxy", (reply.status, reply.headers["Location"]), (303, "/"))
    session = [c for c in who.set if c.startswith("__Host-comity=")]
    check("the session's cookie", session and all("Secure" in c and "HttpOnly" in c and "Path=/" in c and "SameSite=Lax" in c
                                                  for c in who.set), who.set)
    check.equal("signed in", who.get("/account").status, 200)
    plain = portal.visitor()
    plain.cookies = dict(who.cookies)
    forged = plain.request("POST", "/sign-out", f"form_token={who.form_token}", {"Origin": "http://127.0.0.1"})
    check.equal("a form from the address behind the proxy is not ours", forged.status, 403)
    tile = who.get("/record/tile/0/000")
    check.equal("a tile through the proxy", (tile.status, len(tile.body)), (200, 8192))
    packed = who.get("/record/checkpoint", Accept_Encoding="gzip")
    tag = packed.headers["ETag"]
    check("the proxy weakens the tag of what it compresses", tag.startswith("W/"), tag)
    check.equal("and it is known again", who.get("/record/checkpoint", If_None_Match=tag).status, 304)
    large = who.request("POST", "/sign-in", "name=x&password=" + "y" * (300 << 10))
    check.equal("too large a form through the proxy", large.status, 413)
    check.equal("and it still serves", who.get("/sign-in").status, 200)
    admin = Outside(portal, port)
    admin.get("/sign-in")
    admin.post("/sign-in", {"name": "admin", "password": PASSWORD, "to": "/"})
    trail = admin.get("/admin/audit")
    check("the address that the proxy saw is believed, not the one that was sent",
          trail.status == 200 and "203.0.113.9" not in trail.text and "127.0.0.1" in trail.text, trail.status)


def main():
    comity, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    nginx, openssl = shutil.which("nginx", path=PATH), shutil.which("openssl", path=PATH)
    if not nginx or not openssl:
        print("skipped: nginx or openssl is absent")
        sys.exit(77)
    with Portal(comity, data, options=["--url", f"https://{NAME}", "--proxy", "127.0.0.1"]) as portal:
        folder, port = portal.temp, free_port()
        subprocess.run([openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                        "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)
        with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as f:
            f.write(configuration(comity, folder, port, portal.port))
        proxy = subprocess.Popen([nginx, "-p", folder, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"],
                                 stderr=subprocess.PIPE, text=True)
        try:
            until = time.monotonic() + 15
            while time.monotonic() < until and proxy.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            if check("nginx takes the configuration of the help", proxy.poll() is None, proxy.poll() is not None and proxy.stderr.read()):
                behind(portal, port)
        finally:
            if proxy.poll() is None:
                proxy.send_signal(signal.SIGTERM)
                proxy.wait(timeout=30)
    sys.exit(check.end())


main()
