"""Each adapter's own tests are collected where its line of mediapipe is installed; .ci/run runs both lines."""

from mirror.perception.tracker import Line, installed_line

_OWN_TESTS = {Line.TASKS: "test_tasks_line.py", Line.SOLUTIONS: "test_solutions_line.py"}

collect_ignore = [tests for line, tests in _OWN_TESTS.items() if line is not installed_line()]
