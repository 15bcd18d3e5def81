import { TYPED_INTO } from '../shared/controls.js';
import { h } from '../shared/dom.js';

/** A key, what it does, and the words of the help. */
export interface Key {
  readonly key: string;
  readonly shift?: boolean;
  readonly words: string;
  readonly run: () => void;
}

/** Single keys work wherever the focus is, but in an input, and never with a modifier of the editor. */
export function listenForKeys(keys: () => readonly Key[]): void {
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // A dialog has keys of its own.
    if (document.querySelector('dialog[open]') !== null) return;
    if (event.target instanceof HTMLElement && event.target.closest(TYPED_INTO) !== null) return;
    const found = keys().find(
      ({ key, shift }) => key === event.key && (shift === undefined || shift === event.shiftKey),
    );
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  });
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** Shows the list of keys over the page, until Esc. */
export function showHelp(keys: readonly Key[]): void {
  const dialog = h(
    'dialog',
    { class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h(
      'dl',
      {},
      ...keys.flatMap(({ key, shift, words }) => [
        h(
          'dt',
          {},
          shift === true ? h('kbd', {}, 'Shift') : null,
          h('kbd', {}, SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
        ),
        h('dd', {}, words),
      ]),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
