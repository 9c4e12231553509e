import { runHubProcess } from '@countermark/hub/main/hub-process';
import type { Command } from 'commander';

/** `countermark serve`: the hub in production, until it is told to stop. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('run the hub in production: PostgreSQL, real time, no simulators')
    .option('--config <file>', 'configuration file', 'countermark.yaml')
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark keys create ./hub\n  $ DATABASE_URL=postgres://… countermark serve --config countermark.yaml\n\ncountermark.example.yaml explains every setting.',
    )
    .action(async ({ config }: { config: string }) => {
      process.exitCode = await runHubProcess({ configFile: config, mode: 'production' });
    });
}
