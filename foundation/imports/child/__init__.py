"""Reads one spreadsheet in a process of its own, which knows nothing of the register.

Run as `python -I child '{"bytes": …}'` with the file on standard input. It takes limits on memory
and processor time for itself where the platform has them, looks at the size of everything before
it parses anything, and writes lines of JSON: what kind of file it is, one line per row that holds
something, an end mark. What may not be read is answered by one line with its reason.
"""
