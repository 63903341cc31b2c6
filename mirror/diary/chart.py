"""The chart, read from the log."""

from pathlib import Path

from mirror.therapy.chart import Chart


def chart_of(data_dir: Path) -> Chart:
    del data_dir
    return Chart()
