// A session with a language server over standard input and output, as an editor has it.
import { spawn, type ChildProcess } from "node:child_process";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-jsonrpc/node";

export interface Diagnostic {
  message: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

export class Session {
  private readonly heard = new Map<string, (found: Diagnostic[]) => void>();
  private readonly found = new Map<string, Diagnostic[]>();

  private constructor(private readonly process: ChildProcess, readonly connection: MessageConnection) {}

  static async begin(command: string, args: string[], settings: unknown, root: string): Promise<Session> {
    const process = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], cwd: root });
    const connection = createMessageConnection(
      new StreamMessageReader(process.stdout!),
      new StreamMessageWriter(process.stdin!),
    );
    const session = new Session(process, connection);
    connection.onRequest("workspace/configuration", ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (settings as Record<string, unknown>)[section] ?? null),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      session.found.set(uri, diagnostics);
      session.heard.get(uri)?.(diagnostics);
    });
    connection.listen();
    const ended = new Promise<never>((_, reject) => {
      process.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    });
    ended.catch(() => undefined);
    const folder = { uri: `file://${encodeURI(root)}`, name: "政策" };
    const begun = connection.sendRequest("initialize", {
      processId: null,
      rootUri: folder.uri,
      workspaceFolders: [folder],
      capabilities: {
        textDocument: {
          completion: { completionItem: { documentationFormat: ["markdown"], snippetSupport: false } },
          hover: { contentFormat: ["markdown"] },
          publishDiagnostics: {},
        },
        workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
      },
    });
    await Promise.race([begun, ended]);
    await connection.sendNotification("initialized", {});
    await connection.sendNotification("workspace/didChangeConfiguration", { settings });
    return session;
  }

  async open(uri: string, text: string, languageId = "yaml"): Promise<void> {
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Return what is wrong with a document, once the server has said it; throw if it never does. */
  diagnostics(uri: string): Promise<Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const known = this.found.get(uri);
      if (known) resolve(known);
      setTimeout(() => reject(new Error(`nothing is said of ${uri}`)), 20_000).unref();
      this.heard.set(uri, resolve);
    });
  }

  async at<Result>(method: string, uri: string, line: number, character: number): Promise<Result> {
    return this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position: { line, character } });
  }

  async end(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    this.connection.dispose();
    this.process.kill();
  }
}
