/** The name in small letters, its words apart: `requestId`, `request-id` and `Request ID` are `request_id`. */
export function plainName(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/[^\p{L}\d]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

/** Words that say which part something plays, and not what the model is about. */
const PARTS =
  /^(p|prob|proba|probability|scores?|pred|predicted|predictions?|predicts?|models?|class|labels?|logs?|data|prod|production|will|would|flag|flagged|risk|value|test|demo|sample)$/;

/** Shorter words are alike by chance. */
const FEWEST_LETTERS = 4;

/** What names are about: `churn` of `p_churn`. */
export function subjectsOf(names: readonly string[]): string[] {
  const words = names.flatMap((name) => plainName(name).split('_'));
  return words.filter((word) => word.length >= FEWEST_LETTERS && !PARTS.test(word));
}

/** Whether a name has a word like one of these: `churned` and `churn`, `converted` and `conversion`. */
export function isAbout(name: string, subjects: readonly string[]): boolean {
  return plainName(name)
    .split('_')
    .some((word) => subjects.some((subject) => areAlike(word, subject)));
}

/** Whether two words begin alike, for half of the longer one at least. */
function areAlike(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return same >= FEWEST_LETTERS && same >= Math.max(a.length, b.length) / 2;
}

/** Whether a name is one of a thing that each row has its own of. */
export function isIdName(name: string): boolean {
  return /(^|_)(id|uid|uuid|guid|key)$|^(request|event|trace|transaction|prediction|row)(_(no|nr|number|ref))?$/.test(
    plainName(name),
  );
}

/** Words that make a name that of a prediction: at its beginning, and at its end. */
const SAYS_FIRST = 'pred(?:ict(?:ed|ion))?|y_pred|y_?hat|forecast(?:ed)?|decision';
const SAYS_LAST = 'pred(?:icted|iction)?|hat|forecast';

/** Whether a name is that of what a model said. */
export function isPredictionName(name: string): boolean {
  return new RegExp(`^(?:${SAYS_FIRST})(?:_|$)|_(?:${SAYS_LAST})$`).test(plainName(name));
}

/** What a prediction is one of, by its name: `price` of `predicted_price` and `priceForecast`; else the name itself. */
export function predictedBy(prediction: string): string {
  return plainName(prediction).replace(new RegExp(`^(?:${SAYS_FIRST})_|_(?:${SAYS_LAST})$`, 'g'), '');
}
