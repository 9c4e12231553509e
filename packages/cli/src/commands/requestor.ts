import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerRequestorAdd } from './requestor-add.ts';
import { registerRequestorList } from './requestor-list.ts';

/** `countermark requestor …`: the token requestors of a hub. */
export function registerRequestor(program: Command, terminal: Terminal): void {
  const requestor = program.command('requestor').description('token requestors: wallets and merchants');
  registerRequestorAdd(requestor, terminal);
  registerRequestorList(requestor, terminal);
}
