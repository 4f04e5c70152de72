"""One answer of a model, piece by piece, from any endpoint that speaks OpenAI's protocol.

No tools, no retries but one before the first byte, an end to every wait, and failures as codes: what a provider says
about a failure may repeat what it was sent, so nobody keeps it.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from lerendwerken.lib import outbound
from lerendwerken.lib.outbound import Endpoint

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds."""

    first: float = 20  # until the first word
    first_local: float = 60  # a model on own hardware may have to wake up
    gap: float = 15  # between two words
    total: float = 120
    before_retry: float = 0.5
    after_end: float = 2  # for what follows the last word: the usage


LIMITS = Limits()
ABOUT_THE_REQUEST = (
    400,
    413,
    422,
)  # such as words that a provider's filter does not take, or too many of them
RETRIED = {"away", "broken", "busy", "cut"}
MOST_TOKENS = 1_000_000  # no usage that a provider names is believed above this


class Failed(Exception):
    """`code` is one of failures.SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Spent:
    """What one answer cost, as its provider says or else as estimated, and how far it came."""

    messages: list[Message]
    heard: bool = False  # an answer has begun
    left: bool = False  # it was asked, and nobody waited for its answer
    finished: bool = False  # the provider said that this was all
    said: int = 0  # characters
    named: int | None = None

    @property
    def tokens(self) -> int:
        if self.named is not None:
            return self.named
        if self.heard:
            return in_tokens(self.messages) + self.said // 3 + 1
        # What was asked is read and billed, also when it is stopped before the first word: else that would be free.
        return in_tokens(self.messages) if self.left else 0

    def name(self, usage: Any, *parts: str) -> None:
        """From the provider's own count; what is no number is no count."""
        numbers = [getattr(usage, part, None) for part in parts]
        if all(isinstance(number, int) and number >= 0 for number in numbers):
            self.named = min(sum(numbers), MOST_TOKENS)  # type: ignore[arg-type]


