import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerDetokenizerAdd } from './detokenizer-add.ts';
import { registerDetokenizerList } from './detokenizer-list.ts';

/** `countermark detokenizer …`: who may ask a hub which card a token stands for. */
export function registerDetokenizer(program: Command, terminal: Terminal): void {
  const detokenizer = program
    .command('detokenizer')
    .description('acquirers and networks that may ask which card a token stands for');
  registerDetokenizerAdd(detokenizer, terminal);
  registerDetokenizerList(detokenizer, terminal);
}
