"""allauth's LINE provider, with the name people chose there and addresses that a stand-in can play."""
