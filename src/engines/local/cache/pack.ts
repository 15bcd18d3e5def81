import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/*
 * A pack holds named parts that are read one by one: magic, the parts, the index, and a tail that says where the index
 * begins. Each part and the index carry their digest.
 */

interface IndexEntry {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly digest: Uint8Array;
}

const DIGEST = 20;
const TAIL = 8 + DIGEST;

/** Reads the parts of one pack. */
export class PackReader {
  private constructor(
    readonly path: string,
    private readonly entries: ReadonlyMap<string, IndexEntry>,
  ) {}

  /** Throws when the file is no sound pack of this version. */
  static async open(path: string, magic: Buffer): Promise<PackReader> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const head = await readAt(file, 0, magic.length);
      const tail = await readAt(file, size - TAIL, TAIL);
      const start = Number(tail.readBigUInt64LE(0));
      if (!head.equals(magic) || start > size) throw new TypeError('not a pack');
      const index = await readAt(file, start, size - TAIL - start);
      if (!digest(index).equals(tail.subarray(8))) throw new TypeError('damaged');
      const entries = deserialize(index) as IndexEntry[];
      return new PackReader(path, new Map(entries.map((entry) => [entry.name, entry])));
    } finally {
      await file.close();
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** One part. Throws when it is damaged or gone. */
  async part(name: string): Promise<unknown> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new TypeError(`no part ${name}`);
    const file = await open(this.path, 'r');
    try {
      const bytes = await readAt(file, entry.offset, entry.length);
      if (!digest(bytes).equals(entry.digest)) throw new TypeError('damaged');
      return deserialize(bytes) as unknown;
    } finally {
      await file.close();
    }
  }
}

/** Writes a pack part by part into a draft, which becomes the pack when it is finished. */
export class PackWriter {
  readonly #entries: IndexEntry[] = [];
  readonly #name = randomUUID();
  #file: FileHandle | null = null;
  #offset = 0;
  #broken = false;
  #abandoned = false;
  /** Parts come from several tasks at once: they are written one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly magic: Buffer,
  ) {}

  /** Adds a part. A disk that cannot be written makes the pack come to nothing, without an error. */
  add(name: string, value: unknown): void {
    if (this.#abandoned) return;
    const bytes = serialize(value);
    this.#last = this.#last.then(async () => {
      if (this.#abandoned) return;
      try {
        if (this.#file === null) {
          await mkdir(this.folder, { recursive: true });
          this.#file = await open(this.#draft, 'wx');
          await this.#write(this.magic);
        }
        this.#entries.push({ name, offset: this.#offset, length: bytes.length, digest: digest(bytes) });
        await this.#write(bytes);
      } catch {
        this.#broken = true;
      }
    });
  }

  /** Puts the pack in its place, whole; with no parts there is none. */
  async finish(): Promise<void> {
    await this.#last;
    if (this.#file === null) return;
    try {
      if (this.#broken) throw new TypeError('incomplete');
      const index = serialize(this.#entries);
      const tail = Buffer.alloc(8);
      tail.writeBigUInt64LE(BigInt(this.#offset));
      await this.#write(Buffer.concat([index, tail, digest(index)]));
      await this.#file.close();
      this.#file = null;
      await rename(this.#draft, join(this.folder, `${this.#name}.pack`));
    } catch {
      await this.abandon();
    }
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    // A task that was under way may still come with its result.
    this.#abandoned = true;
    await this.#last;
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    await rm(this.#draft, { force: true }).catch(() => undefined);
  }

  get #draft(): string {
    return join(this.folder, `${this.#name}.draft`);
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#file?.write(bytes);
    this.#offset += bytes.length;
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  if (offset < 0 || length < 0) throw new TypeError('cut short');
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  if (bytesRead !== length) throw new TypeError('cut short');
  return bytes;
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}
