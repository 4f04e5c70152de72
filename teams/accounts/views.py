"""Signing in by code, where allauth's page would hold somebody who mistyped the address."""

from typing import Any

from allauth.account.views import RequestLoginCodeView


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Asks for a code, also while one is waiting: for another address, or because no mail came.

    allauth leads back to the code page as long as a code waits, for ten minutes. A newer code replaces the older.
    """

    def _redirect_to_pending_stage(self, *args: Any, **kwargs: Any) -> None:
        return None


ask_for_code = AskForCode.as_view()
