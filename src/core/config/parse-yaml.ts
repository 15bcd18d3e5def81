import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Schema,
  type Document,
  type Node,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { readFlow } from './flow-line.js';

/** A document and the places of its lines. */
export interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

const OPTIONS = {
  merge: true,
  prettyErrors: false,
  uniqueKeys: false, // Looked for by `tree.ts`, in linear time and with the place of the first.
  logLevel: 'error', // `silent` would also swallow the error about a second document.
} as const;

/** What stands before a collection in brackets that is the whole value of its line. */
const BEFORE_FLOW = /^ *(?:- +)*(?:[A-Za-z_][\w.-]*: +)?(?=[{[])/gm;
const REST_OF_LINE = / *(?: #[^\n]*)?\r?(?=\n|$)/y;

/**
 * Reads `source` as the YAML library does, to the same nodes and places, several times as fast where lines hold whole
 * collections in brackets: those are read by `readFlow`, and the library sees a quoted word as long as each. Where it
 * finds anything wrong, or one of the words is no value of its own (it stands in a block of text, say), the library
 * reads the whole text.
 *
 * @throws what the library throws on texts nested too deeply.
 */
export function parseYaml(source: string): ParsedYaml {
  const schema = new Schema({ merge: true });
  const flows = new Map<number, YAMLMap | YAMLSeq>();
  const parts: string[] = [];
  let end = 0;
  for (const before of source.matchAll(BEFORE_FLOW)) {
    const start = before.index + before[0].length;
    const flow = readFlow(source, start, schema);
    if (flow === null) continue;
    const flowEnd = flow.range[1];
    REST_OF_LINE.lastIndex = flowEnd;
    if (!REST_OF_LINE.test(source)) continue;
    flows.set(start, flow);
    parts.push(source.slice(end, start), `"${'x'.repeat(flowEnd - start - 2)}"`);
    end = flowEnd;
  }
  if (flows.size > 0) {
    parts.push(source.slice(end));
    const parsed = parseAll(parts.join(''));
    const clean = parsed.document.errors.length + parsed.document.warnings.length === 0;
    if (clean && putBack(parsed.document.contents, flows) === flows.size) return parsed;
  }
  return parseAll(source);
}

function parseAll(source: string): ParsedYaml {
  const lines = new LineCounter();
  return { document: parseDocument<ParsedNode>(source, { ...OPTIONS, lineCounter: lines }), lines };
}

/** Puts the collections where the words stand that were read in their place; the number that found their place. */
function putBack(node: unknown, flows: ReadonlyMap<number, Node>): number {
  let count = 0;
  const flowAt = (word: unknown): Node | undefined => {
    if (!isScalar(word) || word.type !== 'QUOTE_DOUBLE' || word.range?.[0] === undefined) return undefined;
    const flow = flows.get(word.range[0]);
    if (flow === undefined || word.anchor !== undefined || word.tag !== undefined) return undefined;
    count += 1;
    return inPlaceOf(word, flow);
  };
  if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const flow = flowAt(item);
      if (flow === undefined) count += putBack(item, flows);
      else node.items[i] = flow;
    }
  } else if (isMap(node)) {
    for (const pair of node.items) {
      const flow = flowAt(pair.value);
      if (flow === undefined) count += putBack(pair.value, flows);
      else pair.value = flow;
    }
  }
  return count;
}

/** `flow` with the comments and the end that the library found around `word`. */
function inPlaceOf(word: Scalar, flow: Node): Node {
  if (word.comment !== undefined) flow.comment = word.comment;
  if (word.commentBefore !== undefined) flow.commentBefore = word.commentBefore;
  if (word.spaceBefore !== undefined) flow.spaceBefore = word.spaceBefore;
  if (flow.range && word.range) flow.range[2] = word.range[2];
  return flow;
}
