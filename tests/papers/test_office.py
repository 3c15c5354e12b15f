"""Papers in a real office program: LibreOffice opens them, and makes the pages that a printer would."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.papers import shipped

from zzrules import loading
from zzrules.papers import fields, opinion
from zzrules.papers.kinds import read_kinds

OFFICE = shutil.which("soffice")
FOUND = {"结论": "是", "机构": "政务服务机构", "层级": "县级", "日期": "2026-04-10", "依据": "示例〔2026〕1号"}
RECORD = {
    "主体": "派驻窗口工作人员",
    "所属层级": "县级",
    "到窗口工作日期": "2025-01-06",
    "不适合原因": "身体状况",
    "不适合继续在窗口工作": FOUND,
    "本人申请日期": "2026-04-08",
    "报请日期": "2026-04-20",
}


def pages(pdf: Path) -> list[str]:
    """Return the text of each page."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout  # noqa: S607
    return text.split("\f")[:-1]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_an_office_program_opens_every_paper_and_prints_all_of_it(tmp_path):
    if OFFICE is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice (soffice) or Poppler (pdftotext) is not installed")
    book = loading.load()
    determination = book.evaluate(RECORD, "2026-05-06", ["第八条第二款"])
    values = fields.act(determination, "rotation", "示例案卷", {"署名": "示例机关"})
    papers = {kind.name: kind.template.filled(values | kind.more) for kind in read_kinds(book)}
    papers["评价意见"] = opinion(determination, "示例案卷")
    for name, data in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(tmp_path / f"{name}.docx") for name in papers]
    subprocess.run([*command, *files], check=True, timeout=120, capture_output=True)
    for name in papers:
        printed = pages(tmp_path / f"{name}.pdf")
        first, last = squeezed(printed[0]), squeezed(printed[-1])
        assert name in first
        assert "草稿：根据案卷自动起草" in first
        assert "—1—" in first
        assert f"—{len(printed)}—" in last
        assert "附件条文" in squeezed("".join(printed))
        assert "政策版本" in last
    lines = [line for line in pages(tmp_path / "评价意见.pdf")[1].splitlines() if line.strip()]
    assert len(lines) <= shipped.LINES + 2  # with the header and the number of the page
    assert max(len(re.sub(r"[ -~]", "", line)) for line in lines[1:]) in range(20, shipped.CHARACTERS + 2)
