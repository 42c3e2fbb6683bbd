"""A second opinion: the figures reckoned anew from the definitions, sharing no code with the package (README.md)."""
