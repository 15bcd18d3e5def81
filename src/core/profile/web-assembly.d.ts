/** The part of the JavaScript interface of WebAssembly that is used here; Node's types leave it to those of the browser. */
declare namespace WebAssembly {
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module) => Instance;

  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }

  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Adds pages of 65 536 bytes. Throws RangeError. */
    grow(pages: number): number;
  }
}
