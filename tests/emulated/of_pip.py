"""The files and folders that pip's settings on this machine name, one per line: what a root needs to fetch packages."""

import sys

sys.path.insert(0, f"{sys.argv[1]}/tests/container")

from machine import of_pip

for path in of_pip():
    print(path)
