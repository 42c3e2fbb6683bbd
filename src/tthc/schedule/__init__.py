"""Unattended runs: wait for the input, leave off where nothing is new, watch over the run, keep its log, tell by mail.

`unattended.run_unattended` is the way in. Nothing is imported here: `protocol` is also for the run that is watched
over.
"""
