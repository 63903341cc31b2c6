"""Whether somebody is there: a sensor on a pin, and one that is pretended."""
