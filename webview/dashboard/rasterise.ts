import type { FromDashboard } from './protocol.js';

/** Pixels of the picture for each of the chart. */
const SCALE = 2;

/** The answer to a chart that is to be drawn in pixels. */
export function rasterAnswer(number: number, svg: string): Promise<FromDashboard> {
  const answer = (png: string | null): FromDashboard => ({ type: 'raster', number, png });
  return rasterise(svg).then(answer, () => answer(null));
}

/** A drawn chart as PNG, in base64; rejects where it cannot be drawn. */
async function rasterise(svg: string): Promise<string> {
  const image = new Image();
  const loaded = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('The chart is no picture.'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await loaded;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.naturalWidth * SCALE);
  canvas.height = Math.ceil(image.naturalHeight * SCALE);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
