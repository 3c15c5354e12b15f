"""The folder that is edited, and a session in it that tests share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.editor.session import Session, session_in

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped policies, with two features and a record beside them."""
    made = tmp_path_factory.mktemp("办公").resolve()
    shutil.copytree(ROOT / "policies", made / "policies")
    (made / "features").mkdir()
    (made / "案卷").mkdir()
    for name in ("第八条-轮换.feature", "第八条-调换.feature"):
        shutil.copy(ROOT / "features" / name, made / "features")
    shutil.copy(ROOT / "examples" / "rotation-request.yaml", made / "案卷")
    return made


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[Session]:
    """A session in that folder."""
    with session_in(folder) as session:
        yield session


@pytest.fixture
def rotation(folder: Path, editor: Session) -> Iterator[Path]:
    """The policy of the rotation, open and as it is shipped."""
    path = folder / "policies" / "article-08-rotation.yaml"
    assert editor.open(path) == []
    yield path
    editor.close(path)
