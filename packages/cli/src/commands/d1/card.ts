import { activateCard as activateCardV1 } from '@countermark/wire/d1/card-v1/activate-card';
import { deleteCard as deleteCardV1 } from '@countermark/wire/d1/card-v1/delete-card';
import { resumeCard as resumeCardV1 } from '@countermark/wire/d1/card-v1/resume-card';
import { suspendCard as suspendCardV1 } from '@countermark/wire/d1/card-v1/suspend-card';
import { activateCard } from '@countermark/wire/d1/card-v2/activate-card';
import { deleteCard } from '@countermark/wire/d1/card-v2/delete-card';
import { getCardDetails } from '@countermark/wire/d1/card-v2/get-card-details';
import { listCardOperations } from '@countermark/wire/d1/card-v2/list-card-operations';
import { resumeCard } from '@countermark/wire/d1/card-v2/resume-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import type { CardDetails } from '@countermark/wire/d1/data/card-details';
import {
  activateReasonCodes,
  deleteReasonCodes,
  resumeReasonCodes,
  suspendReasonCodes,
} from '@countermark/wire/d1/reason-codes';
import type { Command } from 'commander';
import { renderFields } from '../../output/fields.ts';
import { inTable } from '../../output/time.ts';
import type { Terminal } from '../../terminal.ts';
import { registerCardCreate } from './card-create.ts';
import { registerCardRegister } from './card-register.ts';
import { registerCardRenew } from './card-renew.ts';
import { registerCardReplace } from './card-replace.ts';
import { registerLookup } from './lookup.ts';
import { renderOperations } from './operations-table.ts';
import { type ReasonCommand, registerReasonCommand } from './reason.ts';

const parameter = 'cardId';

const reasonCommands: readonly ReasonCommand[] = [
  {
    name: 'suspend',
    description: 'suspend a card; its digital cards stay as they are',
    example: 'card suspend card-1 --reason-code CARD_LOST',
    parameter,
    operation: suspendCard,
    v1: suspendCardV1,
    reasonCodes: suspendReasonCodes,
    done: 'is suspended',
  },
  {
    name: 'resume',
    description: 'lift a suspension',
    example: 'card resume card-1 --reason-code CARD_FOUND',
    parameter,
    operation: resumeCard,
    v1: resumeCardV1,
    reasonCodes: resumeReasonCodes,
    done: 'is active again',
  },
  {
    name: 'delete',
    description: 'delete a card, with all digital cards',
    example: 'card delete card-1 --reason-code CLOSED_CARD',
    parameter,
    operation: deleteCard,
    v1: deleteCardV1,
    reasonCodes: deleteReasonCodes,
    done: 'is deleted, and all digital cards',
  },
  {
    name: 'activate',
    description: 'activate a card for the first time',
    example: 'card activate card-1',
    parameter,
    operation: activateCard,
    v1: activateCardV1,
    reasonCodes: activateReasonCodes,
    done: 'is active',
  },
];

/** `countermark d1 card …`: the cards of an issuer. */
export function registerD1Card(d1: Command, terminal: Terminal): void {
  const card = d1.command('card').description('cards of an issuer');
  registerCardRegister(card, terminal);
  registerCardCreate(card, terminal);
  registerCardRenew(card, terminal);
  registerCardReplace(card, terminal);
  for (const command of reasonCommands) registerReasonCommand(card, terminal, command);
  registerLookup(card, terminal, {
    name: 'show',
    description: 'show a card',
    parameter,
    operation: getCardDetails,
    example: 'card show card-1',
    inWords: describeCard,
  });
  registerLookup(card, terminal, {
    name: 'operations',
    description: 'list the operations on a card, newest first',
    parameter,
    operation: listCardOperations,
    example: 'card operations card-1',
    inWords: ({ operations }) => renderOperations(operations, terminal),
  });
}

function describeCard(card: CardDetails): string {
  return renderFields([
    ['Card', card.cardId],
    ['State', card.state],
    ['Under way', card.ongoingOperation],
    ['Consumer', card.consumerId],
    ['Product', card.cardProductId],
    ['Scheme', card.scheme],
    ['Number', `…${card.last4}`],
    ['Expires', card.expiryDate],
    ['3-D Secure', card.threeDSsupport],
    ['Made', inTable(card.creationTime)],
    ['Changed', inTable(card.lastUpdateTime)],
  ]);
}
