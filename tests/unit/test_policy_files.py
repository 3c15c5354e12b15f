"""Policy files: every section is read."""

from pathlib import Path

import pytest

from zzrules.base.frozen import replaced
from zzrules.base.regulations import Regulations
from zzrules.policy.folder import _may_be_regulation
from zzrules.policy.forms import Reader
from zzrules.policy.keys.policies import SECTIONS
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import load_regulation
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar

POLICIES = Path(__file__).parents[2] / "policies"


def read(tree: Mapping) -> object:
    """Return what a policy file says, and what is wrong with it."""
    problems = Problems()
    reader = Reader(problems, Regulations(load_regulation(POLICIES / "regulation.yaml")))
    return read_policy(tree, {"县级以上行政审批制度改革工作机构": "reform"}, reader), problems.in_order()


@pytest.mark.parametrize("section", SECTIONS)
def test_what_a_section_says_is_read(section):
    """A key that is allowed and that nobody reads would be passed over without a word."""
    tree, _ = read_file(POLICIES / "article-08-rotation.yaml", "rotation.yaml", Problems())
    assert isinstance(tree, Mapping)
    nonsense: tuple[Scalar, Node] = (Scalar(section), Scalar("〈没有的内容〉"))
    entries = (*(entry for entry in tree.entries if entry[0].text != section), nonsense)
    assert read(replaced(tree, entries=entries)) != read(tree)


def test_no_more_of_a_file_is_read_than_is_ever_used(tmp_path, monkeypatch):
    """Whether it may be a regulation is looked for in what is read of it, however long it is."""
    monkeypatch.setattr("zzrules.policy.folder.MAX_BYTES", 20)
    file = tmp_path / "甲.yaml"
    for text, may_be in (("法规: 甲\n", True), ("# " + "甲" * 20 + "\n法规: 甲\n", False)):
        file.write_text(text, "utf-8")
        assert _may_be_regulation(file) is may_be
