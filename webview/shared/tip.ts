let tip: HTMLElement | null = null;

/** What a mark says under the pointer: names and values as text, never as markup. Nothing takes it away. */
export function showTip(place: HTMLElement, event: MouseEvent, value: unknown): void {
  tip?.remove();
  tip = null;
  if (value === null || value === undefined || value === '') return;
  tip = document.createElement('div');
  tip.className = 'tip';
  tip.textContent =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([name, one]) => `${name}: ${String(one)}`)
          .join('\n')
      : String(value as string | number | boolean);
  place.append(tip);
  const box = place.getBoundingClientRect();
  tip.style.left = `${Math.max(0, Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth - 4))}px`;
  tip.style.top = `${event.clientY - box.top + 14}px`;
}
