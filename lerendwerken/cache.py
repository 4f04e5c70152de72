"""Redis as a cache, and this process's own memory while Redis is away (TO4).

The cache holds rate limits, how far a file is and, for a day, the busy times that somebody can put back. While Redis
is away each process keeps its own, so that a limit still holds, only a little wider.
"""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("lerendwerken.cache")


class SturdyCache(RedisCache):
    """What the app uses of a cache: add, get, set, delete and incr."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while-redis-is-away", {})

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._ask("get", key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self._ask("set", key, value, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(self._ask("delete", key, version))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        return int(self._ask("incr", key, delta, version))

    def answers(self) -> bool:
        """Whether Redis itself is there."""
        try:
            return bool(self._cache.get_client(None).ping())
        except RedisError:
            return False

    def _ask(self, verb: str, *values: Any) -> Any:
        try:
            return getattr(super(), verb)(*values)
        except RedisError as error:
            logger.warning("Redis is away: %s", type(error).__name__)
            return getattr(self._own, verb)(*values)
