"""The only code that touches a device.  Every device ships its fake beside it; nothing here knows ``mirror``."""
