import { readSource } from '../source/source.js';
import { fromAzureml } from './azureml.js';
import type { Converter } from './conversion.js';
import { fromDatabricks } from './databricks.js';
import { fromEvidently } from './evidently.js';
import { fromNannyml } from './nannyml.js';
import { fromSagemaker } from './sagemaker.js';
import { conversionText } from './write.js';

const CONVERTERS: readonly Converter[] = [
  fromAzureml,
  fromDatabricks,
  fromSagemaker,
  fromNannyml,
  fromEvidently,
];

/** The tools whose configs can be converted, as they call themselves. */
export const CONVERTED_TOOLS: readonly string[] = CONVERTERS.map(({ tool }) => tool);

/** The dialects of those tools, as lint names them. */
export const CONVERTED_DIALECTS: ReadonlySet<string> = new Set([
  'azureml',
  'databricks',
  'sagemaker',
  'nannyml',
  'evidently',
]);

/** A `tidemark.yaml` that monitors what another tool's config does; null where it is none that is known. */
export function convert(path: string, text: string): string | null {
  const source = readSource(path, text);
  if (source === null) return null;
  for (const converter of CONVERTERS) {
    const conversion = converter.convert(source);
    if (conversion !== null) return conversionText(conversion);
  }
  return null;
}
