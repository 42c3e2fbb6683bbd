"""How long tests wait for another process: no test says how fast a machine is, and one that hangs is to end some day."""

PATIENCE = 3600  # seconds
