import type { ExportedReport } from '../core/notebook/formats/exported.js';
import { pageScript } from './page-script.js';
import { compileChart, renderSvg } from './svg.js';

export const REPORT_FORMATS = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Writes a report that was run in a format; what a format needs is loaded with it. */
export async function exportReport(exported: ExportedReport, format: ReportFormat): Promise<string> {
  switch (format) {
    case 'html': {
      const { reportHtml } = await import('../core/notebook/formats/html/page.js');
      return reportHtml(exported, { svg: renderSvg, compiled: compileChart }, await pageScript());
    }
    case 'markdown': {
      const { reportMarkdown } = await import('../core/notebook/formats/markdown.js');
      return reportMarkdown(exported);
    }
    case 'json': {
      const { reportJson } = await import('../core/notebook/formats/json.js');
      return reportJson(exported);
    }
  }
}
