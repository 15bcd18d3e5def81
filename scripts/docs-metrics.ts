import { writeFileSync } from 'node:fs';

import { metricsPage } from '../src/core/metrics/page.js';
import { METRICS } from '../src/core/metrics/registry.js';

writeFileSync('docs/metrics.md', metricsPage(METRICS));
