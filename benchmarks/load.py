"""Send commands from many clients at once over connections that stay open.

    python -m benchmarks.load PORT --clients 64 --count 2000 --seconds 10 --first 1

A process of its own, so that it slows the server no more than the network would. Prints JSON: a
`LoadResult`. Each client sends its next command when the last one is answered; nothing is sent
after `--seconds`, nor more than `--count` in all.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from benchmarks.slack_commands import Command, commands, is_acknowledged

ANSWER_TIMEOUT_SECONDS = 30.0


@dataclass
class LoadResult:
    """What became of the commands. `milliseconds` are of those acknowledged, in their order."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def acknowledged(self) -> int:
        """How many were answered with the note they had sent."""
        return len(self.milliseconds)

    @property
    def rate(self) -> float:
        """Acknowledged commands a second."""
        return self.acknowledged / self.seconds

    def quantile(self, share: float) -> float:
        """The time in milliseconds that this share of the commands took at most."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Connection(asyncio.Protocol):
    """One HTTP/1.1 connection, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP has no other
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if found and len(body) >= _content_length(head):
            received, self._received = self._received, b""
            if self._answer and not self._answer.done():
                self._answer.set_result(received)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("closed without an answer"))

    async def ask(self, request: bytes) -> bytes:
        """Send a request and return the whole answer."""
        assert self._transport is not None  # noqa: S101 - it is connected
        if self._transport.is_closing():
            raise ConnectionResetError("closed between two requests")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await asyncio.wait_for(self._answer, ANSWER_TIMEOUT_SECONDS)

    def close(self) -> None:
        """Close it."""
        if self._transport:
            self._transport.close()


async def send(port: int, clients: int, pool: list[Command], seconds: float) -> LoadResult:
    """Send commands of the pool until it is empty or the time is over."""
    result, remaining = LoadResult(), iter(pool)
    started = time.perf_counter()
    await asyncio.gather(
        *(_client(port, remaining, started + seconds, result) for _ in range(clients))
    )
    result.seconds = time.perf_counter() - started
    return result


async def _client(port: int, pool: Iterator[Command], end: float, result: LoadResult) -> None:
    loop = asyncio.get_running_loop()
    connection: _Connection | None = None
    while time.perf_counter() < end and (command := next(pool, None)):
        sent = time.perf_counter()
        try:
            if connection is None:
                _, connection = await loop.create_connection(_Connection, "127.0.0.1", port)
            answer = await connection.ask(command.request)
        except (OSError, TimeoutError) as error:
            result.errors.append(f"{type(error).__name__}: {error}")
            if connection:
                connection.close()
            connection = None
            continue
        took = 1_000 * (time.perf_counter() - sent)
        text = answer.decode(errors="replace")
        if text.startswith("HTTP/1.1 200") and is_acknowledged(command.text, text):
            result.milliseconds.append(took)
        else:
            result.errors.append(text[:400])
    if connection:
        connection.close()


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def main() -> int:
    """Send what the arguments say and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--first", type=int, required=True, help="number of the first command")
    wanted = parser.parse_args()
    pool = commands(wanted.first, wanted.count, users=max(wanted.clients, 8))
    result = asyncio.run(send(wanted.port, wanted.clients, pool, wanted.seconds))
    sys.stdout.write(json.dumps(asdict(result)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
