import { randomUUID } from 'node:crypto';
import { lastDigits } from '@countermark/wire/card/pan';
import { type CardRecord, type ConsumerRecord, hashOf } from './directory-records.ts';
import type { DirectoryTokens, Tokenization } from './directory-tokens.ts';
import { panTriggerOf } from './pan-triggers.ts';

/** A card that a profile shall get. */
export interface CardToEnrol<Shown> {
  externalCardId: string;
  pan: string;
  /** `MMYY`. */
  exp: string;
  shown: Shown;
}

export type CardEnrolment<Shown> =
  | { enrolled: true; card: CardRecord<Shown> }
  | { enrolled: false; reason: 'PAN_INELIGIBLE' | Extract<Tokenization, { made: false }>['reason'] };

/**
 * Takes a card into a profile, with a token of its own. One that stays pending has its token, and waits to be released.
 * The caller saves the record.
 */
export async function enrolCard<Consumer, Shown>(
  { externalConsumerId, cards }: ConsumerRecord<Consumer, Shown>,
  { externalCardId, pan, exp, shown }: CardToEnrol<Shown>,
  tokens: DirectoryTokens,
): Promise<CardEnrolment<Shown>> {
  const trigger = panTriggerOf(pan);
  if (trigger === 'REFUSES_CARD') return { enrolled: false, reason: 'PAN_INELIGIBLE' };
  const srcDigitalCardId = randomUUID();
  const token = await tokens.make({ pan, exp, externalConsumerId, srcDigitalCardId });
  if (!token.made) return { enrolled: false, reason: token.reason };
  const card: CardRecord<Shown> = {
    externalCardId,
    srcDigitalCardId,
    cardHash: hashOf(pan),
    lastFour: lastDigits(pan, 4),
    shown,
    state: trigger === 'STAYS_PENDING' || !token.isActive ? 'PENDING' : 'ACTIVE',
    virtualCardId: token.virtualCardId,
  };
  cards.push(card);
  return { enrolled: true, card };
}

/** Takes cards out of a profile, and has their tokens deleted. The caller saves the record. */
export async function removeCards<Consumer, Shown>(
  consumer: ConsumerRecord<Consumer, Shown>,
  which: (card: CardRecord<Shown>) => boolean,
  tokens: DirectoryTokens,
): Promise<void> {
  const leaving = consumer.cards.filter(which);
  consumer.cards = consumer.cards.filter(card => !which(card));
  for (const { virtualCardId } of leaving) await tokens.delete(virtualCardId);
}
