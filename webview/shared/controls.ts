import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

let registered = false;

/** Registers the toolkit's elements once; this file is the only one that knows the toolkit. */
function register(): void {
  if (registered) return;
  registered = true;
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeTextField());
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

/** Controls that take what is typed: keys of the page do not work while one has the focus. */
export const TYPED_INTO = 'input, textarea, select, vscode-text-field, vscode-dropdown';

/** A field to search by; tells what stands in it as it is typed. */
export function searchField(label: string, value: string, onText: (text: string) => void): HTMLElement {
  register();
  const element = document.createElement('vscode-text-field');
  element.setAttribute('placeholder', label);
  // The toolkit calls each field “Text field” when it enters the page.
  const name = (): void => {
    if (element.getAttribute('aria-label') !== label) element.setAttribute('aria-label', label);
  };
  name();
  new MutationObserver(name).observe(element, { attributeFilter: ['aria-label'] });
  element.setAttribute('value', value);
  element.addEventListener('input', () => onText(valueOf(element)));
  return element;
}

interface Option {
  readonly value: string;
  readonly text: string;
}

/** A choice of one of a few. */
export function dropdown(
  label: string,
  options: readonly Option[],
  value: string,
  onChoice: (value: string) => void,
): HTMLElement {
  register();
  const element = document.createElement('vscode-dropdown');
  element.setAttribute('aria-label', label);
  for (const { value: own, text } of options) {
    const option = document.createElement('vscode-option');
    option.setAttribute('value', own);
    if (own === value) option.setAttribute('selected', '');
    option.textContent = text;
    element.append(option);
  }
  element.addEventListener('change', () => onChoice(valueOf(element)));
  return element;
}

function valueOf(element: HTMLElement): string {
  return 'value' in element && typeof element.value === 'string' ? element.value : '';
}
