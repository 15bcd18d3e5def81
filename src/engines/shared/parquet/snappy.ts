import type { Kernels } from '../../../core/profile/kernels.js';
import { UnreadableParquet } from './unreadable.js';

/**
 * Unpacks one block of Snappy's raw format (github.com/google/snappy, format_description.txt) into `output[0, length)`; both lie
 * in the memory of the kernels, and what is behind that in `output` may be written over. Throws UnreadableParquet unless the block gives just so
 * many bytes.
 */
export function unpackSnappy(
  input: Uint8Array,
  output: Uint8Array,
  length: number,
  { run }: Pick<Kernels, 'run'>,
): void {
  let at = 0;
  let stated = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input[at++];
    if (byte === undefined || shift > 28) throw damaged();
    stated += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (stated !== length || length > output.length) throw damaged();
  const [from, to] = [input.byteOffset, output.byteOffset];
  if (run.unpackSnappy(from + at, from + input.length, to, length, to + output.length) === 0) throw damaged();
}

function damaged(): UnreadableParquet {
  return new UnreadableParquet('A page does not unpack.');
}
