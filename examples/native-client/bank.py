#!/usr/bin/env python3
"""A native client of Redis Bank in one file, with nothing but Python's own library.

    python3 examples/native-client/bank.py bob --url http://localhost:8080 --postings 3

It signs in for a bearer token, reads the accounts and the latest transactions, follows the live stream for some
postings, and signs out. The password is asked for, or taken from BANK_PASSWORD.

What a native client must know:
- The token is in the body of the sign-in, for `Authorization: Bearer` alone. It never belongs in a URL or a cookie.
- 401 says why in `code`: `session_ended` (with a `reason`: sign in again), `session_rotated` (a newer token was given
  to this client: repeat once with that one), `bad_token` (forget it).
- 503 and 429 say in `Retry-After` when to come again. Nobody is signed out by them.
- Money is whole minor units (cents) in every answer.
"""

import argparse
import getpass
import http.client
import json
import os
import sys
import time
import urllib.parse

STREAM_SILENCE_SECONDS = 40  # The bank says something at least every 15 seconds.


class Refused(Exception):
    """The bank's own words, as it sends them for every error (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__(f"{problem.get('title', 'The bank refused.')} ({problem.get('code', status)})")
        self.code = problem.get("code")


class Bank:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.secure, self.netloc = parts.scheme == "https", parts.netloc
        self.token = None

    def _send(self, method, path, body=None, headers=None, timeout=10):
        connect = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = connect(self.netloc, timeout=timeout)
        sent = {"Accept": "application/json", "User-Agent": "python-native-client/1", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        connection.request(method, path, body, sent)
        return connection, connection.getresponse()

    def ask(self, method, path, body=None):
        """One request; once more where the bank asks to wait a moment."""
        for last_try in (False, True):
            connection, answer = self._send(method, path, body)
            text = answer.read()
            connection.close()
            if answer.status < 400:
                return json.loads(text) if text else None
            if answer.status in (429, 503) and not last_try:
                wait = int(answer.headers.get("Retry-After", "1"))
                if wait <= 5:
                    time.sleep(wait)
                    continue
            raise Refused(answer.status, json.loads(text))

    def sign_in(self, username, password):
        answer = self.ask("POST", "/api/auth/login", {"username": username, "password": password, "mode": "bearer"})
        self.token = answer["token"]
        return answer["user"]

    def sign_out(self):
        self.ask("POST", "/api/auth/logout")
        self.token = None

    def events(self, after=None):
        """Server-sent events as (event, id, data), coming back with the last id after each lost connection."""
        while True:
            headers = {"Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
            try:
                connection, answer = self._send("GET", "/api/events", headers=headers, timeout=STREAM_SILENCE_SECONDS)
                if answer.status != 200:
                    raise Refused(answer.status, json.loads(answer.read()))
                event, data = "message", []
                for line in answer:
                    line = line.decode().rstrip("\r\n")
                    if line.startswith("id:"):
                        after = line[3:].strip()
                    elif line.startswith("event:"):
                        event = line[6:].strip()
                    elif line.startswith("data:"):
                        data.append(line[5:].strip())
                    elif not line:
                        if data:
                            yield event, after, json.loads("\n".join(data))
                        event, data = "message", []
                connection.close()
            except (OSError, http.client.HTTPException):
                pass  # The line was lost; the stream goes on after the last id.
            time.sleep(1)


def money(minor, currency=""):
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02d} {currency}".rstrip()


def main():
    parser = argparse.ArgumentParser(description="Signs in, reads, follows the stream, signs out.")
    parser.add_argument("username")
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--postings", type=int, default=3, help="how many live postings to wait for")
    given = parser.parse_args()
    bank = Bank(given.url)
    password = os.environ.get("BANK_PASSWORD") or getpass.getpass("Password: ")

    user = bank.sign_in(given.username, password)
    print(f"Signed in as {user['profile']['name']}.", flush=True)
    try:
        accounts = bank.ask("GET", "/api/accounts")["items"]
        for account in accounts:
            print(f"{account['name']} {account['number']}: {money(account['availableMinor'], account['currency'])} available")
        if accounts:
            page = bank.ask("GET", f"/api/accounts/{accounts[0]['id']}/transactions?limit=3")
            for row in page["pending"] + page["items"]:
                print(f"  {row['counterparty']}: {money(row['amountMinor'])} {row['status']}")
        left = given.postings
        if left > 0:
            print("Following the stream.", flush=True)
            for event, _, data in bank.events():
                if event == "session":
                    print(f"The session ended: {data.get('reason', 'no reason given')}.")
                    bank.token = None
                    return 3
                if event == "transaction":
                    entry = data["entry"]
                    print(f"  live: {entry['counterparty']}: {money(entry['amountMinor'])}", flush=True)
                    left -= 1
                    if left == 0:
                        break
    finally:
        if bank.token:
            bank.sign_out()
            print("Signed out.", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
