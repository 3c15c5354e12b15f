// The colours of what is shipped: tokens by the grammars alone, as an editor makes them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import { INITIAL, parseRawGrammar, Registry, type IGrammar } from "vscode-textmate";

const HERE = process.cwd();
const ROOT = join(HERE, "..", "..");

// The grammar of YAML that editors have now, as far as injection meets it: a key or a text begins before its first
// character, and where another grammar takes that character away, the rest of the line is wrong.
const PLAIN = "[^\\s:#{}\\[\\],\"'-]";
const NOW = JSON.stringify({
  scopeName: "source.yaml",
  patterns: [{ include: "#comment" }, { include: "#key" }, { include: "#item" }, { include: "#node" }],
  repository: {
    comment: { name: "comment.line.number-sign.yaml", match: "(?:^|\\s)#.*$" },
    item: { match: "(?<=^|\\s)-(?=\\s)" },
    key: {
      begin: `(?<![^\\s{\\[,])(?=${PLAIN}[^:#{}\\[\\],]*:(?:\\s|$))`,
      end: ":(?=\\s|$)",
      contentName: "meta.map.key.yaml string.unquoted.plain.yaml entity.name.tag.yaml",
    },
    quoted: { name: "string.quoted.double.yaml", begin: '"', end: '"' },
    flow: { begin: "[{\\[]", end: "[}\\]]", patterns: [{ include: "#key" }, { match: "," }, { include: "#inside" }] },
    inside: {
      patterns: [
        { include: "#quoted" },
        { include: "#flow" },
        { begin: `(?=${PLAIN})`, end: "(?=\\s*[,\\[\\]{}]|$)", name: "string.unquoted.plain.in.yaml" },
        { include: "#unknown" },
      ],
    },
    node: {
      patterns: [
        { include: "#quoted" },
        { include: "#flow" },
        { begin: `(?=${PLAIN})`, end: "(?=\\s+#|$)", name: "string.unquoted.plain.out.yaml" },
        { include: "#unknown" },
      ],
    },
    unknown: { name: "invalid.illegal.unrecognized.zzrules", match: "[^\\s]" },
  },
});
const BEFORE = readFileSync(require.resolve("tm-grammars/grammars/yaml.json"), "utf8");
const FILES: Record<string, string> = {
  "zzrules.policy": "policy.tmLanguage.json",
  "text.zzrules.feature": "feature.tmLanguage.json",
};

let policy: IGrammar;
let older: IGrammar;
let feature: IGrammar;

/** Return the grammars of YAML and of features, with ours injected. */
function registry(yaml: string): Registry {
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => createOnigScanner(patterns),
      createOnigString: (text: string) => createOnigString(text),
    }),
    loadGrammar: async (scope) => {
      if (scope === "source.yaml") return parseRawGrammar(yaml, "yaml.json");
      const file = FILES[scope];
      return file ? parseRawGrammar(readFileSync(join(HERE, "syntaxes", file), "utf8"), file) : null;
    },
    getInjections: (scope) => (scope === "source.yaml" ? ["zzrules.policy"] : []),
  });
}

before(async () => {
  await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  policy = (await registry(NOW).loadGrammar("source.yaml"))!;
  older = (await registry(BEFORE).loadGrammar("source.yaml"))!;
  feature = (await registry(NOW).loadGrammar("text.zzrules.feature"))!;
});

/** Return the tokens of a text that have a scope of ours, each with the innermost one, without its ending. */
function tokens(grammar: IGrammar, text: string): [string, string][] {
  const found: [string, string][] = [];
  let stack = INITIAL;
  for (const line of text.split("\n")) {
    const { tokens: parts, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const part of parts) {
      const scope = part.scopes.at(-1)!;
      const token = line.slice(part.startIndex, part.endIndex).trim();
      if (token && scope.endsWith(".zzrules")) found.push([token, scope.replace(/\.zzrules$/, "")]);
    }
    stack = ruleStack;
  }
  return found;
}

function folder(...names: string[]): string[] {
  const path = join(ROOT, ...names);
  return readdirSync(path).map((name) => join(path, name)).filter((name) => /\.(yaml|feature)$/.test(name));
}

