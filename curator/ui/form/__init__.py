"""The form of one article: an editor for each kind of field, and how they stand together."""
