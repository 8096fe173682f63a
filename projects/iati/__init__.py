"""IATI 2.03: projects as activities of the International Aid Transparency Initiative, and back.

Only what is public ever becomes an activity; places and counts of incidents never do. What comes
in is kept beside the register as what another register says; it overwrites nothing.
"""
