// What is handed to an office: one file, with all that runs and no more.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "zzrules-"));
const vsix = join(folder, "zzrules.vsix");
const python = process.env.ZZRULES_PYTHON!;

/** Return a file of the package. */
function read(name: string): string {
  return execFileSync(python, ["-c", "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", vsix, name], {
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
}

function names(): string[] {
  const listed = execFileSync(python, ["-c", "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')", vsix], {
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  return listed.trim().split(/\r?\n/).sort();
}

before(() => {
  const vsce = join("node_modules", "@vscode", "vsce", "vsce");
  const words = ["package", "--no-dependencies", "--allow-missing-repository", "--out", vsix];
  // Without a way out: a proxy that nobody answers.
  const env = { ...process.env, HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
  execFileSync(process.execPath, [vsce, ...words], { env, stdio: "pipe" });
});

after(() => rmSync(folder, { recursive: true }));

test("the package holds what runs, what people read, and no more", () => {
  assert.deepEqual(names(), [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/dist/extension.js",
    "extension/dist/第三方许可.txt",
    "extension/language-configuration.json",
    "extension/package.json",
    "extension/readme.md",
    "extension/syntaxes/feature.tmLanguage.json",
    "extension/syntaxes/policy.tmLanguage.json",
  ]);
});

test("the bundle needs nothing but the editor and Node", () => {
  const asked = [...read("extension/dist/extension.js").matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]!);
  const node = new Set(["child_process", "crypto", "fs", "net", "os", "path", "util", "url", "events", "stream"]);
  const others = new Set(asked.map((name) => name.replace(/^node:/, "")).filter((name) => !node.has(name)));
  assert.deepEqual([...others], ["vscode"]);
  assert.match(read("extension/dist/第三方许可.txt"), /vscode-languageclient 9[^]*MIT/);
});

test("what people see of it is Chinese, and all that it declares is there", () => {
  const made = JSON.parse(read("extension/package.json"));
  const { commands, configuration, grammars, languages } = made.contributes;
  const settings = Object.values<Record<string, string>>(configuration.properties);
  const said = [
    made.displayName,
    made.description,
    ...commands.flatMap((command: Record<string, string>) => [command.category, command.title]),
    ...settings.map((setting) => setting.description ?? setting.markdownDescription),
    ...settings.flatMap((setting) => setting.enumDescriptions ?? []),
  ];
  for (const text of said) assert.match(text, /\p{Script=Han}/u);
  const present = new Set(names());
  const paths = [made.main, ...grammars.map((one: { path: string }) => one.path), languages[0].configuration];
  for (const path of paths) assert.ok(present.has(`extension/${path.slice(2)}`), path);
});

test("every command that it declares is one that it registers", () => {
  const made = JSON.parse(read("extension/package.json"));
  const source = readFileSync("src/extension.ts", "utf8");
  const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map((match) => match[1]!).sort();
  const declared: { command: string }[] = made.contributes.commands;
  assert.deepEqual(declared.map((one) => one.command).sort(), registered);
});

test("the lock file names no host", () => {
  assert.doesNotMatch(readFileSync("package-lock.json", "utf8"), /"resolved"/);
});
