"""The index of a content folder: rows for the list, read once and kept for the next start.

`updating.update` is the way in: it walks the folder, reads what is new or changed and tells the
rows that are different; `database.Index` keeps them.
"""
