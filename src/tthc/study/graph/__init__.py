"""A period as a graph of declared tables, computed on demand."""
