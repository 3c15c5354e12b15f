// What the extension does in the editor: when it starts the server, with what, and what it says if it cannot.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import * as vscode from "vscode";
import { activate, deactivate } from "../src/extension";
import { CloseAction, failing, made } from "./stubs/client";
import { reset, state, workspace, type Document } from "./stubs/vscode";

const PYTHON = process.env.ZZRULES_PYTHON!;
let folder = "";

const document = (languageId: string, text: string): Document => ({ languageId, getText: () => text });
const POLICY = document("yaml", "政策: 窗口工作人员轮换\n代码: rotation\n");

function begin(): void {
  activate({ subscriptions: [] } as unknown as vscode.ExtensionContext);
}

async function open(one: Document): Promise<void> {
  for (const heard of state.opened) await heard(one);
}

/** Wait until what was not awaited is done: an offer, or a start that a document began. */
async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !done(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  assert.ok(done());
}

beforeEach(() => {
  reset();
  made.length = 0;
  failing.reason = undefined;
  folder = mkdtempSync(join(tmpdir(), "zzrules-"));
  workspace.workspaceFolders = [{ uri: { fsPath: folder } }];
  state.settings["zzrules.python"] = PYTHON;
});

afterEach(async () => {
  await deactivate();
  rmSync(folder, { recursive: true });
});

test("a policy starts the server in the folder, and files of its kinds are handed to it", async () => {
  begin();
  await open(POLICY);
  assert.equal(made.length, 1);
  const { server, options, running } = made[0]!;
  assert.ok(running);
  assert.deepEqual([server.command, ...server.args], [PYTHON, "-m", "zzrules", "lsp"]);
  assert.equal(server.options.cwd, folder);
  assert.equal(server.options.env.PYTHONUTF8, "1");
  assert.deepEqual(options.documentSelector, [
    { scheme: "file", language: "yaml" },
    { scheme: "file", pattern: "**/*.feature" },
  ]);
});

test("other YAML starts nothing, and a second policy no second server", async () => {
  begin();
  await open(document("yaml", "name: build\non: push\n"));
  assert.equal(made.length, 0);
  await Promise.all([open(POLICY), open(document("zzrules-feature", "# language: zh-CN\n功能: 甲\n"))]);
  assert.equal(made.length, 1);
});

test("a document that is open already counts", async () => {
  workspace.textDocuments = [POLICY];
  begin();
  await until(() => made.length === 1);
});

test("nothing starts where it is not wanted", async () => {
  state.settings["zzrules.start"] = "never";
  begin();
  await open(POLICY);
  assert.equal(made.length, 0);
  assert.deepEqual(state.errors, []);
});

test("the environment of the workspace is found", async () => {
  state.settings["zzrules.python"] = "";
  mkdirSync(join(folder, ".venv", "bin"), { recursive: true });
  const own = join(folder, ".venv", "bin", "python");
  // A link to the interpreter would look for packages beside itself.
  writeFileSync(own, `#!/bin/sh\nexec "${PYTHON}" "$@"\n`, { mode: 0o755 });
  begin();
  await open(POLICY);
  assert.equal(made[0]!.server.command, own);
  assert.match(state.logged.join("\n"), /工作区的 \.venv/);
});

test("without a Python it says so in Chinese, and the command to install can be copied", async () => {
  const missing = join(folder, "没有的", "python");
  state.settings["zzrules.python"] = missing;
  state.answers = ["复制安装命令"];
  begin();
  await open(POLICY);
  await until(() => state.clipboard !== "");
  assert.equal(made.length, 0);
  assert.equal(state.errors.length, 1);
  assert.ok(state.errors[0]!.message.startsWith(`政策的语言服务器没有启动：${missing} 运行不了`));
  assert.deepEqual(state.errors[0]!.buttons, ["选择 Python", "复制安装命令", "显示日志"]);
  assert.equal(state.clipboard, 'pip install "zzrules[editor,bdd]"');
  assert.match(state.logged.join("\n"), /找过的 Python/);
});

test("another Python can be chosen there, is kept in the settings, and starts the server", async () => {
  state.settings["zzrules.python"] = "没有这个程序";
  state.answers = ["选择 Python"];
  state.picked = [{ fsPath: PYTHON }];
  begin();
  await open(POLICY);
  await until(() => made.length === 1 && made[0]!.running);
  assert.deepEqual(state.updated, [["zzrules.python", PYTHON, vscode.ConfigurationTarget.Workspace]]);
});

test("a server that fails to begin is told of once", async () => {
  failing.reason = new Error("no answer");
  begin();
  await open(POLICY);
  assert.deepEqual(state.errors.map((error) => error.buttons), [["显示日志", "重新启动"]]);
  assert.match(state.logged.join("\n"), /no answer/);
});

test("a server that ends by itself begins again, but not for ever", async () => {
  begin();
  await open(POLICY);
  const { closed } = made[0]!.options.errorHandler;
  assert.deepEqual(
    [closed(), closed(), closed(), closed()].map(({ action }) => action),
    [CloseAction.Restart, CloseAction.Restart, CloseAction.Restart, CloseAction.DoNotRestart],
  );
  assert.match(state.errors[0]!.message, /几次意外停止/);
});

test("commands restart it and show its log; it is stopped with the editor", async () => {
  begin();
  await open(POLICY);
  await state.commands.get("zzrules.restart")!();
  assert.deepEqual(made.map(({ running, stops }) => [running, stops]), [[false, 1], [true, 0]]);
  await state.commands.get("zzrules.showLog")!();
  assert.equal(state.shown, 1);
  await deactivate();
  assert.equal(made[1]!.stops, 1);
});
