"""The way out: to the endpoint that the deployment names, and to nothing else (TL5)."""

import asyncio
import json
import socket
from collections.abc import Generator
from typing import Any

import pytest

from lerendwerken import env
from lerendwerken.lib import outbound
from lerendwerken.lib.outbound import Endpoint
from tests.support import partner as wrong
from tests.support.partner import Partner

pytestmark = pytest.mark.shows("TL5", "questions-2")

WORLD = Endpoint("wereld", "https://partner.example/v1", "m")
OWN = Endpoint("eigen", "http://partner.example:8080/v1", "m", local=True)

# What no endpoint may lead to, however it is written.
NOWHERE = [
    "169.254.169.254",  # where clouds keep their secrets
    "169.254.170.2",
    "fe80::1",
    "fe80::a9fe:a9fe",
    "fd00:ec2::254",
    "100.100.100.200",
    "192.0.0.192",
    "0.0.0.0",
    "::",
    "255.255.255.255",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "::ffff:169.254.169.254",  # the same in another coat
    "::ffff:0.0.0.0",
    "::169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:a9fe:a9fe::1",
    "2002:7f00:1::1",
    "2001:0:a9fe:a9fe::1",
]
# What only an endpoint may lead to of which the deployment says that it is local.
INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "::ffff:127.0.0.1",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.10",
    "::ffff:10.0.0.5",
    "fc00::1",
    "fd12:3456::1",
]
STRANGE = ["100.64.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1", "0.1.2.3"]  # nobody's


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Generator[list[tuple[str, int]]]:
    """Every place that was connected to."""
    import httpcore2

    seen: list[tuple[str, int]] = []

    async def connect(self: object, host: str, port: int, **_: object) -> None:
        seen.append((host, port))
        raise httpcore2.ConnectError("only looking")

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect)
    return seen


def ask(endpoint: Endpoint, url: str = "", *, found: list[str] | None = None) -> str:
    """The name of what went wrong when this is asked for, while the endpoint's name leads to these addresses."""

    async def go() -> str:
        if found is not None:
            asyncio.get_running_loop().getaddrinfo = _leading_to(found)  # type: ignore[method-assign]
        async with outbound.client(endpoint) as client:
            try:
                await client.post(url or f"{endpoint.url}/chat/completions", json={})
            except Exception as error:
                return type(error).__name__
        return ""

    return asyncio.run(go())


def _leading_to(addresses: list[str]) -> Any:
    async def look(host: str, port: int, **_: object) -> list[Any]:
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, port),
            )
            for address in addresses
        ]

    return look


@pytest.mark.parametrize("address", NOWHERE + INSIDE + STRANGE)
def test_a_name_that_leads_inside_is_not_followed(connected: list[object], address: str) -> None:
    assert ask(WORLD, found=[address]) == "ConnectError"
    assert connected == []


@pytest.mark.parametrize("address", NOWHERE + STRANGE)
def test_not_by_a_local_endpoint_either(connected: list[object], address: str) -> None:
    assert ask(OWN, found=[address]) == "ConnectError"
    assert connected == []


@pytest.mark.parametrize("address", INSIDE)
def test_a_local_endpoint_reaches_the_own_network(connected: list[object], address: str) -> None:
    ask(OWN, found=[address])
    assert connected == [(address, 8080)]


def test_the_world_is_reached_at_the_address_that_was_checked(connected: list[object]) -> None:
    ask(WORLD, found=["93.184.215.14"])
    assert connected == [("93.184.215.14", 443)]


def test_one_bad_address_among_good_ones_is_enough(connected: list[object]) -> None:
    assert ask(WORLD, found=["93.184.215.14", "127.0.0.1"]) == "ConnectError"
    assert connected == []


