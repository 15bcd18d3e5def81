import type { Draft } from '../make-tasks.js';
import type { TaskLabels } from './extra-task.js';
import type { Coded, Task } from './task.js';

/** A task whose expressions are said in another language. */
export function translate(task: Draft<Task>, say: (expression: string) => string): Draft<Task> {
  const rows = { where: say(task.where), cell: say(task.cell) };
  const coded = (one: Coded): Coded => ({ ...one, sql: say(one.sql) });
  const labels = (one: TaskLabels): TaskLabels =>
    'rows' in one ? { ...one, row: say(one.row) } : coded(one);
  switch (task.kind) {
    case 'columns':
      return {
        ...task,
        ...rows,
        numbers: task.numbers.map(say),
        categories: task.categories.map(({ stored, text }) => ({ stored: say(stored), text: say(text) })),
      };
    case 'rows':
      return {
        ...task,
        ...rows,
        slot: say(task.slot),
        version: say(task.version),
        time: say(task.time),
        error: say(task.error),
        hasStatus: say(task.hasStatus),
        timeout: say(task.timeout),
        hasLogged: say(task.hasLogged),
        late: say(task.late),
        measures: task.measures.map(say),
      };
    case 'labelled':
      return {
        ...task,
        ...rows,
        labels: labels(task.labels),
        prediction: task.prediction === null ? null : coded(task.prediction),
        scores: task.scores.map(say),
        query: task.query === null ? null : say(task.query),
      };
    case 'minutes':
      return {
        ...task,
        ...rows,
        time: say(task.time),
        error: say(task.error),
        hasStatus: say(task.hasStatus),
      };
    case 'feedback':
      return {
        ...task,
        ...rows,
        labels: labels(task.labels),
        time: say(task.time),
        scores: task.scores.map(say),
      };
    case 'scored':
      return {
        ...task,
        ...rows,
        score: say(task.score),
        prediction: task.prediction === null ? null : coded(task.prediction),
      };
    case 'sample':
      return {
        ...task,
        ...rows,
        hash: say(task.hash),
        columns: task.columns.map((column) => ({ ...column, sql: say(column.sql) })),
        labels: task.labels === null ? null : labels(task.labels),
      };
    case 'sequence':
      return {
        ...task,
        ...rows,
        time: say(task.time),
        labels: labels(task.labels),
        prediction: task.prediction === null ? null : coded(task.prediction),
        scores: task.scores.map(say),
      };
  }
}
