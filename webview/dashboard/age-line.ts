import { h } from '../shared/dom.js';
import { linkButton } from '../shared/link-button.js';
import { ageWords } from './age.js';
import type { CheckProgress } from './protocol.js';

/** How old the view is, or how far the check that renews it: in words, and as a bar at the top of the page. */
export class AgeLine {
  readonly words = h('span', {});
  readonly bar = h('div', { class: 'progress-bar', hidden: true });

  constructor(private readonly onCancel: () => void) {}

  show(progress: CheckProgress | null, checkedAt: string): void {
    this.bar.hidden = progress === null;
    const share = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
    this.bar.style.width = `${share * 100}%`;
    if (progress === null) this.words.textContent = `checked ${ageWords(checkedAt, 'relative')}`;
    else
      this.words.replaceChildren(
        `checking, ${Math.round(share * 100)}\u00A0% `,
        linkButton('Cancel', this.onCancel),
      );
  }
}
