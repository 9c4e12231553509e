import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerDeliveriesList } from './deliveries-list.ts';
import { registerDeliveriesReplay } from './deliveries-replay.ts';
import { registerDeliveriesShow } from './deliveries-show.ts';

/** `countermark deliveries …`: what issuers are told, and what they have not taken. */
export function registerDeliveries(program: Command, terminal: Terminal): void {
  const deliveries = program.command('deliveries').description('what issuers are told of their tokens');
  registerDeliveriesList(deliveries, terminal);
  registerDeliveriesShow(deliveries, terminal);
  registerDeliveriesReplay(deliveries, terminal);
}
