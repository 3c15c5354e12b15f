"""A folder of policies, read and bound without mistakes: all that a rulebook is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zzrules.base.packed import Packed

if TYPE_CHECKING:  # a rulebook that was kept is loaded without them
    from zzrules.base.regulations import Regulations
    from zzrules.plan import model
    from zzrules.policy import syntax
    from zzrules.policy.folder import Folder


class Bound(NamedTuple):
    """The plan, the regulations, the digest of the files, and the policies as they were read, which few ask for."""

    plan: model.Plan
    regulations: Regulations
    digest: str
    policies: Packed[tuple[syntax.Policy, ...]]

    @classmethod
    def of(cls, read: Folder, plan: model.Plan) -> Bound:
        """Return a folder that has a regulation, with its plan."""
        assert read.regulations is not None
        return cls(plan, read.regulations, read.digest, Packed.of(read.policies))
