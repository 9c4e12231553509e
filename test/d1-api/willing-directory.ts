import type { DirectoryCard, DirectoryConsumer } from '@countermark/hub/core/directory';
import type { Directory, DirectoryOutcome } from '@countermark/hub/ports/directory';

/** A Click to Pay directory that keeps what it is told and agrees at once. */
export function willingDirectory(): Directory {
  const profiles = new Map<string, { consumer: DirectoryConsumer; cards: readonly DirectoryCard[] }>();
  const agreed: DirectoryOutcome = { status: 'SUCCESSFUL' };
  return {
    async enrol(consumer, cards) {
      profiles.set(consumer.externalConsumerId, { consumer, cards });
      return agreed;
    },
    async addCard(consumer, card) {
      const { cards = [] } = profiles.get(consumer.externalConsumerId) ?? {};
      profiles.set(consumer.externalConsumerId, { consumer, cards: [...cards, card] });
      return agreed;
    },
    updateConsumer: async () => agreed,
    updateCards: async () => agreed,
    removeCard: async () => agreed,
    async removeConsumer(externalConsumerId) {
      profiles.delete(externalConsumerId);
      return agreed;
    },
    poll: async () => agreed,
    async profile(externalConsumerId) {
      const profile = profiles.get(externalConsumerId);
      if (!profile) return { status: 'READ', profile: null };
      const cards = profile.cards.map(card => ({ ...card, state: 'ACTIVE' }));
      return { status: 'READ', profile: { ...profile, cards } };
    },
  };
}
