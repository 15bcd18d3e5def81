import './dashboard.css';

import { App } from './app.js';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const root = document.getElementById('dashboard');
if (root !== null) new App(root, acquireVsCodeApi());
