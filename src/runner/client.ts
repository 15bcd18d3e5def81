import { fork, type ChildProcess } from 'node:child_process';

import { CancelledError, ConfigError, DataError } from '../core/errors.js';
import type { CellResult } from '../core/notebook/execute.js';
import type { ViewText } from '../core/report/charts/heat-wire.js';
import type { Progress } from '../core/profile/engine.js';
import { IncomingReport } from './incoming-report.js';
import type { RunnerFailure, RunnerReply, RunnerRequest, RunnerResult } from './protocol.js';

type Ask<K extends RunnerRequest['kind']> = Omit<Extract<RunnerRequest, { kind: K }>, 'id' | 'kind'>;
type Answer<K extends RunnerResult['kind']> = Extract<RunnerResult, { kind: K }>;

interface Waiting {
  /** Who was asked: another may have been started since. */
  readonly child: ChildProcess;
  readonly resolve: (result: RunnerResult) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onCell: (cell: CellResult) => void;
  readonly onPartial: (view: ViewText) => void;
  /** What has come of a report. */
  readonly report: IncomingReport;
}

/** How long the child may idle before it is let go. */
const IDLE_MS = 60_000;

/** Asks the child process for work; starts it when there is some, and again after a crash. */
export class RunnerClient {
  #child: ChildProcess | null = null;
  #nextId = 1;
  #idle: NodeJS.Timeout | null = null;
  readonly #waiting = new Map<number, Waiting>();

  /** `script` is the built runner; the child keeps what it read in `cacheFolder`; `log` takes what it prints. */
  constructor(
    private readonly script: string,
    private readonly cacheFolder: string,
    private readonly log: (text: string) => void,
  ) {}

  /** The child that runs now, as the system knows it; null where none does. */
  get processId(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Runs one request; the signal cancels it. Rejects with ConfigError, DataError, CancelledError or Error. */
  ask<K extends RunnerResult['kind']>(
    kind: K,
    request: Ask<K>,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void = () => undefined,
    onCell: (cell: CellResult) => void = () => undefined,
    onPartial: (view: ViewText) => void = () => undefined,
  ): Promise<Answer<K>> {
    if (signal.aborted) return Promise.reject(new CancelledError());
    const id = this.#nextId++;
    const child = this.#start();
    const cancel = (): void => void child.send({ id, kind: 'cancel' } satisfies RunnerRequest);
    signal.addEventListener('abort', cancel, { once: true });
    return new Promise<RunnerResult>((resolve, reject) => {
      const report = new IncomingReport();
      this.#waiting.set(id, { child, resolve, reject, onProgress, onCell, onPartial, report });
      child.send({ id, kind, ...request } as unknown as RunnerRequest);
    })
      .then((result) => {
        if (result.kind !== kind) throw new TypeError(`Asked for ${kind}, got ${result.kind}.`);
        return result as Answer<K>;
      })
      .finally(() => {
        signal.removeEventListener('abort', cancel);
        this.#restWhenIdle();
      });
  }

  /** Lets the child go: it cancels what it does and ends. */
  dispose(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#child?.disconnect();
    this.#child = null;
  }

  #start(): ChildProcess {
    if (this.#idle !== null) clearTimeout(this.#idle);
    if (this.#child?.connected === true) return this.#child;
    const child = fork(this.script, [], {
      // Structured clone: reports cross as they are, undefined and all.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      // DuckDB holds a libuv thread for each running query.
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        UV_THREADPOOL_SIZE: '8',
        TIDEMARK_CACHE: this.cacheFolder,
      },
    });
    child.stdout?.on('data', (data: Buffer) => this.log(data.toString()));
    child.stderr?.on('data', (data: Buffer) => this.log(data.toString()));
    child.on('message', (reply: RunnerReply) => this.#take(reply));
    child.on('exit', (code, signal) => {
      if (this.#child === child) this.#child = null;
      const error = new Error(
        `The analysis process ended unexpectedly (${signal ?? `code ${code}`}). Run the check again; the output channel has what it said.`,
      );
      for (const [id, waiting] of this.#waiting) {
        if (waiting.child !== child) continue;
        this.#waiting.delete(id);
        waiting.reject(error);
      }
    });
    this.#child = child;
    return child;
  }

  #take(reply: RunnerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if (reply.kind === 'progress') {
      waiting.onProgress(reply.progress);
      return;
    }
    if (reply.kind === 'cell') {
      waiting.onCell(reply.cell);
      return;
    }
    if (reply.kind === 'partial') {
      waiting.onPartial(reply.view);
      return;
    }
    if (reply.kind === 'line') {
      waiting.report.take(reply.line);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.kind === 'failed') waiting.reject(revive(reply.error));
    else if (reply.result.kind !== 'lines') waiting.resolve(reply.result);
    else waiting.report.whole().then((report) => waiting.resolve({ kind: 'check', report }), waiting.reject);
  }

  #restWhenIdle(): void {
    if (this.#waiting.size > 0) return;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    this.#idle.unref();
  }
}

function revive(failure: RunnerFailure): Error {
  switch (failure.name) {
    case 'ConfigError':
      return new ConfigError(failure.message, failure.place);
    case 'DataError':
      return new DataError(failure.message, failure.place, failure.reason ?? null);
    case 'CancelledError':
      return new CancelledError();
    case 'Error':
      return new Error(failure.message);
  }
}
