"""Which articles of a folder go with a story, and which related items do not.

`likeness.py` is the measure, `suggesting.py` finds the nearest articles, `misfits.py` the items
that stand apart; `postings.py` keeps which words stand in which articles.
"""
