import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerD1Card } from './d1/card.ts';
import { registerD1ClickToPay } from './d1/click-to-pay.ts';
import { registerD1Consumer } from './d1/consumer.ts';
import { registerD1DigitalCard } from './d1/digital-card.ts';
import { registerD1Notifications } from './d1/notifications.ts';
import { registerD1Token } from './d1/token.ts';

/** `countermark d1 …`: the D1 APIs in the hands of the running sandbox's issuer. */
export function registerD1(program: Command, terminal: Terminal): void {
  const d1 = program.command('d1').description('be an issuer that speaks D1, in the running sandbox');
  registerD1Token(d1, terminal);
  registerD1Consumer(d1, terminal);
  registerD1Card(d1, terminal);
  registerD1DigitalCard(d1, terminal);
  registerD1ClickToPay(d1, terminal);
  registerD1Notifications(d1, terminal);
}
