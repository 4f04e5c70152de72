"""Our own styles, fonts and scripts, served by the app itself."""

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise streams a file in a way that an async server cannot use and warns about. Ours are small."""

    @staticmethod
    def serve(static_file: object, request: HttpRequest) -> HttpResponse:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        whole = HttpResponse(b"".join(streamed.streaming_content), status=streamed.status_code)
        whole.headers = streamed.headers
        streamed.close()
        return whole
