import type { Finding, LintReport, TextEdit } from '../finding.js';
import { PAGES, pageText } from '../pages.js';

/** Who wrote the log. */
export interface SarifTool {
  readonly version: string;
  /** Address of the repository, which has the pages of the rules; null where none is public. */
  readonly home: string | null;
}

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * Lint results as a SARIF 2.1.0 log (OASIS, 27 March 2020), for code scanning. Paths are relative to the
 * working folder, which the reader is to take for the root of the sources; a finding keeps its fingerprint
 * when lines above it come or go.
 */
export function formatSarif(report: LintReport, { version, home }: SarifTool): string {
  const codes = [...new Set(report.files.flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();
  const seen = new Map<string, number>();
  const results = report.files.flatMap(({ path, findings }) =>
    findings.map((finding) => {
      const same = `${finding.code}|${path}|${finding.message}`;
      const nth = seen.get(same) ?? 0;
      seen.set(same, nth + 1);
      const artifactLocation = { uri: uriOf(path), ...(isRelative(path) ? { uriBaseId: '%SRCROOT%' } : {}) };
      return {
        ruleId: finding.code,
        ruleIndex: codes.indexOf(finding.code),
        level: LEVELS[finding.severity],
        message: { text: finding.message },
        locations: [{ physicalLocation: { artifactLocation, region: regionOf(finding) } }],
        partialFingerprints: { 'tidemarkFinding/v1': `${finding.code}:${fnv1a(same)}:${nth}` },
        ...(finding.fixes.length === 0
          ? {}
          : {
              fixes: finding.fixes.map(({ title, edits }) => ({
                description: { text: title },
                artifactChanges: [{ artifactLocation, replacements: edits.map(replacementOf) }],
              })),
            }),
      };
    }),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Tidemark',
            semanticVersion: version,
            ...(home === null ? {} : { informationUri: home }),
            rules: codes.map((code) => ruleOf(code, home)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string, home: string | null): object {
  const page = PAGES.find((one) => one.code === code);
  if (page === undefined) return { id: code };
  return {
    id: code,
    shortDescription: { text: page.title },
    fullDescription: { text: page.why },
    ...(home === null
      ? {}
      : { helpUri: `${home.replace(/#.*$/, '').replace(/\/$/, '')}/blob/main/docs/rules/${code}.md` }),
    help: { text: `${page.title}. ${page.why}`, markdown: pageText(page) },
    defaultConfiguration: { level: LEVELS[page.severity] },
  };
}

function regionOf({ start, end }: Pick<Finding, 'start' | 'end'>): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function replacementOf(edit: TextEdit): object {
  return { deletedRegion: regionOf(edit), insertedContent: { text: edit.text } };
}

function isRelative(path: string): boolean {
  return !/^(\/|[a-z]:[\\/])/i.test(path);
}

/** A path as a URI reference: its characters encoded, its slashes kept. */
function uriOf(path: string): string {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  if (isRelative(path)) return encoded.replace(/^\.\//, '');
  return `file://${encoded.startsWith('/') ? '' : '/'}${encoded.replace(/^([a-z])%3A/i, '$1:')}`;
}

/** FNV-1a, 32 bit, hex: tells texts apart, and keeps nothing secret. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
