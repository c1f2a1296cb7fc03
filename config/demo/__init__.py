"""The demo: an invented municipality with four communities, and two and a half years of what happened there.

Everything goes through the site's own actions, at the time it is said to have happened. The same day and
size always give the same demo.
"""
