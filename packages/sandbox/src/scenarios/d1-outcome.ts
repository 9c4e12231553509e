import { getCardDetails } from '@countermark/wire/d1/card-v2/get-card-details';
import { getProfiles } from '@countermark/wire/d1/click-to-pay-v1/get-profiles';
import type { ClickToPayProfile } from '@countermark/wire/d1/data/click-to-pay-profile';
import type { DigitalCard } from '@countermark/wire/d1/data/digital-card';
import { listDigitalCards } from '@countermark/wire/d1/digital-card-v1/list-digital-cards';
import type { D1Notice } from '../reference-issuer/d1/notices.ts';
import type { SandboxClient } from '../sandbox-client.ts';
import { type CardName, cardNames, consumerKinds } from './d1-cast.ts';
import type { D1Play } from './d1-play.ts';
import type { Expectation } from './scenario.ts';

type D1Outcome = Pick<Expectation, 'd1Answers' | 'd1Notices' | 'd1Cards' | 'digitalCards' | 'profiles'>;

/** As far as the row has an opinion. */
export async function lookAtD1(d1: D1Play, client: SandboxClient, expected: D1Outcome): Promise<D1Outcome> {
  return {
    ...(expected.d1Answers && { d1Answers: [...d1.answers] }),
    ...(expected.d1Notices && { d1Notices: await noticesOf(d1, client) }),
    ...(expected.d1Cards && { d1Cards: await cardsOf(d1) }),
    ...(expected.digitalCards && { digitalCards: (await digitalCardsOf(d1)).map(({ state }) => state) }),
    ...(expected.profiles && { profiles: await profilesOf(d1) }),
  };
}

async function digitalCardsOf(d1: D1Play): Promise<DigitalCard[]> {
  const lists = await Promise.all(
    cardNames.map(async card => {
      const { body } = await d1.ask(listDigitalCards, { parameters: { cardId: d1.cardId(card) } });
      return (body as { digitalCards?: DigitalCard[] } | null)?.digitalCards ?? [];
    }),
  );
  return lists.flat();
}

async function noticesOf(d1: D1Play, client: SandboxClient): Promise<string[]> {
  const notices = await client.d1Notices(d1.issuerId);
  const about = (ids: readonly string[]) =>
    notices.filter(({ subjectId }) => ids.includes(subjectId)).map(inWords);
  const ofCards = await Promise.all(
    cardNames.map(async card => {
      const told = about([d1.cardId(card), ...(await tokensOf(d1, client, card))]);
      return card === 'a' ? told : told.map(words => `${card} ${words}`);
    }),
  );
  return [...ofCards.flat(), ...about(consumerKinds.map(kind => d1.cast.consumerId(kind)))];
}

/** Deleted ones too, which D1 no longer lists with a card that is gone. */
async function tokensOf(d1: D1Play, client: SandboxClient, card: CardName): Promise<string[]> {
  const cardId = encodeURIComponent(d1.cardId(card));
  const { tokens } = await client.tokens(`?issuerId=${d1.issuerId}&issuerCardRefId=${cardId}`);
  return tokens.map(({ virtualCardId }) => virtualCardId);
}

const subjects = { CARD: '', CONSUMER: 'consumer ', DIGITAL_CARD: 'digital ' } as const;

function inWords({ subject, operation, status, times, notice }: D1Notice): string {
  const { errorCode } = notice as { errorCode?: string };
  const repeated = times === 1 ? undefined : `×${times}`;
  const said = [operation, status, errorCode, repeated].filter(part => part !== undefined);
  return subjects[subject] + said.join(' ');
}

/** Those that D1 has never heard of are left out. */
async function cardsOf(d1: D1Play): Promise<string[]> {
  const states = await Promise.all(
    cardNames.map(async card => {
      const { status, body } = await d1.ask(getCardDetails, { parameters: { cardId: d1.cardId(card) } });
      return status === 404 ? [] : [`${card} ${(body as { state?: string } | null)?.state ?? status}`];
    }),
  );
  return states.flat();
}

async function profilesOf(d1: D1Play): Promise<string[]> {
  const profiles: string[] = [];
  for (const kind of consumerKinds) {
    const { body } = await d1.ask(getProfiles, { parameters: { consumerId: d1.cast.consumerId(kind) } });
    const found = (body as { clickToPayProfiles?: ClickToPayProfile[] } | null)?.clickToPayProfiles ?? [];
    for (const { scheme, cards } of found) {
      if (cards.length === 0) profiles.push(`${scheme} no card`);
      for (const { cardId, state } of cards) {
        const card = cardNames.find(name => d1.cardId(name) === cardId);
        profiles.push(`${scheme} ${card} ${state}`);
      }
    }
  }
  return profiles.sort();
}
