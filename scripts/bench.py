"""Measures the whole command on fictional trusts: bench.py PASSPORT STAFF…

For each size: generate, import into an empty SQLite, the same files again, the month's plan, the
month into a folder, and (to a sink of its own on this machine) the month over SMTP. Prints the
median of the runs in seconds, with processor time and the most memory of any run. Large trusts
are run once.
"""

import os
import pathlib
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time

LARGE = 10_000


class Sink(socketserver.StreamRequestHandler):
    """A mail server that takes everything and keeps only the number of messages."""

    taken = 0

    def handle(self):
        say = lambda line: self.wfile.write(line + b"\r\n")
        say(b"220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                say(b"250-sink")
                say(b"250 8BITMIME")
            elif word == b"DATA":
                say(b"354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                Sink.taken += 1
                say(b"250 taken")
            elif word == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 fine")


def run(*command):
    """Seconds, processor seconds and the most memory in MB of one command."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))}: exit status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(name, runs):
    seconds, processor, memory = (list(column) for column in zip(*runs))
    print(f"  {name:34} {statistics.median(seconds):8.2f} s {statistics.median(processor):8.2f} s"
          f" {max(memory):7.0f} MB   {len(runs)} run{'s' if len(runs) > 1 else ''}", flush=True)


def measure(passport, staff, port):
    times = 1 if staff >= LARGE else 3
    print(f"\n{staff:,} people {'median':>30} {'processor':>12} {'memory':>9}")
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        row("generate", [run(passport, "generate", "--staff", staff, "--out", place / "extracts")])
        files = sorted((place / "extracts").glob("**/*.csv"))
        first, again, plan, folder, smtp = [], [], [], [], []
        for number in range(times):
            at = [passport, "--database", f"sqlite:{place / str(number)}.db"]
            first.append(run(*at, "import", *files))
            again.append(run(*at, "import", *files))
            subprocess.run([*at, "setting", "set", "mail-from", "Bench <bench@example.nhs.uk>"],
                           check=True, stdout=subprocess.DEVNULL)
            months = ("--month", "2026-01"), ("--month", "2026-02")
            plan.append(run(*at, "send", *months[0], "--outbox", place / f"out{number}", "--dry-run"))
            folder.append(run(*at, "send", *months[0], "--outbox", place / f"out{number}"))
            taken = Sink.taken
            smtp.append(run(*at, "send", *months[1], "--to", f"smtp://127.0.0.1:{port}?tls=none",
                            "--print", place / f"print{number}"))
            assert Sink.taken > taken, "the sink got nothing"
        row("import into an empty database", first)
        row("import the same files again", again)
        row("plan a month (dry run)", plan)
        row("a month into a folder", folder)
        row("a month over SMTP", smtp)


def main(passport, *sizes):
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for staff in sizes:
            measure(passport, int(staff), server.server_address[1])
        server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
