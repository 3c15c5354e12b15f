"""Rulebooks as one file: the same bytes each time, checked when read, signed; and folders of them."""

import json
import shutil

import pytest
from tests.unit.cli.samples import DAY, ROOT, shipped

import zzrules
from zzrules.base.errors import BundleError, OutputError, PolicyError, UsageError
from zzrules.base.signing import new_keys
from zzrules.policy.bundle import read_bundle

RECORD = {"主体": "派驻窗口工作人员"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The bundle of the shipped policies."""
    path = tmp_path_factory.mktemp("bundles") / "2026.zzrules"
    zzrules.bundle(target=path)
    return path


@pytest.fixture
def keys(tmp_path):
    private, public = tmp_path / "office.pem", tmp_path / "office.pub.pem"
    for path, pem in zip((private, public), new_keys(), strict=True):
        path.write_bytes(pem)
    return private, public


def code_of(raised):
    [problem] = raised.value.problems
    return problem.code


def test_the_same_folder_gives_the_same_bytes(made, tmp_path):
    elsewhere = shutil.copytree(ROOT / "policies", tmp_path / "elsewhere")
    again = zzrules.bundle(elsewhere, tmp_path / "again.zzrules")
    assert (tmp_path / "again.zzrules").read_bytes() == made.read_bytes()
    assert again.digest == shipped().digest
    assert again.library_version == zzrules.__version__


def test_what_is_loaded_from_it_answers_as_the_folder_does(made):
    book = zzrules.load(made)
    assert book.digest == shipped().digest
    assert book.evaluate(RECORD, DAY).to_json() == shipped().evaluate(RECORD, DAY).to_json()


def test_an_inherited_calendar_comes_along(tmp_path):
    folder = shutil.copytree(ROOT / "policies", tmp_path / "政策")
    shutil.rmtree(folder / "calendar")
    made = zzrules.bundle(folder, tmp_path / "政策.zzrules")
    book = zzrules.load(tmp_path / "政策.zzrules")
    assert made.digest == book.digest == zzrules.load(folder).digest
    assert book.calendar.last == shipped().calendar.last


def test_a_bundle_inherits_no_calendar_that_came_later(tmp_path, monkeypatch):
    last_year = shutil.copytree(ROOT / "policies", tmp_path / "policies")
    (last_year / "calendar" / "2026.yaml").unlink()
    monkeypatch.setattr("zzrules.bundles.shipped_policies", lambda: last_year)
    monkeypatch.setattr("zzrules.loading.shipped_policies", lambda: last_year)
    digest = zzrules.bundle(target=tmp_path / "2025.zzrules").digest
    monkeypatch.undo()
    book = zzrules.load(tmp_path / "2025.zzrules")
    assert (book.digest, book.calendar.last.year) == (digest, 2025)


def test_folders_laid_over_are_in_it_and_a_folder_may_be_laid_over_it(made, tmp_path):
    over = ROOT / "examples" / "own-policies"
    zzrules.bundle(over=over, target=tmp_path / "amended.zzrules")
    assert zzrules.load(tmp_path / "amended.zzrules").digest == zzrules.load(over=over).digest
    assert zzrules.load(made, over=over).digest == zzrules.load(over=over).digest


def test_any_byte_changed_is_refused(made, tmp_path):
    whole = made.read_bytes()
    changed = tmp_path / "changed.zzrules"
    for at in (*range(0, len(whole), len(whole) // 150), len(whole) - 3, len(whole) - 1):
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(BundleError) as raised:
            read_bundle(changed)
        assert code_of(raised) in ("ZZ870", "ZZ871", "ZZ872")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text[: len(text) // 2], "ZZ871"),
        (lambda text: text + "\n", "ZZ871"),
        (lambda text: text.replace("\n", "\r\n"), "ZZ870"),
        (lambda text: json.dumps(json.loads(text)), "ZZ870"),
        (lambda text: text.replace('"signature": null', '"signature": {}'), "ZZ871"),
        (lambda text: text.replace('"files": {', '"files": 3, "rest": {'), "ZZ871"),
        (lambda text: text.partition(",")[0] + ',\n "files": ' + "[" * 100_000, "ZZ871"),
        (lambda text: text.replace('bundle": 1,', 'bundle": 2,'), "ZZ872"),
        (lambda text: f"法规: 某规定\n{text}", "ZZ870"),
    ],
    ids=["broken off", "longer", "other line ends", "written anew", "signed", "no files", "deep", "later", "no bundle"],
)
def test_what_is_no_whole_bundle_is_refused(made, tmp_path, change, code):
    other = tmp_path / "other.zzrules"
    other.write_bytes(change(made.read_text(encoding="utf-8")).encode())
    with pytest.raises(BundleError) as raised:
        zzrules.load(other)
    assert code_of(raised) == code


def test_a_signature_is_of_the_key_and_of_the_content(made, keys, tmp_path):
    private, public = keys
    signed = tmp_path / "signed.zzrules"
    assert zzrules.bundle(made, signed, sign_with=private) == zzrules.bundle(made, sign_with=private)
    assert zzrules.load(signed, signed_by=public).digest == shipped().digest
    assert zzrules.load(signed).digest == shipped().digest
    with pytest.raises(BundleError) as raised:
        zzrules.load(made, signed_by=public)
    assert code_of(raised) == "ZZ873"
    (tmp_path / "other.pem").write_bytes(new_keys()[1])
    with pytest.raises(BundleError) as raised:
        zzrules.load(signed, signed_by=tmp_path / "other.pem")
    assert code_of(raised) == "ZZ874"
    forged = read_bundle(signed)
    forged = type(forged)(forged.files[1:], forged.regulation, forged.library_version, forged.signature)
    signed.write_bytes(forged.to_bytes())  # whole, but not what was signed
    with pytest.raises(BundleError) as raised:
        zzrules.load(signed, signed_by=public)
    assert code_of(raised) == "ZZ874"


@pytest.mark.parametrize("text", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_refused(made, keys, tmp_path, text):
    (tmp_path / "bad.pem").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        zzrules.bundle(made, sign_with=tmp_path / "bad.pem")
    assert code_of(raised) == "ZZ875"
    with pytest.raises(UsageError) as raised:
        zzrules.bundle(made, sign_with=keys[1])
    assert code_of(raised) == "ZZ875"
    with pytest.raises(UsageError) as raised:
        zzrules.bundle(made, sign_with=tmp_path / "missing.pem")
    assert code_of(raised) == "ZZ110"


def test_keys_of_other_kinds_and_with_passwords_are_refused(made, tmp_path):
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    pem, pkcs8 = form.Encoding.PEM, form.PrivateFormat.PKCS8
    other, own = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    for key in (
        other.private_bytes(pem, pkcs8, form.NoEncryption()),
        own.private_bytes(pem, pkcs8, form.BestAvailableEncryption(b"secret")),
    ):
        (tmp_path / "key.pem").write_bytes(key)
        with pytest.raises(UsageError) as raised:
            zzrules.bundle(made, sign_with=tmp_path / "key.pem")
        assert code_of(raised) == "ZZ875"
    signed = tmp_path / "signed.zzrules"
    (tmp_path / "key.pem").write_bytes(own.private_bytes(pem, pkcs8, form.NoEncryption()))
    zzrules.bundle(made, signed, sign_with=tmp_path / "key.pem")
    public = other.public_key().public_bytes(pem, form.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(public)
    with pytest.raises(UsageError) as raised:
        zzrules.load(signed, signed_by=tmp_path / "key.pem")
    assert code_of(raised) == "ZZ875"


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    with pytest.raises(OutputError):
        zzrules.bundle(target=tmp_path / "missing" / "2026.zzrules")
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "a.yaml").write_text("政策: 甲\n", encoding="utf-8")
    with pytest.raises(PolicyError):
        zzrules.bundle(bad, tmp_path / "bad.zzrules")
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_digest_finds_its_version_in_an_archive(made, keys, tmp_path):
    private, public = keys
    archive = tmp_path / "archive"
    (archive / "2026").mkdir(parents=True)
    over = ROOT / "examples" / "own-policies"
    zzrules.bundle(made, archive / "first.zzrules", sign_with=private)
    amended = zzrules.bundle(over=over, target=archive / "2026" / "second.zzrules", sign_with=private)
    versions = zzrules.Archive(archive, signed_by=public)
    assert len(versions) == 2
    assert amended.digest in versions
    assert versions[amended.digest] is versions[amended.digest]
    for book in (shipped(), zzrules.load(over=over)):
        d = book.evaluate(RECORD, DAY, ["第八条第二款"])
        kept = zzrules.Determination.from_dict(json.loads(d.to_json()))
        assert versions.replay(kept, RECORD).to_json() == d.to_json()
    shutil.copy(made, archive / "unsigned.zzrules")
    with pytest.raises(BundleError) as raised:
        zzrules.Archive(archive, signed_by=public)
    assert code_of(raised) == "ZZ873"


def test_an_archive_without_what_is_asked_says_so(made, tmp_path):
    with pytest.raises(PolicyError) as raised:
        zzrules.Archive(tmp_path / "missing")
    assert code_of(raised) == "ZZ110"
    with pytest.raises(PolicyError) as raised:
        zzrules.Archive(tmp_path)
    assert code_of(raised) == "ZZ877"
    assert "0" * 64 not in zzrules.Archive(made.parent)
    with pytest.raises(UsageError, match="ZZ880"):
        zzrules.Archive(made.parent)["0" * 64]


def test_a_bundle_is_shown_in_short(made):
    assert repr(read_bundle(made)) == f"<Bundle of {len(read_bundle(made).files)} files, {zzrules.load().digest[:12]}>"