test("what a policy says in words of the language is told from the names that people give", () => {
  const text = [
    "政策: 窗口工作人员轮换",
    "参数:",
    "  轮换年限: {依据: 第八条第二款, 取值: {2026-01-01: 2年}}  # 第八条",
    "情形:",
    "  离开机构:",
    "    依据: 第八条第二款第（一）项",
    "    条件: {全部: [在窗口工作时间: {未满: 轮换年限}, 审核同意: 是, 损失金额: {以上: 5万元}]}",
    '    内容: "未满{轮换年限}的"',
  ].join("\n");
  assert.deepEqual(tokens(policy, text), [
    ["政策", "keyword.control.section"],
    ["参数", "keyword.control.section"],
    ["依据", "keyword.other.key"],
    ["第八条第二款", "constant.other.citation"],
    ["取值", "keyword.other.key"],
    ["2026-01-01", "constant.numeric.date"],
    ["2年", "constant.numeric.amount"],
    ["情形", "keyword.control.section"],
    ["依据", "keyword.other.key"],
    ["第八条第二款第（一）项", "constant.other.citation"],
    ["条件", "keyword.other.key"],
    ["全部", "keyword.operator.logical"],
    ["未满", "keyword.operator.comparison"],
    ["是", "constant.language"],
    ["以上", "keyword.operator.comparison"],
    ["5万元", "constant.numeric.amount"],
    ["内容", "keyword.other.key"],
    ["{", "punctuation.definition.parameter"],
    ["轮换年限", "variable.parameter"],
    ["}", "punctuation.definition.parameter"],
  ]);
});

test("a full-width colon after a key is shown as what it is", () => {
  assert.deepEqual(tokens(policy, "情形：").at(-1), ["：", "invalid.illegal.colon"]);
  assert.deepEqual(tokens(feature, "  场景：甲").slice(0, 2), [
    ["场景", "keyword.control.feature"],
    ["：", "invalid.illegal.colon"],
  ]);
});

test("a name that a word of the language begins or ends is a name", () => {
  assert.deepEqual(tokens(policy, "  情形之一: 甲"), []);
  assert.deepEqual(tokens(policy, "  其他情形: 甲"), []);
  assert.deepEqual(tokens(policy, "  说明: 与情形: 无关"), [["说明", "keyword.other.key"]]);
});

test("each section of the shipped policies is told, nothing in a comment, and nothing is wrong", () => {
  for (const file of [...folder("policies"), ...folder("policies", "vocabulary"), ...folder("policies", "calendar")]) {
    const text = readFileSync(file, "utf8");
    const sections = [...text.matchAll(/^([^\s#:][^:\n]*):/gm)].map((match) => match[1]!);
    const told = tokens(policy, text);
    assert.deepEqual(told.filter(([, scope]) => scope === "keyword.control.section").map(([word]) => word), sections, file);
    assert.deepEqual(told.filter(([, scope]) => scope.startsWith("invalid")), [], file);
  }
  assert.deepEqual(tokens(policy, "# 政策: 第八条 2026-01-01"), []);
  assert.deepEqual(tokens(policy, "  说明: 依据：某法"), [["说明", "keyword.other.key"]]);
});

test("editors of before, whose grammar takes the first character of a text itself, are not led astray", () => {
  const text = readFileSync(join(ROOT, "policies", "article-08-rotation.yaml"), "utf8");
  const told = tokens(older, text);
  assert.deepEqual(told.filter(([, scope]) => scope.startsWith("invalid")), []);
  assert.ok(told.some(([word, scope]) => word === "轮换年限" && scope === "variable.parameter"));
});

test("each keyword of the shipped features is told", () => {
  const keyword = /^\s*(功能|规则|背景|场景大纲|场景|例子):|^\s*(假如|当|那么|而且|但是) /gm;
  for (const file of folder("features")) {
    const text = readFileSync(file, "utf8");
    const words = [...text.matchAll(keyword)].map((match) => match[1] ?? match[2]!);
    const told = tokens(feature, text).filter(([word, scope]) => /^keyword\.(control|operator)/.test(scope) && word !== "language");
    assert.deepEqual(told.map(([word]) => word), words, file);
  }
});

test("a step shows what it quotes, its day and its citation; a row its cells", () => {
  const text = ["    当 于「2026-05-06」就「第八条第二款」评价", "      | 主体 | <谁> | 是 |"].join("\n");
  assert.deepEqual(tokens(feature, text), [
    ["当", "keyword.operator.step"],
    ["「2026-05-06」", "string.quoted"],
    ["「第八条第二款」", "string.quoted"],
    ["|", "punctuation.separator.table"],
    ["主体", "string.unquoted.cell"],
    ["|", "punctuation.separator.table"],
    ["<谁>", "variable.parameter"],
    ["|", "punctuation.separator.table"],
    ["是", "constant.language"],
    ["|", "punctuation.separator.table"],
  ]);
});
