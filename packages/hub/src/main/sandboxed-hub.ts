import { runHubProcess } from './hub-process.ts';

/** Entry of the hub that a sandbox forks; its only argument is the configuration file. */
const [, , configFile = 'countermark.yaml'] = process.argv;
process.exitCode = await runHubProcess({ configFile, mode: 'sandbox' });
