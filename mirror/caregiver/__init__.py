"""The page on the caregiver's phone: pairing, today, days, trends; it reads the log and changes nothing in it."""
