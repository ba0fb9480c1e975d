#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks for a page at an even pace, and says how long it took.

Usage: steady.py URL RATE SECONDS [COOKIE]. A request is due every 1/RATE s, whether the one before is answered or not
(16 connections stay open); its time counts from when it was due, so that a server that stalls is not spared.
Prints: requests, not 200, median, p99, longest in milliseconds.
"""
import re
import selectors
import socket
import sys
import time
import urllib.parse

CONNECTIONS = 16
WARM = 50  # requests that are not counted


class Connection:
    def __init__(self, where, head):
        self.socket = socket.create_connection(where)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head, self.got, self.due = head, b"", None

    def ask(self, due):
        self.due, self.got = due, b""
        self.socket.sendall(self.head)

    def take(self):
        """The status, once all of the reply is there."""
        self.got += self.socket.recv(1 << 20)
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = int(re.search(rb"Content-Length: (\d+)", self.got[:end]).group(1))
        return int(self.got[9:12]) if len(self.got) >= end + 4 + length else None


def main():
    url, rate, seconds = urllib.parse.urlsplit(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    head = f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nAccept: text/html\r\n"
    head += f"Cookie: {sys.argv[4]}\r\n" if len(sys.argv) > 4 else ""
    chosen = selectors.DefaultSelector()
    free = [Connection((url.hostname, url.port), (head + "\r\n").encode()) for _ in range(CONNECTIONS)]
    for c in free:
        chosen.register(c.socket, selectors.EVENT_READ, c)
    times, bad, total = [], 0, WARM + int(rate * seconds)
    began, sent, done = time.perf_counter() + 0.1, 0, 0
    while done < total:
        now = time.perf_counter()
        while sent < total and free and began + sent / rate <= now:
            free.pop().ask(began + sent / rate)
            sent += 1
        wait = began + sent / rate - time.perf_counter() if sent < total and free else 1
        for key, _ in chosen.select(max(0, wait)):
            status = key.data.take()
            if status is None:
                continue
            if done >= WARM:
                times.append(time.perf_counter() - key.data.due)
                bad += status != 200
            done += 1
            free.append(key.data)
    times.sort()
    at = lambda q: times[min(len(times) - 1, int(len(times) * q))] * 1000  # noqa: E731
    print(f"{len(times)} {bad} {at(0.5):.1f} {at(0.99):.1f} {times[-1] * 1000:.1f}")


main()
