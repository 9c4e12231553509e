import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerTspAdd } from './tsp-add.ts';
import { registerTspList } from './tsp-list.ts';
import { registerTspShow } from './tsp-show.ts';

/** `countermark tsp …`: the token service providers that a hub reaches over the network. */
export function registerTsp(program: Command, terminal: Terminal): void {
  const tsp = program.command('tsp').description('token service providers that are not built in');
  registerTspAdd(tsp, terminal);
  registerTspList(tsp, terminal);
  registerTspShow(tsp, terminal);
}
