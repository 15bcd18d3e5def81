/** A button that looks like a link. */
export function linkButton(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'link';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}
