// Which Python runs the language server: where to look, and what is wrong with one that cannot.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** A Python, as a command with the arguments that come before any others. */
export interface Python {
  command: string;
  args: string[];
  /** Where it was found, as people are told. */
  from: string;
}

/** What is wrong with a Python: it does not run, has no zzrules, one that is too old, or lacks the extra `editor`. */
export type Fault = "does-not-run" | "no-zzrules" | "no-server" | "no-extra";

export interface Settings {
  /** `zzrules.python`, as it is written. */
  chosen: string;
  /** `python.defaultInterpreterPath`, as it is written. */
  interpreter: string;
}

export type Run = (command: string, args: string[]) => Promise<{ code: number; output: string }>;

/** Prints what is lacking, of zzrules, its server and what the server stands on. */
const PROBE = `
import importlib.util as found, sys
def lacks(name):
    try:
        return found.find_spec(name) is None
    except ImportError:
        return True
print("no-zzrules" if lacks("zzrules") else "no-server" if lacks("zzrules.cli.lsp") else "no-extra" if lacks("pygls") else "ok")
`;

const PATIENCE = 20_000;

/** Run a program to its end; one that cannot be started, or takes too long, has a code other than 0. */
export const run: Run = (command, args) =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: PATIENCE, windowsHide: true }, (error, stdout) => {
      resolve({ code: error ? (typeof error.code === "number" ? error.code : -1) : 0, output: stdout });
    });
  });

/** Return the Pythons to try, the best first: the chosen one alone, if there is one. */
export function candidates(
  settings: Settings,
  folders: readonly string[],
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): Python[] {
  const filled = (path: string): string => path.replaceAll("${workspaceFolder}", folders[0] ?? "").trim();
  if (settings.chosen.trim()) return [{ command: filled(settings.chosen), args: [], from: "设置「zzrules.python」" }];
  const inside = platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const found: Python[] = [];
  for (const folder of folders) {
    for (const name of [".venv", "venv"]) {
      const command = join(folder, name, ...inside);
      if (exists(command)) found.push({ command, args: [], from: `工作区的 ${name}` });
    }
  }
  if (settings.interpreter.trim()) {
    found.push({ command: filled(settings.interpreter), args: [], from: "设置「python.defaultInterpreterPath」" });
  }
  const known = platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];
  for (const [command, ...args] of known) found.push({ command: command!, args, from: "系统" });
  return found;
}

/** Return the first Python that can run the server, or else what is wrong with each. */
export async function choose(
  pythons: readonly Python[],
  asked: Run = run,
): Promise<{ python: Python } | { faults: [Python, Fault][] }> {
  const faults: [Python, Fault][] = [];
  for (const python of pythons) {
    const { code, output } = await asked(python.command, [...python.args, "-c", PROBE]);
    const said = code === 0 ? output.trim() : "does-not-run";
    if (said === "ok") return { python };
    faults.push([python, said as Fault]);
  }
  return { faults };
}
