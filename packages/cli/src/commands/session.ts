import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerSessionList } from './session-list.ts';
import { registerSessionShow } from './session-show.ts';

/** `countermark session …`: the enrolment sessions of a hub. */
export function registerSession(program: Command, terminal: Terminal): void {
  const session = program.command('session').description('enrolment sessions and their messages');
  registerSessionList(session, terminal);
  registerSessionShow(session, terminal);
}
