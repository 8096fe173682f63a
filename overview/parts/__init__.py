"""The parts of a country page, one module for each app they come from."""
