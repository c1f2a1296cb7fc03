"""Income before and after: from the sums of households' months to a report that can be published.

`places` says where and when, `people` whose figures count, `inputs` gathers them, `figures` works out the result (a
pure function, so that a published report can be worked out again), `snapshots` keeps what is shown, `editions`
publishes.
"""
