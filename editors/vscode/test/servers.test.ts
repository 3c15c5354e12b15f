// The schemas in the server that other editors use for YAML, and our own server as the extension starts it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Session } from "./language_server";

const ROOT = join(process.cwd(), "..", "..");
const PYTHON = process.env.ZZRULES_PYTHON!;
const folder = mkdtempSync(join(tmpdir(), "zzrules-"));
const policies = join(folder, "政策");
const uri = (...names: string[]): string => `file://${encodeURI(join(policies, ...names))}`;

interface Item {
  label: string;
  documentation?: { value: string } | string;
}

function schema(kind: string, ...words: string[]): string {
  const file = join(folder, `${kind}.schema.json`);
  execFileSync(PYTHON, ["-m", "zzrules", "schema", kind, ...words, "-o", file], { stdio: "pipe" });
  return `file://${encodeURI(file)}`;
}

let yaml: Session;

before(async () => {
  cpSync(join(ROOT, "policies"), policies, { recursive: true });
  const schemas = { [schema("全部", "--policies", policies)]: ["*.yaml"] };
  const settings = { yaml: { schemas, validate: true, completion: true, hover: true, schemaStore: { enable: false } } };
  const server = join(process.cwd(), "node_modules", "yaml-language-server", "bin", "yaml-language-server");
  yaml = await Session.begin(process.execPath, [server, "--stdio"], settings, policies);
  // It answers before it has read its settings.
  for (let tries = 0; (await offered("零.yaml", "‸")).size === 0; tries += 1) {
    assert.ok(tries < 200);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

after(async () => {
  await yaml.end();
  rmSync(folder, { recursive: true });
});

/** Return the labels that are offered where ‸ stands in a text. */
async function offered(name: string, marked: string): Promise<Map<string, Item>> {
  const lines = marked.split("\n");
  const line = lines.findIndex((one) => one.includes("‸"));
  await yaml.open(uri(name), marked.replace("‸", ""));
  const found = await yaml.at<{ items: Item[] }>("completion", uri(name), line, lines[line]!.indexOf("‸"));
  // Beside the keys it offers all that have to be there at once, under a name of its own.
  return new Map(found.items.filter(({ label }) => !label.startsWith("object(")).map((item) => [item.label, item]));
}

const HEAD = "政策: 甲\n代码: a\n依据: 第八条\n行为日期: {取: 报请日期}\n";

test("keys are offered where they may stand, with what they mean", async () => {
  const root = await offered("一.yaml", `${HEAD}‸\n`);
  for (const key of ["参数", "口径", "情形", "结论", "义务", "留意"]) assert.ok(root.has(key), key);
  assert.ok(!root.has("政策"), "what is there is not offered again");
  assert.ok(!root.has("放假办法"), "what belongs in other files is not offered");
  assert.match(JSON.stringify(root.get("情形")!.documentation), /条文的各项，一项一块/);
  const ground = await offered("二.yaml", `${HEAD}情形:\n  离开机构:\n    ‸\n`);
  assert.deepEqual([...ground.keys()].sort(), ["依据", "兜底", "分支", "原文", "手续", "施行", "有效期至", "条件"].sort());
  const obligation = await offered("三.yaml", `${HEAD}义务:\n  报送:\n    依据: 第八条\n    ‸\n`);
  assert.ok(obligation.has("时限") && obligation.has("履行") && !obligation.has("依据"));
});

test("a condition is offered words of the language and facts of the folder, with their questions", async () => {
  const items = await offered("四.yaml", `${HEAD}情形:\n  甲:\n    依据: 第八条\n    条件:\n      ‸\n`);
  for (const word of ["全部", "任一", "参见", "审核同意", "评价等次"]) assert.ok(items.has(word), word);
  assert.match(JSON.stringify(items.get("评价等次")!.documentation), /？/);
});

test("values of a few words are offered", async () => {
  const items = await offered("五.yaml", `${HEAD}后果:\n  甲:\n    情态: ‸\n`);
  assert.deepEqual([...items.keys()].sort(), ["不得", "予以", "参照", "可以", "应当", "有权", "由"].sort());
  const kinds = await offered("六.yaml", "词汇: 甲\n事实:\n  乙:\n    类型: ‸\n");
  assert.ok(kinds.has("日期时间") && kinds.has("认定"));
});

test("an unknown key is underlined, where it stands", async () => {
  const text = `${HEAD}情形:\n  离开机构:\n    依据: 第八条\n    条见: {离开原因: 有}\n结论: [{得出: 乙, 代码: b}]\n`;
  await yaml.open(uri("七.yaml"), text);
  const [found] = await yaml.diagnostics(uri("七.yaml"));
  assert.match(found!.message, /条见/);
  assert.deepEqual(found!.range, { start: { line: 7, character: 4 }, end: { line: 7, character: 6 } });
});

test("hover says what a key means", async () => {
  await yaml.open(uri("八.yaml"), `${HEAD}义务: {}\n`);
  const found = await yaml.at<{ contents: { value: string } }>("hover", uri("八.yaml"), 4, 1);
  assert.match(found.contents.value, /有人应当做的事/);
});

test("nothing is underlined in what is shipped", async () => {
  for (const name of ["", "vocabulary", "calendar"]) {
    // The years of the calendar are all alike.
    for (const file of readdirSync(join(policies, name)).filter((one) => /^(?!20[01]).*\.yaml$/.test(one))) {
      await yaml.open(uri(name, file), readFileSync(join(policies, name, file), "utf8"));
      assert.deepEqual(await yaml.diagnostics(uri(name, file)), [], file);
    }
  }
});

test("our server answers as the extension starts it", async () => {
  const own = await Session.begin(PYTHON, ["-m", "zzrules", "lsp"], {}, policies);
  const name = "article-08-rotation.yaml";
  const text = readFileSync(join(policies, name), "utf8").replace("离开原因: 有", "离开原音: 有");
  await own.open(uri(name), text);
  const found = await own.diagnostics(uri(name));
  assert.match(found[0]!.message, /离开原音/);
  await own.end();
});
