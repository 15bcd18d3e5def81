import { h } from '../shared/dom.js';

/**
 * Gives a chart the editor's own menu, by the context key and the right button, and by a button of its own that shows when the
 * pointer or the focus is there. `id` is what the editor knows the chart by.
 */
export function withMenu(box: HTMLElement, id: string, name: string): HTMLElement {
  box.classList.add('has-menu');
  box.dataset['vscodeContext'] = JSON.stringify({
    webviewSection: 'chart',
    chart: id,
    preventDefaultContextMenuItems: true,
  });
  const open = h(
    'button',
    {
      type: 'button',
      class: 'chart-menu',
      'aria-label': `Export ${name}`,
      'aria-haspopup': 'menu',
      title: 'Export chart',
      onclick: () => {
        const { left, bottom } = open.getBoundingClientRect();
        // The editor draws the menu where the event says.
        open.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: left, clientY: bottom }));
      },
    },
    '⋯',
  );
  box.append(open);
  return box;
}