def test_a_name_that_changes_its_mind_is_asked_once_a_connection(connected: list[object]) -> None:
    """Rebinding: what is connected to is what was checked, so a second answer has no use."""
    import httpx2

    answers = [["93.184.215.14"], ["169.254.169.254"]]

    async def go() -> None:
        async def look(host: str, port: int, **_: object) -> list[Any]:
            found: list[Any] = await _leading_to(answers.pop(0))(host, port)
            return found

        asyncio.get_running_loop().getaddrinfo = look  # type: ignore[method-assign, assignment]
        async with outbound.client(WORLD) as client:
            for _ in range(2):
                with pytest.raises(httpx2.ConnectError):
                    await client.post(WORLD.url, json={})

    asyncio.run(go())
    assert connected == [("93.184.215.14", 443)]
    assert answers == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/v1",
        "http://localhost:{port}/v1",
        "http://[::1]:{port}/v1",
        "http://0.0.0.0:{port}/v1",
        "http://127.1:{port}/v1",
        "http://2130706433:{port}/v1",
        "http://0x7f000001:{port}/v1",
        "http://0177.0.0.1:{port}/v1",
        "http://[::ffff:127.0.0.1]:{port}/v1",
        "http://127.0.0.1.:{port}/v1",
        "http://127.0.0.1:{port}@169.254.169.254/v1",
        "http://①②⑦.⓪.⓪.①:{port}/v1",
        "https://127.0.0.1/v1",
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/",
    ],
)
def test_another_place_than_the_endpoints_is_never_connected_to(
    partner: Partner, connected: list[object], url: str
) -> None:
    assert ask(partner.endpoint(), url.format(port=partner.port))
    assert connected == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(partner: Partner, code: int) -> None:
    with Partner() as other:
        partner.always(wrong.status(code, more=f"Location: {other.url}/chat/completions\r\n"))
        assert ask(partner.endpoint()) == "Unwanted"
        assert not other.asked
    assert len(partner.asked) == 1


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(
    partner: Partner, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with Partner() as proxy:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert ask(partner.endpoint()) == ""
        assert not proxy.asked
    assert len(partner.asked) == 1


# What a deployment may say ------------------------------------------------------------------------

RIGHT = {"name": "Ollama", "url": "http://127.0.0.1:11434/v1", "model": "mistral-small", "local": True}


def said(**row: Any) -> str:
    """The sentence for one endpoint of the environment; empty when it is taken."""
    try:
        outbound.endpoints(json.dumps([row]))
    except ValueError as error:
        return str(error)
    return ""


def test_endpoints_of_the_environment() -> None:
    read = env.read({"LERENDWERKEN_AI": json.dumps([RIGHT, RIGHT | {"name": "vLLM", "api": "responses"}])})
    assert [(one.name, one.api, one.local, one.place) for one in read.ai] == [
        ("Ollama", "chat", True, ("127.0.0.1", 11434)),
        ("vLLM", "responses", True, ("127.0.0.1", 11434)),
    ]
    assert env.read({}).ai == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/v1",  # without https, out into the world
        "https://169.254.169.254/v1",
        "https://10.0.0.5/v1",
        "https://[::1]/v1",
        "https://2130706433/v1",
        "https://0x7f.0.0.1/v1",
        "https://0177.0.0.1/v1",
        "https://127.1/v1",
        "https://user:secret@partner.example/v1",
        "https://partner.example/v1?key=1",
        "https://partner.example/v1#x",
        "https://partner.example:0/v1",
        "https://partner.example:99999/v1",
        "https://①②⑦.⓪.⓪.①/v1",
        "https://partner.example\\@evil.example/v1",
        "ftp://partner.example/v1",
        "file:///etc/passwd",
        "https:///v1",
        "partner.example/v1",
        "https://part ner.example/v1",
    ],
)
def test_an_address_that_no_endpoint_should_have_stops_the_start(url: str) -> None:
    assert said(name="x", model="m", url=url)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"name": "x", "url": "https://partner.example/v1"},
        RIGHT | {"name": "x" * 81},
        RIGHT | {"api": "completions"},
        RIGHT | {"local": "yes"},
        RIGHT | {"key": "a\nb"},
        RIGHT | {"key_file": "/nergens/sleutel"},
        RIGHT | {"tools": True},
    ],
)
def test_half_an_endpoint_stops_the_start(row: dict[str, Any]) -> None:
    assert said(**row)


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '"x"', json.dumps([RIGHT, RIGHT])])
def test_what_is_no_list_of_endpoints_stops_the_start(text: str) -> None:
    with pytest.raises(env.Refused, match="LERENDWERKEN_AI"):
        env.read({"LERENDWERKEN_AI": text})


def test_a_key_is_never_printed(tmp_path: Any) -> None:
    file = tmp_path / "key"
    file.write_text("geheim\n")
    (made,) = outbound.endpoints(json.dumps([RIGHT | {"key_file": str(file)}]))
    assert made.key == "geheim"
    assert "geheim" not in repr(made)


# Connections to the database that a web process keeps ---------------------------------------------


def test_a_pool_is_for_postgresql_and_has_an_end() -> None:
    postgres = {"DATABASE_URL": "postgres://u:p@127.0.0.1/x"}
    assert "pool" not in env.read(postgres).database["OPTIONS"]
    assert env.read(postgres | {"LERENDWERKEN_POOL": "8"}).database["OPTIONS"]["pool"]["max_size"] == 8
    assert (
        "pool"
        not in env.read({"DATABASE_URL": "sqlite:////tmp/x", "LERENDWERKEN_POOL": "8"}).database["OPTIONS"]
    )
    for wrong_size in ("51", "-1", "veel", "²"):
        with pytest.raises(env.Refused, match="LERENDWERKEN_POOL"):
            env.read(postgres | {"LERENDWERKEN_POOL": wrong_size})
