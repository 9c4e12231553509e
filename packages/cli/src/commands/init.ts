import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerInitIssuer } from './init-issuer.ts';

/** `countermark init …`: what to begin with. */
export function registerInit(program: Command, terminal: Terminal): void {
  const init = program.command('init').description('begin a project of your own');
  registerInitIssuer(init, terminal);
}
