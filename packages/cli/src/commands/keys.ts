import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerKeysCreate } from './keys-create.ts';

/** `countermark keys …`: what a hub is known by. */
export function registerKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description("a hub's own keys and certificates");
  registerKeysCreate(keys, terminal);
}
