import { enableCompileCache } from 'node:module';

// Entry of the hub that a sandbox forks; its only argument is the configuration file.
enableCompileCache();
const { runHubProcess } = await import('./hub-process.ts');
const [, , configFile = 'countermark.yaml'] = process.argv;
process.exitCode = await runHubProcess({ configFile, mode: 'sandbox' });
