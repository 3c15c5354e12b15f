// What people are told, in Chinese: why the server does not run, and what to do about it.
import type { Fault, Python } from "./python";

export const INSTALL = 'pip install "zzrules[editor,bdd]"';

const WHY: Record<Fault, string> = {
  "does-not-run": "运行不了（没有这个程序，或者不是 Python）",
  "no-zzrules": "没有装 zzrules",
  "no-server": "装的 zzrules 太旧，还没有语言服务器",
  "no-extra": "装了 zzrules，没有装编辑器要用的部分",
};

/** The fault that is nearest to being mended. */
const NEAREST: Fault[] = ["no-extra", "no-server", "no-zzrules", "does-not-run"];

/** Return what is said where no Python can run the server: one sentence, what to do, and how to install it. */
export function cannotStart(faults: readonly [Python, Fault][]): { message: string; install: string; details: string } {
  const [python, fault] = [...faults].sort((one, other) => NEAREST.indexOf(one[1]) - NEAREST.indexOf(other[1]))[0]!;
  const shown = shell(python);
  const install = fault === "does-not-run" ? INSTALL : `${shown} -m ${INSTALL}`;
  const todo =
    fault === "does-not-run"
      ? `请装 Python 3.11 以上，再运行 ${install}；已经装在别处的，选择那个 Python。`
      : `请运行 ${install}；装在别的 Python 里的，选择那个 Python。`;
  const details = faults.map(([one, why]) => `  ${shell(one)}（${one.from}）：${WHY[why]}`).join("\n");
  return {
    message: `政策的语言服务器没有启动：${shown} ${WHY[fault]}。${todo}`,
    install,
    details: `找过的 Python：\n${details}\n装好以后，运行命令「政策: 重新启动语言服务器」。`,
  };
}

export const STOPPED = "政策的语言服务器几次意外停止，不再自动启动。日志里有原因；可以重新启动。";
export const FAILED = "政策的语言服务器启动以后没有应答。日志里有原因。";

export const BUTTON = {
  python: "选择 Python",
  install: "复制安装命令",
  log: "显示日志",
  restart: "重新启动",
} as const;

/** Return a Python as it is written in a terminal. */
function shell(python: Python): string {
  return [python.command, ...python.args].map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
}
