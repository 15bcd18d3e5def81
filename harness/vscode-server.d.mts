/** Settings that keep VS Code quiet, offline and still. */
export const quietSettings: Readonly<Record<string, unknown>>;

/** How to start a server. */
export interface ServerOptions {
  /** The folder (or .code-workspace file) that the URL opens. */
  readonly workspaceFolder?: string;
  /** Added to the quiet settings. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Where extensions are installed; a temporary folder when left out. */
  readonly extensionsDir?: string;
  /** Added to the environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Opens the folder in Restricted Mode; else workspace trust is off. */
  readonly restricted?: boolean;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Hears what the server prints. */
  readonly log?: (text: string) => void;
}

/** A server that listens. */
export interface Server {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** Kills the server with all it started and removes its data folder. */
  stop(): Promise<void>;
}

/** Starts a server and waits until it listens. */
export function start(options?: ServerOptions): Promise<Server>;

/** Installs a VSIX into an extensions folder, by the server's own command; works offline. */
export function installExtension(vsix: string, extensionsDir: string): Promise<void>;

/** Makes VS Code take an extension from where it is, as if it were installed. */
export function registerExtension(dir: string, extensionsDir: string): void;
