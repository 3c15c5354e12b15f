"""``zzrules bundle``: a rulebook as one file, written, signed, or looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.cli import options
from zzrules.cli.command import Command, argument, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output

if TYPE_CHECKING:
    from zzrules.policy.bundle import Bundle


@dataclass(frozen=True, kw_only=True)
class WriteBundle(Command):
    """Write a folder of policies as one file, or say what is in such a file."""

    name = "bundle"
    summary = "把一个政策文件夹写成一个文件（规则包）：政策、条文、日历、摘要、程序的版本；或者核对一个规则包。"
    usage = "[文件夹|规则包] [--over 文件夹] [-o 文件] [--sign 私钥] [--signed-by 公钥]\n      --new-key 名称"
    notes = (
        legend(
            (ExitCode.DECIDED, "写好了，或者核对无误"),
            (ExitCode.MISTAKE, "政策有错"),
            (ExitCode.WRONG_USE, "命令行不对，钥匙不能用"),
            (ExitCode.REFUSED, "规则包改动过，或者签名不合"),
        ),
        "同一个文件夹，写出来的每个字节都相同。规则包可以代替文件夹用：--policies 规则包。",
        "签名用 Ed25519（zzrules[sign]）：--new-key 写一对钥匙，私钥自己保管，公钥交给核对的人。",
    )

    source: str | None = argument("文件夹", "政策的文件夹，或者规则包；不写，是随程序发布的政策")
    over: str | None = options.over()
    output: str | None = text(
        "-o",
        "--output",
        metavar="文件",
        description="写到这个文件；不写，是文件夹的名字加 .zzrules；写好了才换上；对规则包不写的，只核对",
    )
    sign: str | None = text("--sign", metavar="文件", description="用这把私钥签名（PEM 文件）")
    signed_by: str | None = options.signed_by()
    new_key: str | None = text("--new-key", metavar="名称", description="写一对新的钥匙：名称.私钥.pem、名称.公钥.pem")

    def run(self, output: Output) -> ExitCode:
        """Write a bundle, or a pair of keys, or print what is in a bundle."""
        from zzrules.bundles import bundle
        from zzrules.loading import shipped_policies
        from zzrules.policy.bundle import EXTENSION, read_bundle

        if self.new_key is not None:
            _write_keys(self.new_key, output)
            return ExitCode.DECIDED
        source = Path(self.source) if self.source else shipped_policies()
        given = read_bundle(source) if source.is_file() else None
        if self.signed_by is not None:
            if given is None:
                raise self.wrong("--signed-by 核对规则包，要写明规则包")
            from zzrules.base.errors import Place

            given.verify(Path(self.signed_by), Place(str(source)))
        if given is not None and self.output is None:
            if self.sign is not None or self.over is not None:
                raise self.wrong("规则包签了名、叠了文件夹的，要写明 -o 写到哪个文件")
            _tell(given, output)
            return ExitCode.DECIDED
        target = self.output or f"{source.resolve().name}{EXTENSION}"
        made = bundle(source, target, over=self.over, sign_with=self.sign)
        _tell(made, output)
        output.say(f"写在 {target}")
        return ExitCode.DECIDED


def _tell(bundle: Bundle, output: Output) -> None:
    output.say(f"法规：{bundle.regulation}")
    output.say(f"摘要：{bundle.digest}")
    output.say(f"文件：{len(bundle.files)} 个；写规则包的程序 zzrules {bundle.library_version}")
    output.say(f"签名：公钥 {bundle.signature.key}" if bundle.signature else "签名：没有")


def _write_keys(name: str, output: Output) -> None:
    from zzrules.base.diagnostics.folders import KEY_IN_USE
    from zzrules.base.errors import Place, UsageError
    from zzrules.base.signing import new_keys
    from zzrules.batch.delivery import delivered, not_written

    private, public = Path(f"{name}.私钥.pem"), Path(f"{name}.公钥.pem")
    for path in (private, public):
        if path.exists():
            raise UsageError(KEY_IN_USE(Place(str(path))))
    secret, known = new_keys()
    for path, data, mode in ((private, secret, 0o600), (public, known, 0o644)):
        try:
            with delivered(path, mode) as unfinished:
                unfinished.write_bytes(data)
        except OSError as error:
            raise not_written(path, error.errno) from None
    output.say(f"私钥写在 {private}，自己保管；公钥写在 {public}，交给核对的人")
