// Bundles the extension into dist/extension.js; with --tests, the tests into dist/test, on stubs of the editor.
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", format: "cjs", target: "node18", logLevel: "warning" };

async function extension() {
  const made = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: true,
    metafile: true,
  });
  writeFileSync("dist/第三方许可.txt", notices(Object.keys(made.metafile.inputs)));
  copyFileSync("../../LICENSE", "LICENSE");
}

/** The licences of the packages of which something is in the bundle. */
function notices(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  }).join(`\n${"=".repeat(80)}\n\n`);
}

async function tests() {
  rmSync("dist/test", { recursive: true, force: true });
  const entryPoints = readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => join("test", name));
  await build({
    ...common,
    entryPoints,
    outdir: "dist/test",
    target: "node20",
    sourcemap: "inline",
    external: ["esbuild", "vscode-oniguruma", "vscode-textmate", "yaml-language-server", "vscode-jsonrpc", "tm-grammars"],
    alias: { vscode: "./test/stubs/vscode.ts", "vscode-languageclient/node": "./test/stubs/client.ts" },
  });
}

process.chdir(dirname(new URL(import.meta.url).pathname));
await extension();
if (process.argv.includes("--tests")) await tests();