def in_tokens(messages: list[Message]) -> int:
    """An estimate on the high side of what messages cost: Dutch takes a token for some three characters."""
    return sum(len(message["content"]) // 2 + 8 for message in messages)


async def pieces(
    endpoint: Endpoint, messages: list[Message], most_tokens: int, spent: Spent, *, until: float
) -> AsyncGenerator[str]:
    """The words as they come. `until`: the loop's time at which it is over. Raises Failed; fills `spent`.

    Close it (`aclosing`) to hang up at once.
    """
    for is_last in (False, True):
        try:
            async with aclosing(_once(endpoint, messages, most_tokens, spent, until)) as words:
                async for word in words:
                    yield word
            return
        except Failed as failed:
            if is_last or spent.heard or failed.code not in RETRIED:
                raise
        await asyncio.sleep(LIMITS.before_retry)


async def _once(
    endpoint: Endpoint, messages: list[Message], most_tokens: int, spent: Spent, until: float
) -> AsyncGenerator[str]:
    client = await _client(endpoint)
    loop = asyncio.get_running_loop()
    first = loop.time() + (LIMITS.first_local if endpoint.local else LIMITS.first)
    stream = None
    try:
        async with asyncio.timeout_at(min(first, until)):
            stream = await _open(client, endpoint, messages, most_tokens)
        spent.heard = True
        async with aclosing(_read(endpoint, stream, spent)) as words:
            limit = first
            while True:
                try:
                    async with asyncio.timeout_at(min(limit, until)):
                        word = await anext(words, None)
                except TimeoutError:
                    if spent.finished:
                        return
                    raise
                if word is None:
                    break
                if word:
                    spent.said += len(word)
                    yield word
                    limit = loop.time() + LIMITS.gap
                if spent.finished:
                    limit = loop.time() + LIMITS.after_end
        if not spent.finished:
            raise Failed("cut")
    except Failed:
        raise
    except asyncio.CancelledError:
        spent.left = True
        raise
    except Exception as error:  # whatever a hostile answer makes the client stumble over
        code = _code(error, spent)
        if isinstance(error, TimeoutError):
            code = "too_long" if loop.time() >= until else "stalled" if spent.said else "silent"
        raise Failed(code) from None
    finally:
        if stream is not None:
            with suppress(Exception):
                await stream.close()


async def _open(client: "AsyncOpenAI", endpoint: Endpoint, messages: list[Message], most_tokens: int) -> Any:
    if endpoint.api == "responses":
        return await client.responses.create(
            model=endpoint.model,
            input=messages,
            max_output_tokens=most_tokens,
            stream=True,
            store=False,
        )
    return await client.chat.completions.create(
        model=endpoint.model,
        messages=messages,
        max_tokens=most_tokens,
        stream=True,
        stream_options={"include_usage": True},
    )


async def _read(endpoint: Endpoint, stream: Any, spent: Spent) -> AsyncGenerator[str]:
    """Words; an empty one for news without words."""
    async for event in stream:
        yield _of_response(event, spent) if endpoint.api == "responses" else _of_chat(event, spent)


def _of_chat(chunk: Any, spent: Spent) -> str:
    if getattr(chunk, "usage", None):
        spent.name(chunk.usage, "prompt_tokens", "completion_tokens")
    if not chunk.choices:
        return ""
    choice = chunk.choices[0]
    if choice.finish_reason:
        spent.finished = True
    return _text(choice.delta.content if choice.delta else "")


def _of_response(event: Any, spent: Spent) -> str:
    if event.type == "response.output_text.delta":
        return _text(event.delta)
    if event.type in ("response.completed", "response.incomplete"):
        spent.finished = True
        if event.response.usage:
            spent.name(event.response.usage, "input_tokens", "output_tokens")
    elif event.type in ("response.failed", "error"):
        raise Failed("broken")
    return ""


def _text(content: object) -> str:
    if content is None:
        return ""
    if not isinstance(content, str):
        raise Failed("garbled")
    return content


def _code(error: BaseException, spent: Spent) -> str:
    """What went wrong, looked up along the whole chain of causes."""
    import httpx2
    import openai

    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    known: list[tuple[type[BaseException], str]] = [
        (outbound.Forbidden, "forbidden"),
        (outbound.TooMuch, "too_much"),
        (openai.RateLimitError, "busy"),
        (openai.InternalServerError, "broken"),
        (openai.APIStatusError, "refused"),
        (httpx2.TimeoutException, "silent"),
        (httpx2.ConnectError, "away"),
        (httpx2.TransportError, "cut"),
    ]
    for one in chain:
        if isinstance(one, outbound.Unwanted):
            return one.why
        if isinstance(one, openai.APIStatusError) and one.status_code in ABOUT_THE_REQUEST:
            return "declined"
    for kind, code in known:
        if any(isinstance(one, kind) for one in chain):
            return code
    # An error inside the stream, or bytes that are no answer at all.
    return "broken" if type(error) is openai.APIError else "garbled"


# Clients ------------------------------------------------------------------------------------------

_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Endpoint, AsyncOpenAI]]" = WeakKeyDictionary()


def warm() -> None:
    """Imports the client: a second of work, to be done beside the loop, before the first call."""
    import openai  # noqa: F401

    for name in ("openai", "httpx2", "httpcore2"):
        # OPENAI_LOG=debug would write down every request.
        logging.getLogger(name).setLevel(logging.WARNING)


async def _client(endpoint: Endpoint) -> "AsyncOpenAI":
    """One per endpoint and loop; its connections are used again."""
    loop = asyncio.get_running_loop()
    kept = _clients.setdefault(loop, {})
    if endpoint not in kept:
        await loop.run_in_executor(None, warm)
    if endpoint not in kept:
        import httpx2
        from openai import AsyncOpenAI

        kept[endpoint] = AsyncOpenAI(
            api_key=endpoint.key or "none",
            base_url=endpoint.url,
            max_retries=0,
            timeout=httpx2.Timeout(None, connect=outbound.CONNECT, pool=outbound.CONNECT),
            http_client=outbound.client(endpoint),
        )
    return kept[endpoint]


async def hang_up() -> None:
    """Closes the clients of this loop, before the loop itself ends."""
    for client in _clients.pop(asyncio.get_running_loop(), {}).values():
        with suppress(Exception):
            await client.close()
