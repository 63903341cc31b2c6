"""Frame times as mediapipe wants them."""


class FrameClock:
    """Turns frame times into strictly increasing whole milliseconds.

    A time that repeats or jumps back (a film that starts again) becomes the millisecond after the last, and the clock
    runs on from there, so that mediapipe's smoothing sees the true distance between frames again at once.
    """

    def __init__(self) -> None:
        self._last_ms = -1
        self._shift_ms = 0

    def stamp_ms(self, t_s: float) -> int:
        """The stamp of the frame taken at ``t_s`` seconds."""
        stamp = round(t_s * 1000) + self._shift_ms
        if stamp <= self._last_ms:
            self._shift_ms += self._last_ms + 1 - stamp
            stamp = self._last_ms + 1
        self._last_ms = stamp
        return stamp
