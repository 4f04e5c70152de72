"""The only way out to another server by HTTP: to the endpoints that a deployment names, and to nothing else.

A connection goes to exactly the host and port of one endpoint, and to an address that was checked at that moment, so
a name that changes its mind in between changes nothing. No redirects, no proxies of the environment, no packed
answers, and an end to how much comes back.
"""

import asyncio
import ipaddress
import json
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx2

Api = Literal["chat", "responses"]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_BYTES = 256 * 1024  # of one answer, on the wire
CONNECT = 5.0  # seconds
HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\Z")
LOOKS_LIKE_A_NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)\Z")


class Forbidden(OSError):
    """This address is not one to connect to."""


class TooMuch(Exception):
    """More came back than an answer can be."""


class Unwanted(Exception):
    """The answer is of a kind that is not taken: `why` is "redirect" or "type"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one server. `local`: it may stand on this machine or in the own network."""

    name: str
    url: str
    model: str
    key: str = field(default="", repr=False)
    api: Api = "chat"
    local: bool = False

    @property
    def place(self) -> tuple[str, int]:
        """Host and port: the only ones that may be connected to."""
        parts = urlsplit(self.url)
        assert parts.hostname
        return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def endpoints(text: str) -> tuple[Endpoint, ...]:
    """From the JSON of the environment; ValueError with a sentence that says what to do."""
    try:
        rows = json.loads(text)
    except ValueError:
        raise ValueError("is not JSON") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError('must be a list, such as [{"name": …, "url": …, "model": …}]')
    made = tuple(_endpoint(row) for row in rows)
    if len({one.name for one in made}) < len(made):
        raise ValueError("gives two of them the same name")
    return made


def _endpoint(row: dict[str, Any]) -> Endpoint:
    row = dict(row)
    if path := row.pop("key_file", ""):
        try:
            row["key"] = Path(path).read_text().strip()
        except OSError:
            raise ValueError(f"names a key_file that cannot be read: {path}") from None
    known = {"name": str, "url": str, "model": str, "key": str, "api": str, "local": bool}
    if strange := set(row) - set(known):
        raise ValueError(
            f"has {', '.join(sorted(strange))}, which is not one of {', '.join(known)}, key_file"
        )
    for name, kind in known.items():
        if name in row and not isinstance(row[name], kind):
            raise ValueError(f"has a {name} that is not a {'yes or no' if kind is bool else 'text'}")
    if missing := [name for name in ("name", "url", "model") if not row.get(name)]:
        raise ValueError(f"misses {', '.join(missing)}")
    if len(row["name"]) > 80:
        raise ValueError("has a name of more than 80 characters")
    if row.get("api", "chat") not in get_args(Api):
        raise ValueError("has an api that is not chat or responses")
    if any(c in row.get("key", "") for c in "\r\n"):
        raise ValueError("has a key of more than one line")
    made = Endpoint(**row | {"url": row["url"].rstrip("/")})
    check_url(made.url, local=made.local)
    return made


def check_url(url: str, *, local: bool) -> None:
    """ValueError with a sentence for an address that no endpoint should have."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("has a url with characters that do not belong there")
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ValueError("has a url that does not look like https://host/v1")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("has a url with more in it than host, port and path; a key goes into key")
    if parts.scheme == "http" and not local:
        raise ValueError("has a url without https; only a local one may do without")
    address = _literal(parts.hostname)
    if address is None and not _is_name(parts.hostname):
        raise ValueError("has a url whose host is neither a name nor a plain address")
    if address is not None and not may_reach(address, local=local):
        raise ValueError('has a url that leads into the own network; if that is meant, say "local": true')


def may_reach(address: Address, *, local: bool) -> bool:
    """Whether an address is one to connect to: the world, and for a local endpoint the own network as well.

    Never where clouds keep their secrets (link-local, and the like), never many at once, never nowhere.
    """
    plain = _unwrapped(address)
    if plain is None or plain in NEVER or plain.is_multicast or plain.is_unspecified or plain.is_link_local:
        return False
    if local and (plain.is_loopback or any(plain in net for net in OWN if net.version == plain.version)):
        return True
    return plain.is_global and not plain.is_reserved


NEVER = {ipaddress.ip_address(text) for text in ("100.100.100.200", "fd00:ec2::254", "192.0.0.192")}
OWN = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
NAT64 = [ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48")]


def _unwrapped(address: Address) -> Address | None:
    """The address that is meant; None for one that hides another in a way that is only for hiding."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.scope_id:
        return None
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour or address.teredo or any(address in net for net in NAT64):
        return None
    if int(address) >> 32 == 0 and int(address) > 1:  # ::127.0.0.1, long out of use
        return None
    return address


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """Not 2130706433, 0x7f.1 or 127.1: what a resolver takes for a number is no name."""
    return bool(HOST.match(host)) and not LOOKS_LIKE_A_NUMBER.match(host.rsplit(".", 1)[-1])


