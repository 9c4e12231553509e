import {
  type CardEventName,
  type CardStand,
  cardStands,
  cardStateTable,
  liftedBy,
  reissuingReasons,
  strictness,
} from '@countermark/hub/core/card-life-cycle';
import { digitalCardStateOf } from '@countermark/hub/core/digital-card';
import { type SuspendReasonCode, suspendReasonCodes } from '@countermark/wire/d1/reason-codes';
import { code, table } from './markdown.ts';

const stands: Readonly<Record<CardStand, string>> = {
  ACTIVE: '`ACTIVE`, or `EXPIRED` past its expiry date',
  NEVER_ACTIVATED: '`INACTIVE`, and was never anything else',
  SUSPENDED: '`INACTIVE`, for a reason that is remembered',
  DELETED: '`DELETED`',
  REPLACED: '`REPLACED`',
};

/** Parts of docs/d1-cards.md that the hub's own tables know. */
export function d1CardsParts(): Readonly<Record<string, string>> {
  return {
    'card states': table(
      ['A card that is', 'is shown as'],
      cardStands.map(stand => [inWords(stand), stands[stand]]),
    ),
    'card life cycle': table(
      ['Card', 'Operation', 'When', 'The card is then'],
      cardStateTable.map(row => [
        row.from.map(inWords).join(', '),
        code(nameOf(row.operation)),
        row.when || 'always',
        row.becomes,
      ]),
    ),
    'suspend reasons': table(
      ['Suspended for', 'Resumed with', 'Gives way to'],
      suspendReasonCodes.map(reason => [
        code(reason),
        codes(liftedBy[reason], 'nothing: replace it'),
        stricterThan(reason),
      ]),
    ),
    'reissuing reasons': `A renewal for one of ${codes(reissuingReasons, 'no reason')} sends out a new piece of plastic.`,
    'digital card states': table(
      ['Token', 'Digital card'],
      Object.entries(digitalCardStateOf).map(([state, shown]) => [
        code(state),
        shown === null
          ? '404'
          : shown === 'ACTIVE'
            ? '`ACTIVE`, or `EXPIRED` past the expiry date of the token'
            : code(shown),
      ]),
    ),
  };
}

function inWords(stand: CardStand): string {
  return stand.toLowerCase().replace('_', ' ');
}

function nameOf(operation: CardEventName): string {
  return operation.toLowerCase();
}

function stricterThan(reason: SuspendReasonCode): string {
  const stricter = suspendReasonCodes.filter(other => strictness[other] > strictness[reason]);
  return codes(stricter, 'nothing');
}

function codes(list: readonly string[], none: string): string {
  return list.length === 0 ? none : list.map(entry => code(entry)).join(', ');
}
