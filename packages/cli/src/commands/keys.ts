import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerKeysAdd } from './keys-add.ts';
import { registerKeysCreate } from './keys-create.ts';
import { registerKeysShow } from './keys-show.ts';
import { registerKeysSign } from './keys-sign.ts';

/** `countermark keys …`: what a hub is known by. */
export function registerKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description("a hub's own keys and certificates");
  registerKeysCreate(keys, terminal);
  registerKeysAdd(keys, terminal);
  registerKeysShow(keys, terminal);
  registerKeysSign(keys, terminal);
}
