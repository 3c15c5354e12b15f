// The client of the language server, which keeps what it was made with, and starts or fails as it is told.
export const made: LanguageClient[] = [];
export const failing: { reason: Error | undefined } = { reason: undefined };

export enum CloseAction {
  DoNotRestart = 1,
  Restart = 2,
}

export enum ErrorAction {
  Continue = 1,
  Shutdown = 2,
}

export interface Command {
  command: string;
  args: string[];
  options: { cwd?: string; env: Record<string, string> };
}

export class LanguageClient {
  running = false;
  stops = 0;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: Command,
    readonly options: {
      documentSelector: { language?: string; pattern?: string; scheme: string }[];
      errorHandler: { closed(): { action: CloseAction; handled?: boolean } };
    },
  ) {
    made.push(this);
  }

  async start(): Promise<void> {
    if (failing.reason) throw failing.reason;
    this.running = true;
  }

  needsStop(): boolean {
    return this.running;
  }

  async stop(): Promise<void> {
    this.running = false;
    this.stops += 1;
  }
}
