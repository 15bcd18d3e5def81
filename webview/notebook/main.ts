import tokens from '../shared/tokens.css';
import styles from './notebook.css';

import type { CellOutput } from '../../src/core/notebook/outputs/output.js';
import { sealed } from '../shared/sealed.js';
import { drawOutput, type OutputTools } from './draw-output.js';
import { parseOutput } from './incoming.js';
import { PROTOCOL, type FromRenderer } from './protocol.js';

/** What VS Code gives a renderer; the few parts that we use. */
interface RendererContext {
  readonly postMessage?: (message: unknown) => void;
}

interface OutputItem {
  readonly id: string;
  json(): unknown;
}

/** Shown for an output that is not of this version, or none. */
const UNREAD: CellOutput = {
  kind: 'text',
  text: 'This output is of another version of Tidemark. Run the cell again.',
  muted: true,
};

/** Draws the outputs of reports. */
export function activate(context: RendererContext): {
  renderOutputItem: (item: OutputItem, element: HTMLElement) => Promise<void>;
  disposeOutputItem: (id?: string) => void;
} {
  addStyles();
  /** What must be ended with each output that is shown. */
  const shown = new Map<string, (() => void)[]>();
  const end = (id: string): void => {
    for (const dispose of shown.get(id) ?? []) dispose();
    shown.delete(id);
  };
  return {
    renderOutputItem: async (item, element) => {
      end(item.id);
      const endings: (() => void)[] = [];
      shown.set(item.id, endings);
      const post = context.postMessage;
      const tools: OutputTools = {
        post: post === undefined ? null : (message: FromRenderer) => post(sealed(message, PROTOCOL)),
        onEnd: (dispose) => endings.push(dispose),
      };
      const root = document.createElement('div');
      root.className = 'tm-output';
      element.replaceChildren(root);
      const incoming = parseOutput(item.json());
      await drawOutput(root, 'message' in incoming ? incoming.message : UNREAD, tools);
    },
    disposeOutputItem: (id) => {
      for (const one of id === undefined ? [...shown.keys()] : [id]) end(one);
    },
  };
}

/** Once for the page, however many outputs it has. */
function addStyles(): void {
  const id = 'tidemark-output-styles';
  if (document.getElementById(id) !== null) return;
  const style = document.createElement('style');
  style.id = id;
  style.textContent = `${tokens}\n${styles}`;
  document.head.append(style);
}
