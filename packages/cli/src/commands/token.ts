import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerTokenErase } from './token-erase.ts';
import { registerTokenList } from './token-list.ts';
import { registerTokenShow } from './token-show.ts';

/** `countermark token …`: the tokens of a hub. */
export function registerToken(program: Command, terminal: Terminal): void {
  const token = program.command('token').description('tokens, and what was said of them');
  registerTokenList(token, terminal);
  registerTokenShow(token, terminal);
  registerTokenErase(token, terminal);
}
