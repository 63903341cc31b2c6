"""What went wrong, said to a person."""


class Problem(Exception):
    """One kind, precise sentence that names the file, line or option and the way out.

    The command line prints it and ends with status 2; the kiosk shows it on the safe screen.
    """
