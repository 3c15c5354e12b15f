"""What all tests share: the steps of features, and a Hypothesis profile that does not depend on the machine's speed."""

from hypothesis import settings

pytest_plugins = ["zzrules.bdd"]

settings.register_profile("zzrules", deadline=None)
settings.load_profile("zzrules")
