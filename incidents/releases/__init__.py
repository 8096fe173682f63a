"""Tables of a record, protected, approved by a second person, numbered and frozen."""
