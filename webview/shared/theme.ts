type Listener = () => void;

/** Calls back after the editor has put another theme on the page; gives the way to stop that. */
export function onTheme(listener: Listener): () => void {
  let asked = 0;
  const observer = new MutationObserver(() => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      listener();
    });
  });
  // The editor writes its colours as variables on the root, and the theme's kind as a class of the body.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id', 'style'],
  });
  return () => {
    cancelAnimationFrame(asked);
    observer.disconnect();
  };
}
