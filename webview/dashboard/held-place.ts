import type { Ledger } from './ledger.js';

/** Names of what may have the focus that stay while the words in it change. */
const NAMED = ['h1', '.choice', '[data-find]'];

/**
 * Remembers where somebody is who reads the page: how far it is scrolled, what in `part` of it has the focus, and where the
 * caret is. What is given brings them there again when the part was built anew: to the row of the matrix (in `ledger`), to
 * what is like what had the focus, or else to the name of the page.
 */
export function heldPlace(page: HTMLElement, part: HTMLElement): (ledger: Ledger | null) => void {
  const before = { scroll: window.scrollY, top: topOfBody(page) };
  const active = document.activeElement;
  // Who types in the editor beside must not be taken from there.
  const isHere = document.hasFocus() && active instanceof HTMLElement && part.contains(active);
  const focused = isHere ? focusOn(active, part) : null;
  return (ledger) => {
    if (focused !== null && (focused.row === null || ledger?.focus(focused.row) !== true)) focused.restore();
    const top = topOfBody(page);
    // Who reads what is under the head goes with it; who reads the head stays with that.
    const moved = before.top === null || top === null || before.scroll === 0 ? 0 : top - before.top;
    window.scrollTo(0, before.scroll + moved);
  };
}

function topOfBody(page: HTMLElement): number | null {
  const body = page.querySelector('.ledger');
  return body === null ? null : body.getBoundingClientRect().top + window.scrollY;
}

/** The column whose row of the matrix has the focus, if one has; and how else it is found again. */
function focusOn(active: HTMLElement, part: HTMLElement): { row: string | null; restore: () => void } {
  const named = NAMED.find((name) => active.matches(name));
  const words = wordsOf(active);
  const alike = (): HTMLElement[] => {
    if (named !== undefined) return [...part.querySelectorAll<HTMLElement>(named)];
    return [...part.querySelectorAll<HTMLElement>(active.localName)].filter((one) => wordsOf(one) === words);
  };
  const place = alike().indexOf(active);
  const input = inputOf(active);
  const caret = [input?.selectionStart ?? null, input?.selectionEnd ?? null] as const;
  return {
    row: active.closest<HTMLElement>('[role=row][data-row-of]')?.dataset['rowOf'] ?? null,
    restore: () => {
      const found = alike()[place] ?? part.querySelector<HTMLElement>('h1');
      found?.focus({ preventScroll: true });
      if (found !== null && input !== null) inputOf(found)?.setSelectionRange(...caret);
    },
  };
}

function wordsOf(element: HTMLElement): string {
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

/** The field within a control of the toolkit. */
function inputOf(control: HTMLElement): HTMLInputElement | null {
  return control.shadowRoot?.querySelector('input') ?? null;
}
