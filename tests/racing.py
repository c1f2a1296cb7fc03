"""Many people in the same moment: what each of them gets."""

import threading
from functools import partial

from django.db import connections

from lib.errors import Refused

AT_ONCE = 8


def side_by_side(*actions, told=()):
    """What each action gives, or how it was refused, when all begin in the same moment.

    Of an error that is one of `told` the class's name is given. Any other error gives nothing, so that an outcome is missing.
    """
    gate, outcomes = threading.Barrier(len(actions)), []

    def run(action):
        try:
            gate.wait()
            outcomes.append(action())
        except Refused as refused:
            outcomes.append(refused.code)
        except told as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def together(action, people=AT_ONCE, *, told=()):
    """What `action` gives each of so many people, numbered from 0, who do it in the same moment."""
    return side_by_side(*(partial(action, number) for number in range(people)), told=told)
