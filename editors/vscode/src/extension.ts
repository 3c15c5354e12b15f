// Starts the language server (`python -m zzrules lsp`) when a file of policies or a feature is opened, and says in
// Chinese why it does not start. Everything else is the server's: what it finds is what `zzrules check` finds.
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type ErrorHandler,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import { concerns } from "./concerns";
import { BUTTON, cannotStart, FAILED, STOPPED } from "./messages";
import { candidates, choose, type Python } from "./python";

const RESTARTS = 3;
const WITHIN = 3 * 60_000;

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("政策（zzrules）");
  server = new Server(log);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    log,
    registerCommand("zzrules.restart", () => server!.restart()),
    registerCommand("zzrules.choosePython", () => server!.choosePython()),
    registerCommand("zzrules.showLog", () => log.show()),
    vscode.workspace.onDidOpenTextDocument((document) => server!.opened(document)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("zzrules.python") || event.affectsConfiguration("zzrules.start")) {
        return server!.reconfigured();
      }
      return undefined;
    }),
  );
  for (const document of vscode.workspace.textDocuments) void server.opened(document);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

class Server {
  private client: LanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private wanted = false;

  constructor(private readonly log: vscode.OutputChannel) {}

  /** Start with the first document that concerns it; later ones the client tells it of. */
  async opened(document: vscode.TextDocument): Promise<void> {
    if (this.wanted || !concerns(document.languageId, document.getText())) return;
    this.wanted = true;
    await this.start();
  }

  async restart(): Promise<void> {
    this.wanted = true;
    await this.stop();
    await this.start();
  }

  /** Begin anew with other settings, if it was wanted before. */
  async reconfigured(): Promise<void> {
    if (this.wanted) await this.restart();
  }

  async stop(): Promise<void> {
    await this.starting;
    const { client } = this;
    this.client = undefined;
    if (client?.needsStop()) await client.stop();
  }

  private start(): Promise<void> {
    this.starting ??= this.begin().finally(() => (this.starting = undefined));
    return this.starting;
  }

  private async begin(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("zzrules");
    if (settings.get("start") === "never") return;
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const interpreter = vscode.workspace.getConfiguration("python").get("defaultInterpreterPath", "");
    const found = await choose(candidates({ chosen: settings.get("python", ""), interpreter }, folders));
    if ("faults" in found) {
      const { message, install, details } = cannotStart(found.faults);
      this.log.appendLine(`${message}\n${details}`);
      // Not awaited: nobody need answer before the next start.
      void this.ask(message, install);
      return;
    }
    this.log.appendLine(`用 ${found.python.command}（${found.python.from}）运行语言服务器。`);
    this.client = new LanguageClient("zzrules", "政策（zzrules）", this.command(found.python, folders[0]), this.options());
    try {
      await this.client.start();
    } catch (error) {
      this.log.appendLine(String(error));
      void this.offer(FAILED, BUTTON.log, BUTTON.restart);
    }
  }

  private command(python: Python, folder: string | undefined): ServerOptions {
    return {
      command: python.command,
      args: [...python.args, "-m", "zzrules", "lsp"],
      options: {
        ...(folder === undefined ? {} : { cwd: folder }),
        env: { ...process.env, PYTHONUTF8: "1", PYTHONUNBUFFERED: "1" },
      },
    };
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "yaml" },
        { scheme: "file", pattern: "**/*.feature" },
      ],
      outputChannel: this.log,
      errorHandler: this.errorHandler(),
      // What went wrong is said by `begin`.
      initializationFailedHandler: () => false,
    };
  }

  /** Restart a server that ended by itself, unless it does so again and again. */
  private errorHandler(): ErrorHandler {
    const ended: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        ended.push(now);
        if (ended.filter((time) => now - time < WITHIN).length <= RESTARTS) {
          return { action: CloseAction.Restart, handled: true };
        }
        void this.offer(STOPPED, BUTTON.log, BUTTON.restart);
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  // ── what people choose ────────────────────────────────────────────

  async choosePython(): Promise<void> {
    const picked = await vscode.window.showOpenDialog({
      title: "选择装有 zzrules 的 Python",
      openLabel: "用这个 Python",
      canSelectMany: false,
    });
    const path = picked?.[0]?.fsPath;
    if (path === undefined) return;
    const target = vscode.workspace.workspaceFolders?.length
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
    const settings = vscode.workspace.getConfiguration("zzrules");
    this.wanted = true;
    if (settings.get("python") === path) await this.restart();
    // With another setting the server begins anew by itself.
    else await settings.update("python", path, target);
  }

  private async ask(message: string, install: string): Promise<void> {
    if ((await this.offer(message, BUTTON.python, BUTTON.install, BUTTON.log)) === BUTTON.install) {
      await vscode.env.clipboard.writeText(install);
    }
  }

  private async offer(message: string, ...buttons: string[]): Promise<string | undefined> {
    const chosen = await vscode.window.showErrorMessage(message, ...buttons);
    if (chosen === BUTTON.python) await this.choosePython();
    if (chosen === BUTTON.log) this.log.show();
    if (chosen === BUTTON.restart) await this.restart();
    return chosen;
  }
}
