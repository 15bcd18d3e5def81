import { factsOf } from '../metric-facts.js';
import type { Limit, Remark } from '../reading.js';
import type { Judgement } from './judgement.js';

/** A limit that fires on the good side of its metric. */
export const wrongDirection: Judgement = ({ reading }) =>
  reading.limits.flatMap((limit) => {
    const facts = factsOf(limit.metric);
    if (facts === null || limit.fires === null) return [];
    // The bad side of a p-value or of a distance is a matter of the test; scores and losses leave no doubt.
    if (facts.task === null && facts.usual === null) return [];
    const good = facts.better === 'higher' ? 'above' : 'below';
    if (limit.fires !== good) return [];
    // With a limit on the other side too, a range is kept: too good is watched as well.
    if (
      reading.limits.some(({ metric, fires }) => metric === limit.metric && fires !== null && fires !== good)
    )
      return [];
    return [
      {
        code: 'wrong-direction',
        message: `This fires when \`${limit.metric}\` is ${limit.fires} ${limit.value}, and \`${limit.metric}\` is better when it is ${facts.better}: it alerts on a good model and rests on a bad one. Turn the comparison round.`,
        at: limit.at,
        fixes: limit.flip ?? [],
      },
    ];
  });

/** A limit that the metric can never cross, or that its author wrote in percent. */
export const outOfRange: Judgement = ({ reading }) => reading.limits.flatMap((limit) => range(limit));

function range(limit: Limit): Remark[] {
  const facts = factsOf(limit.metric);
  if (facts === null) return [];
  const [low, high] = facts.range;
  if (limit.value >= low && limit.value <= high) return [];
  if (facts.share && limit.value > 1 && limit.value <= 100) {
    const share = Number((limit.value / 100).toPrecision(6));
    return [
      {
        code: 'wrong-unit',
        message: `\`${limit.metric}\` is a share between 0 and 1, and ${limit.value} looks like a percentage. Write ${share}, unless your code counts in percent.`,
        at: limit.at,
      },
    ];
  }
  const span =
    high === Number.POSITIVE_INFINITY
      ? `never below ${low}`
      : low === Number.NEGATIVE_INFINITY
        ? `never above ${high}`
        : `between ${low} and ${high}`;
  return [
    {
      code: 'threshold-out-of-range',
      message: `\`${limit.metric}\` is ${span}, so the limit ${limit.value} is never crossed, or always. Write one in its range.`,
      at: limit.at,
    },
  ];
}

/** A limit far from what the metric usually gets. */
export const unusualLimit: Judgement = ({ reading }) =>
  reading.limits.flatMap((limit) => {
    const usual = factsOf(limit.metric)?.usual;
    if (!usual || limit.fires === 'below' || (factsOf(limit.metric)?.range[1] ?? 0) < limit.value) return [];
    const [tight, loose] = usual;
    if (limit.value >= tight && limit.value <= loose) return [];
    const how =
      limit.value > loose
        ? 'loose: a shift that anybody would see stays below it'
        : 'tight: chance alone crosses it';
    return [
      {
        code: 'unusual-threshold',
        message: `${limit.value} is unusually ${how}. Limits of \`${limit.metric}\` mostly lie between ${tight} and ${loose}; set it from the values of your own baseline.`,
        at: limit.at,
      },
    ];
  });
