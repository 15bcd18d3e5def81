import type { Dialect } from '../reading.js';
import { alertmanager } from './alertmanager.js';
import { azureml } from './azureml.js';
import { databricks } from './databricks.js';
import { dvc } from './dvc.js';
import { evidently } from './evidently.js';
import { githubActions } from './github-actions.js';
import { greatExpectations } from './great-expectations.js';
import { homeGrown } from './home-grown.js';
import { kserve } from './kserve.js';
import { mlflow } from './mlflow.js';
import { nannyml } from './nannyml.js';
import { openslo } from './openslo.js';
import { prometheus } from './prometheus.js';
import { sagemaker } from './sagemaker.js';
import { seldon } from './seldon.js';
import { sloth } from './sloth.js';
import { soda } from './soda.js';
import { vertex } from './vertex.js';
import { whylabs } from './whylabs.js';

/** Every tool whose files lint reads, in the order in which a file is tried. Adding one is its file and a line here. */
export const DIALECTS: readonly Dialect[] = [
  azureml,
  databricks,
  sagemaker,
  vertex,
  nannyml,
  evidently,
  whylabs,
  kserve,
  seldon,
  soda,
  greatExpectations,
  prometheus,
  alertmanager,
  sloth,
  openslo,
  mlflow,
  dvc,
  githubActions,
  homeGrown,
];
