"""Every scenario of features/, run by the steps of `zzrules.bdd`."""

from pytest_bdd import scenarios

scenarios(".")
