import type { PersonalisationView } from '@countermark/wire/operator/tsp';
import type { Personalisation } from '../../../core/personalisation.ts';

/** How far personalisation data are on their way; nothing of the data is shown. */
export function viewPersonalisation(personalisation: Personalisation): PersonalisationView {
  const { correlationId, purpose, step, failure, createdAt } = personalisation;
  return {
    correlationId,
    purpose,
    step,
    ...(failure !== null && { failure }),
    createdAt: createdAt.toISOString(),
  };
}
