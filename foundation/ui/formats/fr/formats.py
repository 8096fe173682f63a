"""Dates as in English; numbers as Django has them for French."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j N Y"  # in three letters June and July are the same
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j N Y, H:i"
TIME_FORMAT = "H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
