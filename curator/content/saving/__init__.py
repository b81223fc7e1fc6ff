"""How articles are read and written so that nothing is lost; `store` is the way in."""
