"""What the kernel's files say of heat and of the supply."""

import pytest

from hardware.throttling import Board, PretendedBoard, SystemBoard, Throttling, processor_celsius

WEAK, HOT = Throttling.UNDERVOLTAGE, Throttling.HEAT


def board(folder, bits=None, alarm=None, celsius=None, soc="soc/soc:firmware"):
    """A board whose kernel lists just these."""
    for name, files in {
        f"platform/{soc}": {"get_throttled": bits},
        "hwmon/hwmon1": {"name": "rpi_volt", "in0_lcrit_alarm": alarm},
        "thermal/thermal_zone0": {"type": "cpu-thermal", "temp": celsius},
    }.items():
        if None in files.values():
            continue
        (folder / name).mkdir(parents=True)
        for file, text in files.items():
            (folder / name / file).write_text(f"{text}\n")
    return SystemBoard(folder / "platform", folder / "hwmon", folder / "thermal")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, set()),
        ({"bits": "0"}, set()),
        ({"bits": "1"}, {WEAK}),
        ({"bits": "50005"}, {WEAK}),  # capped for want of power, and no hotter for it
        ({"bits": "50000"}, set()),  # once since the start, not now
        ({"bits": "2"}, {HOT}),
        ({"bits": "9"}, {WEAK, HOT}),  # no supply brings the soft temperature limit about
        ({"bits": "e0008"}, {HOT}),
        ({"bits": "4", "soc": "soc@107c000000/soc@107c000000:firmware"}, {HOT}),
        ({"bits": "nonsense"}, set()),
        ({"alarm": 1}, {WEAK}),
        ({"alarm": 0, "celsius": 79900}, set()),
        ({"alarm": 0, "celsius": 80000}, {HOT}),
        ({"alarm": 1, "celsius": 85000}, {WEAK, HOT}),
        ({"bits": "0", "alarm": 0, "celsius": "nonsense"}, set()),
    ],
)
def test_why_a_board_slows_itself_down(tmp_path, given, why):
    """From whatever of the three is there: the firmware's word, the alarm of the supply, the thermometer."""
    assert board(tmp_path, **given).throttling() == why


def test_a_thermometer_of_something_else_is_not_the_processors(tmp_path):
    """A disk at ninety degrees is no reason."""
    (tmp_path / "thermal_zone0").mkdir()
    (tmp_path / "thermal_zone0" / "type").write_text("nvme\n")
    (tmp_path / "thermal_zone0" / "temp").write_text("90000\n")
    assert processor_celsius(tmp_path) is None


def test_a_pretended_board_is_as_it_was_told():
    """The fake keeps the same promise."""
    boards: list[Board] = [PretendedBoard(), PretendedBoard(HOT)]
    assert [one.throttling() for one in boards] == [frozenset(), {HOT}]
