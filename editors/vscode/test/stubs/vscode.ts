// As much of the editor as the extension uses, with what it was asked to do kept for the tests.
interface Disposable {
  dispose(): void;
}

const nothing: Disposable = { dispose() {} };

export interface Document {
  languageId: string;
  getText(): string;
}

export const state = {
  settings: {} as Record<string, unknown>,
  updated: [] as [string, unknown, unknown][],
  errors: [] as { message: string; buttons: string[] }[],
  answers: [] as (string | undefined)[],
  picked: undefined as { fsPath: string }[] | undefined,
  clipboard: "",
  logged: [] as string[],
  shown: 0,
  commands: new Map<string, () => unknown>(),
  opened: [] as ((document: Document) => unknown)[],
  configured: [] as ((event: { affectsConfiguration(name: string): boolean }) => unknown)[],
};

export function reset(): void {
  Object.assign(state, { settings: {}, updated: [], errors: [], answers: [], picked: undefined, clipboard: "" });
  Object.assign(state, { logged: [], shown: 0, commands: new Map(), opened: [], configured: [] });
  workspace.textDocuments = [];
  workspace.workspaceFolders = undefined;
}

export enum ConfigurationTarget {
  Global = 1,
  Workspace = 2,
}

export const window = {
  createOutputChannel: () => ({
    appendLine: (line: string) => state.logged.push(line),
    show: () => (state.shown += 1),
    dispose() {},
  }),
  async showErrorMessage(message: string, ...buttons: string[]): Promise<string | undefined> {
    state.errors.push({ message, buttons });
    return state.answers.shift();
  },
  showOpenDialog: async () => state.picked,
};

export const commands = {
  registerCommand(name: string, run: () => unknown): Disposable {
    state.commands.set(name, run);
    return nothing;
  },
};

export const env = {
  clipboard: {
    writeText: async (text: string) => {
      state.clipboard = text;
    },
  },
};

export const workspace = {
  textDocuments: [] as Document[],
  workspaceFolders: undefined as { uri: { fsPath: string } }[] | undefined,
  onDidOpenTextDocument(heard: (document: Document) => unknown): Disposable {
    state.opened.push(heard);
    return nothing;
  },
  onDidChangeConfiguration(heard: (event: { affectsConfiguration(name: string): boolean }) => unknown): Disposable {
    state.configured.push(heard);
    return nothing;
  },
  getConfiguration: (section: string) => ({
    get: (name: string, otherwise?: unknown) => state.settings[`${section}.${name}`] ?? otherwise,
    async update(name: string, value: unknown, target: unknown): Promise<void> {
      state.updated.push([`${section}.${name}`, value, target]);
      state.settings[`${section}.${name}`] = value;
      for (const heard of state.configured) {
        await heard({ affectsConfiguration: (asked) => asked === `${section}.${name}` });
      }
    },
  }),
};
