"""The help desk: who asks, how soon it is answered, in whose hand it is, and how it ended."""
