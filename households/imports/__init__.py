"""The committee's spreadsheet into the register: acts in `acts`, the work behind them in the modules beside it."""

from households.imports.acts import (
    bad_rows,
    check_again,
    confirm,
    decide,
    decide_all,
    drop,
    forget,
    is_silent,
    leave_out_bad,
    match,
    mend,
    row_number_head,
    upload,
)

__all__ = [
    "bad_rows",
    "check_again",
    "confirm",
    "decide",
    "decide_all",
    "drop",
    "forget",
    "is_silent",
    "leave_out_bad",
    "match",
    "mend",
    "row_number_head",
    "upload",
]
