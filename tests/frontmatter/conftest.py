"""Random tests may take their time on a busy machine; what must be fast says so itself."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
