import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the licenses of all packages that stand in the bundles: whoever passes the bundles on passes these on.
 * @param {Iterable<import('esbuild').Metafile>} metafiles of the builds
 * @param {readonly string[]} beside packages that ship as they are
 * @param {string} file
 */
export async function writeNotices(metafiles, beside, file) {
  const folders = new Set(beside.map((name) => join('node_modules', name)));
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  const notices = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    const texts = [];
    for (const entry of await readdir(folder)) {
      if (/^(licen[cs]e|notice|copying)/i.test(entry))
        texts.push(await readFile(join(folder, entry), 'utf8'));
    }
    const by = typeof author === 'string' ? author : author?.name;
    const known = [`License: ${license ?? 'not stated'}`, ...(by === undefined ? [] : [`Copyright: ${by}`])];
    notices.set(`${name} ${version}`, (texts.length > 0 ? texts : [known.join('\n')]).join('\n').trim());
  }
  const parts = [...notices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}\n\n${text}\n`);
  const rule = `\n${'-'.repeat(80)}\n\n`;
  await writeFile(file, ['Tidemark has these packages in it.\n', ...parts].join(rule));
}
