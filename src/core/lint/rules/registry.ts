import type { Rule } from '../rule.js';
import { alertReachesNobody } from './alert-reaches-nobody.js';
import { commandNotFound, reviewNotWritable, webhookInClearText } from './hooks.js';
import { labelDelayMismatch, labelsFromFuture } from './measured-labels.js';
import { metricWithoutThreshold } from './metric-without-threshold.js';
import { missingBaseline, movingBaseline, referenceIsCurrent } from './baselines.js';
import { insecureReceiver, readablePayload } from './exposure.js';
import { missingDataDrift } from './missing-data-drift.js';
import { missingDataQuality } from './missing-data-quality.js';
import { missingErrorRate } from './missing-error-rate.js';
import { missingGroundTruth } from './missing-ground-truth.js';
import { missingLatencyObjective } from './missing-latency-objective.js';
import { missingPerformance } from './missing-performance.js';
import { missingPredictionDrift } from './missing-prediction-drift.js';
import { missingRequiredKey } from './missing-required-key.js';
import { pathNotFound } from './path-not-found.js';
import {
  missingOwner,
  noPerformanceEstimate,
  retrainingOnlyReaction,
  undeclaredLabelDelay,
} from './responsibility.js';
import { thresholdOutOfRange, unusualThreshold, wrongUnit } from './limits.js';
import { unknownColumn } from './unknown-column.js';
import { unusableGroundTruth } from './unusable-ground-truth.js';
import { warningBeyondAlert } from './warning-beyond-alert.js';
import { wrongDirection } from './wrong-direction.js';
import { wrongMetricForTask } from './wrong-metric-for-task.js';

/** Every rule there is, by its number; those that measure stand last. Adding one is adding its file and a line here. */
export const RULES: readonly Rule[] = [
  missingRequiredKey,
  missingDataDrift,
  missingPredictionDrift,
  missingDataQuality,
  missingPerformance,
  wrongMetricForTask,
  noPerformanceEstimate,
  missingLatencyObjective,
  missingErrorRate,
  missingGroundTruth,
  unusableGroundTruth,
  undeclaredLabelDelay,
  alertReachesNobody,
  missingOwner,
  retrainingOnlyReaction,
  metricWithoutThreshold,
  wrongDirection,
  thresholdOutOfRange,
  wrongUnit,
  unusualThreshold,
  warningBeyondAlert,
  referenceIsCurrent,
  missingBaseline,
  movingBaseline,
  unknownColumn,
  pathNotFound,
  insecureReceiver,
  readablePayload,
  labelDelayMismatch,
  labelsFromFuture,
  commandNotFound,
  reviewNotWritable,
  webhookInClearText,
];
