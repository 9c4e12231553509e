import { runHubProcess } from '../../packages/hub/src/main/hub-process.ts';
import { type CrashPoint, crashAt } from './crash-points.ts';

// Entry of a hub that ends, as if its power was cut, when it gets to a point for the first time.
// Arguments: the configuration file, and the name of the point.
const [, , configFile = '', point = ''] = process.argv;
process.exitCode = await runHubProcess({
  configFile,
  mode: 'sandbox',
  around: hub => crashAt(hub, point as CrashPoint),
});
