import { heatStrip } from '../../../../src/core/report/charts/heat-strip.js';
import type { ChartSpec } from '../../../../src/core/report/charts/plot.js';
import { dashboardView } from '../../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../../src/core/report/dashboard/features.js';
import type { Report } from '../../../../src/core/report/report.js';

/** Every spec that the dashboard would draw of a report. */
export function specsOf(report: Report): ChartSpec[] {
  const view = dashboardView(report);
  const heats = view.sections.flatMap(({ heat }) =>
    heat === null
      ? []
      : [
          heatStrip({
            rows: heat.rows,
            chunks: view.axis.chunks,
            width: 800,
            rowHeight: 24,
            left: 44,
            names: true,
          }),
        ],
  );
  return [
    ...heats,
    ...view.sections.flatMap((section) => section.plots.map((row) => row.plot.spec)),
    ...view.columns
      .map(({ column }) => featureOf(report, column))
      .flatMap((feature) =>
        feature === null
          ? []
          : [
              ...feature.over.map((row) => row.plot.spec),
              ...(feature.distribution === null
                ? []
                : [
                    feature.distribution.shares.spec,
                    ...(feature.distribution.ecdf ? [feature.distribution.ecdf.spec] : []),
                  ]),
              ...(feature.distribution?.changes ? [feature.distribution.changes.spec] : []),
            ],
      ),
  ];
}
