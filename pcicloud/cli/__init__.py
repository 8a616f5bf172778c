"""The command line: one module a noun, a thin shell over the library."""
