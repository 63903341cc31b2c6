"""What a device could not do, said to a person."""


class DeviceProblem(Exception):
    """One kind, precise sentence that names the device and the way out."""
