"""The therapist's report: two pages of the log, what decides first.  Each part says its own words; docs/report.md."""
