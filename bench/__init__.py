"""Measuring: commands that fill a database, start a real server and print figures. See docs/measuring.md."""
