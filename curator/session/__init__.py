"""What the editor is doing: the open folder, its articles, undo, background work."""
