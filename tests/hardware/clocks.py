"""Time that passes only when somebody sleeps."""


class Clock:
    """Call it for the time; give ``clock.sleep`` where the world would sleep."""

    def __init__(self, now_s: float = 100.0) -> None:
        self.now_s = now_s
        self.slept_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0.0
        self.slept_s.append(seconds)
        self.now_s += seconds
