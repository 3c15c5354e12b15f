// Which Python is taken, and what is said of those that cannot run the server.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { concerns, KINDS } from "../src/concerns";
import { cannotStart } from "../src/messages";
import { candidates, choose, run, type Fault, type Python, type Run } from "../src/python";

const none = { chosen: "", interpreter: "" };

function commands(pythons: Python[]): string[] {
  return pythons.map((python) => [python.command, ...python.args].join(" "));
}

test("the chosen Python is taken alone, wherever the workspace lies", () => {
  const chosen = { chosen: "${workspaceFolder}/环境/bin/python", interpreter: "/usr/bin/python3.12" };
  assert.deepEqual(commands(candidates(chosen, ["/某处/政策"], "linux", () => true)), ["/某处/政策/环境/bin/python"]);
});

test("else those of the folders come first, then that of the Python extension, then the system's", () => {
  const there = (path: string): boolean => path.startsWith("/二/") && path.includes("/.venv/");
  const found = candidates({ chosen: " ", interpreter: "/选/python" }, ["/一", "/二"], "linux", there);
  assert.deepEqual(commands(found), ["/二/.venv/bin/python", "/选/python", "python3", "python"]);
  assert.equal(found[0]!.from, "工作区的 .venv");
});

test("on Windows the launcher and Scripts are looked for", () => {
  const found = candidates(none, ["folder"], "win32", () => true);
  assert.match(found[0]!.command, /\.venv.Scripts.python\.exe$/);
  assert.deepEqual(commands(found).slice(-2), ["py -3", "python"]);
});

test("the first that has everything is taken; what the others lack is kept", async () => {
  const says: Record<string, string> = { 甲: "no-zzrules", 乙: "ok", 丙: "ok" };
  const asked: Run = async (command) => ({ code: 0, output: `${says[command]}\r\n` });
  const pythons = ["甲", "乙", "丙"].map((command) => ({ command, args: [], from: "系统" }));
  const found = await choose(pythons, asked);
  assert.ok("python" in found);
  assert.equal(found.python.command, "乙");
});

test("a program that is none does not run, and does not throw", async () => {
  const pythons = [{ command: "没有这个程序", args: [], from: "系统" }];
  assert.deepEqual(await choose(pythons), { faults: [[pythons[0], "does-not-run"]] });
  assert.equal((await run(process.execPath, ["-e", "process.exit(3)"])).code, 3);
});

test("a real Python without zzrules is told from one that has it", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "zzrules-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const python = process.env.ZZRULES_PYTHON!;
  const bare = join(folder, "python");
  writeFileSync(bare, `#!/bin/sh\nexec "${python}" -I -S "$@"\n`);
  chmodSync(bare, 0o755);
  const found = await choose([{ command: bare, args: [], from: "工作区的 .venv" }]);
  assert.deepEqual("faults" in found && found.faults.map(([, fault]) => fault), ["no-zzrules"]);
  assert.ok("python" in (await choose([{ command: python, args: [], from: "系统" }])));
});

test("what is said names what is lacking, and the command that installs it in that Python", () => {
  const fault = (command: string, why: Fault): [Python, Fault] => [{ command, args: [], from: "系统" }, why];
  const told = cannotStart([
    fault("python3", "does-not-run"),
    fault("C:\\Program Files\\python.exe", "no-extra"),
    fault("python", "no-zzrules"),
  ]);
  assert.equal(
    told.message,
    '政策的语言服务器没有启动："C:\\Program Files\\python.exe" 装了 zzrules，没有装编辑器要用的部分。' +
      '请运行 "C:\\Program Files\\python.exe" -m pip install "zzrules[editor,bdd]"；装在别的 Python 里的，选择那个 Python。',
  );
  assert.equal(told.install, '"C:\\Program Files\\python.exe" -m pip install "zzrules[editor,bdd]"');
  assert.match(told.details, /python3（系统）：运行不了/);
  assert.match(cannotStart([fault("python3", "does-not-run")]).message, /请装 Python 3\.11 以上/);
});

test("files of policies are told by a key that they begin with, features by their language", () => {
  for (const kind of KINDS) assert.ok(concerns("yaml", `# 说明\n${kind}: 甲\n`), kind);
  assert.ok(concerns("yaml", "政策：甲\n"), "a full-width colon is the server's to tell of");
  assert.ok(!concerns("yaml", "version: 2\nservices: {政策: 甲}\n"));
  assert.ok(concerns("zzrules-feature", "# language: zh-CN\n功能: 甲\n"));
  assert.ok(!concerns("zzrules-feature", "Feature: something else\n"));
});
