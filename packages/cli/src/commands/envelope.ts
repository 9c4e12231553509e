import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerEnvelopeExplain } from './envelope-explain.ts';
import { registerEnvelopeOpen } from './envelope-open.ts';
import { registerEnvelopeSeal } from './envelope-seal.ts';

/** `countermark envelope …`: what is wrong with an envelope. No hub is needed. */
export function registerEnvelope(program: Command, terminal: Terminal): void {
  const envelope = program
    .command('envelope')
    .description('PKCS#7/CMS and JWE envelopes: explain what is wrong, open, seal; no hub is needed');
  registerEnvelopeExplain(envelope, terminal);
  registerEnvelopeOpen(envelope, terminal);
  registerEnvelopeSeal(envelope, terminal);
}
