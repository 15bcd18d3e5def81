import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

let registered = false;

/** Registers the toolkit's elements once; this file is the only one that knows the toolkit. */
function register(): void {
  if (registered) return;
  registered = true;
  provideVSCodeDesignSystem().register(vsCodeButton());
}

interface ButtonOptions {
  readonly primary?: boolean;
  readonly label?: string;
  readonly onClick: () => void;
}

/** A button; its text is a verb with its object. */
export function button(text: string, { primary = false, label, onClick }: ButtonOptions): HTMLElement {
  register();
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', primary ? 'primary' : 'secondary');
  if (label !== undefined) element.setAttribute('aria-label', label);
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}
