import { ruleGroups } from '../dialects/prometheus.js';
import type { ForeignFile } from '../lint-foreign.js';
import type { Remark } from '../reading.js';
import type { Cursor } from '../source/cursor.js';
import type { Linked } from './chains.js';

interface Server {
  readonly file: ForeignFile;
  readonly root: Cursor;
}

/**
 * Follows an alert from its rule to a person: the rule file must be loaded by a server, the server must know
 * an Alertmanager, and the series of the rule must be scraped. Alertmanager's own part is judged in its file.
 */
export function prometheusChain(files: readonly ForeignFile[]): Map<string, Linked> {
  const found = new Map<string, Linked>();
  const servers = files.flatMap((file): Server[] => {
    const root = file.source.documents.find((one) => one.has('scrape_configs') || one.has('rule_files'));
    return file.reading.dialect === 'prometheus' && root !== undefined && ruleGroups(file.source) === null
      ? [{ file, root }]
      : [];
  });
  const managers = files.filter(({ reading }) => reading.dialect === 'alertmanager');
  if (servers.length === 0) return found;
  for (const file of files) {
    const groups = ruleGroups(file.source);
    const inKubernetes = file.source.documents.some((one) => one.get('kind').text === 'PrometheusRule');
    if (file.reading.dialect !== 'prometheus' || groups === null || inKubernetes) continue;
    const remarks = [...unloaded(file, servers), ...unscraped(groups, servers)];
    if (remarks.length > 0) found.set(file.source.path, { file, remarks });
  }
  for (const manager of managers) {
    const deaf = servers.every(({ file }) => file.reading.cells.alerting?.state !== 'configured');
    const before = manager.reading.cells.alerting;
    if (!deaf || before?.state !== 'configured') continue;
    const server = servers[0]?.file.source.path ?? '';
    const alerting = {
      ...before,
      state: 'partial' as const,
      because: 'No server of this workspace sends its alerts here',
      path: server,
    };
    const reading = { ...manager.reading, cells: { ...manager.reading.cells, alerting } };
    found.set(manager.source.path, { file: { ...manager, reading }, remarks: [] });
  }
  return found;
}

function unloaded(file: ForeignFile, servers: readonly Server[]): Remark[] {
  const own = baseName(file.source.path);
  const globs = servers.flatMap(({ root }) => root.get('rule_files').texts);
  if (globs.some((glob) => matches(baseName(glob), own))) return [];
  const server = servers[0]?.file.source.path ?? '';
  return [
    {
      code: 'alert-reaches-nobody',
      severity: 'warning',
      message: `No \`rule_files\` of ${server} loads this file, so its alerts never fire. Add \`${own}\` there.`,
      at: file.reading.anchor,
    },
  ];
}

function unscraped(groups: readonly Cursor[], servers: readonly Server[]): Remark[] {
  const jobs = servers.flatMap(({ root }) => root.get('scrape_configs').items());
  const elsewhere = servers.some(
    ({ root }) => root.get('scrape_config_files').isFilled || root.get('remote_read').isFilled,
  );
  // Discovery and relabelling give jobs names that no file shows.
  const discovered = jobs.some(
    (job) => job.has('relabel_configs') || job.entries().some(({ name }) => /_sd_configs$/.test(name)),
  );
  if (jobs.length === 0 || elsewhere || discovered) return [];
  const names = new Set(jobs.map((job) => job.get('job_name').text));
  return groups.flatMap((group) =>
    group
      .get('rules')
      .items()
      .flatMap((rule) => {
        const expression = rule.get('expr');
        const wanted = [...(expression.text ?? '').matchAll(/\bjob="([^"]+)"/g)].map(([, job]) => job ?? '');
        return wanted
          .filter((job) => !names.has(job))
          .map((job) => ({
            code: 'metric-not-exported',
            message: `No \`scrape_configs\` has the job \`${job}\`, so this series does not exist and the rule never fires. Correct the name, or add the job.`,
            at: expression.mark,
          }));
      }),
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function matches(glob: string, name: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(name);
}