class Guarded:
    """Makes the connections of one endpoint (a network backend of httpcore2): checks first, then goes to exactly
    the address that was checked. The certificate is still that of the host's name."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        if (host, port) != self._endpoint.place:
            raise Forbidden("another host than the endpoint's")
        import httpcore2

        try:
            async with asyncio.timeout(min(timeout or CONNECT, CONNECT)):
                failed: Exception = OSError("no address")
                for address in await self._resolve(host, port):
                    try:
                        return await httpcore2.AnyIOBackend().connect_tcp(
                            address, port, timeout=CONNECT, socket_options=socket_options
                        )
                    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                        failed = error  # the next address may answer
                raise failed
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout from error
        except OSError as error:
            raise httpcore2.ConnectError(type(error).__name__) from error

    async def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> Any:
        raise Forbidden("no sockets of files")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[str]:
        """Every address of a host, in the resolver's order. One that is forbidden forbids them all: a name with
        both kinds is a name that somebody plays with."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not texts or not all(
            may_reach(ipaddress.ip_address(text), local=self._endpoint.local) for text in texts
        ):
            raise Forbidden("an address that is not to be reached")
        return texts


def client(endpoint: Endpoint, *, most_bytes: int = MOST_BYTES) -> "httpx2.AsyncClient":
    """A client for one endpoint, of the running loop. Costs some tens of milliseconds; keep it."""
    import httpcore2
    import httpx2

    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=30)
    certificates = httpx2.create_ssl_context(trust_env=False)
    transport = _transport()(verify=certificates, trust_env=False, limits=limits)
    transport.most_bytes = most_bytes
    transport._pool = httpcore2.AsyncConnectionPool(
        ssl_context=certificates,
        max_connections=limits.max_connections,
        max_keepalive_connections=limits.max_keepalive_connections,
        keepalive_expiry=limits.keepalive_expiry,
        network_backend=Guarded(endpoint),  # type: ignore[arg-type]
    )
    return httpx2.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(None, connect=CONNECT, pool=CONNECT),
        headers={"Accept-Encoding": "identity"},
    )


def _transport() -> Any:
    """The transport, with an end to what it takes in. A function, because its parent is slow to import."""
    import httpx2

    class Counted(httpx2.AsyncByteStream):
        def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
            self._stream, self._left = stream, most

        async def __aiter__(self) -> Any:
            async for piece in self._stream:
                self._left -= len(piece)
                if self._left < 0:
                    raise TooMuch
                yield piece

        async def aclose(self) -> None:
            await self._stream.aclose()

    class Transport(httpx2.AsyncHTTPTransport):
        most_bytes = MOST_BYTES

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            response = await super().handle_async_request(request)
            wanted = "text/event-stream" if response.status_code < 300 else ""
            why = ""
            if 300 <= response.status_code < 400:
                why = "redirect"
            elif response.headers.get("content-encoding", "identity").lower() != "identity":
                why = "type"  # packed, although nothing packed was asked for
            elif not response.headers.get("content-type", "").lower().startswith(wanted):
                why = "type"
            if why:
                await response.aclose()
                raise Unwanted(why)
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            response.stream = Counted(response.stream, self.most_bytes)
            return response

    return Transport
