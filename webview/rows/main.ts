import './rows.css';

import { RowsApp } from './app.js';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const root = document.getElementById('rows');
if (root !== null) new RowsApp(root, acquireVsCodeApi());
