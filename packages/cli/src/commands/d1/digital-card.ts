import type { DigitalCard } from '@countermark/wire/d1/data/digital-card';
import { deleteDigitalCard } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import { getDigitalCard } from '@countermark/wire/d1/digital-card-v1/get-digital-card';
import { listDigitalCards } from '@countermark/wire/d1/digital-card-v1/list-digital-cards';
import { resumeDigitalCard } from '@countermark/wire/d1/digital-card-v1/resume-digital-card';
import { suspendDigitalCard } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import { digitalCardReasonCodes } from '@countermark/wire/d1/reason-codes';
import type { Command } from 'commander';
import { stateColour } from '../../output/colour.ts';
import { renderFields } from '../../output/fields.ts';
import { renderTable } from '../../output/table.ts';
import type { Terminal } from '../../terminal.ts';
import { registerLookup } from './lookup.ts';
import { registerReasonCommand } from './reason.ts';

const parameter = 'digitalCardId';
const reasonCodes = digitalCardReasonCodes;

const exampleId = '5b0e8b5c-42d5-4b3b-9e0a-0d6f8a1d9c11';

/** `countermark d1 digital-card …`: the tokens of an issuer's cards. */
export function registerD1DigitalCard(d1: Command, terminal: Terminal): void {
  const digitalCard = d1.command('digital-card').description('digital cards: the tokens of a card');
  registerLookup(digitalCard, terminal, {
    name: 'list',
    description: 'list the digital cards of a card',
    parameter: 'cardId',
    operation: listDigitalCards,
    example: 'digital-card list card-1',
    inWords: ({ digitalCards }) => renderDigitalCards(digitalCards, terminal),
  });
  registerLookup(digitalCard, terminal, {
    name: 'show',
    description: 'show a digital card',
    parameter,
    operation: getDigitalCard,
    example: `digital-card show ${exampleId}`,
    inWords: describeDigitalCard,
  });
  for (const command of [
    { name: 'suspend', operation: suspendDigitalCard, done: 'is suspended' },
    { name: 'resume', operation: resumeDigitalCard, done: 'is active again' },
    { name: 'delete', operation: deleteDigitalCard, done: 'is deleted' },
  ]) {
    registerReasonCommand(digitalCard, terminal, {
      ...command,
      description: `${command.name} a digital card`,
      example: `digital-card ${command.name} ${exampleId}`,
      parameter,
      reasonCodes,
    });
  }
}

function renderDigitalCards(digitalCards: readonly DigitalCard[], { colour }: Terminal): string {
  if (digitalCards.length === 0) return 'There is no digital card.';
  return renderTable(digitalCards, {
    colour,
    columns: [
      { title: 'DIGITAL CARD', value: ({ digitalCardId }) => digitalCardId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'TOKEN', value: ({ last4 }) => last4 && `…${last4}` },
      { title: 'EXPIRES', value: ({ expiryDate }) => expiryDate },
      { title: 'WALLET', value: ({ walletName, walletId }) => walletName ?? walletId },
      { title: 'DEVICE', value: ({ deviceName }) => deviceName },
    ],
  });
}

function describeDigitalCard(card: DigitalCard): string {
  return renderFields([
    ['Digital card', card.digitalCardId],
    ['State', card.state],
    ['Card', card.cardId],
    ['Scheme', card.scheme],
    ['Token', card.last4 && `…${card.last4}`],
    ['Expires', card.expiryDate],
    ['Wallet', card.walletName ?? card.walletId],
    ['Device', card.deviceName],
    ['Requestor', card.tokenRequestorName ?? card.tokenRequestorId],
  ]);
}
