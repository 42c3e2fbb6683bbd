"""What everything else speaks of: errors, periods, settings, tables and codes, the law by date.
Imports no other room.
"""
