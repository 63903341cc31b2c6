"""The place for the latest value."""

import threading

from hardware.slot import Latest, Slot


def test_an_empty_slot_has_nothing() -> None:
    """Before the first value there is none, and waiting no time returns none."""
    slot: Slot[str] = Slot()
    assert slot.newest() is None
    assert slot.wait_newer(0, timeout_s=0.0) is None


def test_only_the_newest_value_is_kept() -> None:
    """Values nobody took are gone, and the number tells how many came."""
    slot: Slot[str] = Slot()
    assert [slot.put(value) for value in "abc"] == [1, 2, 3]
    assert slot.newest() == Latest("c", 3)
    assert slot.wait_newer(1, timeout_s=0.0) == Latest("c", 3)
    assert slot.wait_newer(3, timeout_s=0.0) is None


def test_waiting_ends_when_a_newer_value_comes() -> None:
    """The value is handed over between threads, not polled for."""
    slot: Slot[int] = Slot()
    slot.put(1)
    got: list[Latest[int] | None] = []
    waiting = threading.Thread(target=lambda: got.append(slot.wait_newer(1, timeout_s=60.0)))
    waiting.start()
    slot.put(2)
    waiting.join(60.0)
    assert got == [Latest(2, 2)]


def test_cleared_it_forgets_the_value_but_not_the_count() -> None:
    """No picture of a face stays behind, and a reader's number stays valid."""
    slot: Slot[str] = Slot()
    slot.put("face")
    slot.clear()
    assert slot.newest() is None
    assert slot.wait_newer(0, timeout_s=0.0) is None
    assert slot.put("next") == 2


def test_readers_of_a_busy_slot_only_go_forward() -> None:
    """With a writer at full speed each reader sees growing numbers, matching values, and at last the last."""
    slot: Slot[int] = Slot()
    last = 20_000
    seen: dict[int, list[Latest[int]]] = {0: [], 1: []}

    def read(reader: int) -> None:
        number = 0
        while number < last:
            latest = slot.wait_newer(number, timeout_s=60.0)
            assert latest is not None
            seen[reader].append(latest)
            number = latest.number

    readers = [threading.Thread(target=read, args=(reader,)) for reader in seen]
    for thread in readers:
        thread.start()
    for value in range(1, last + 1):
        slot.put(value)
    for thread in readers:
        thread.join(60.0)
    for values in seen.values():
        numbers = [latest.number for latest in values]
        assert numbers == sorted(set(numbers))
        assert numbers[-1] == last
        assert all(latest.value == latest.number for latest in values)
