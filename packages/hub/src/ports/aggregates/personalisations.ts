import type { Personalisation } from '../../core/personalisation.ts';

export interface PersonalisationStore {
  insert(personalisation: Personalisation): Promise<void>;
  save(personalisation: Personalisation): Promise<void>;
  lock(personalisationId: string): Promise<Personalisation | null>;
  /** The one of a session, held until the transaction ends. */
  lockSession(tsp: string, correlationId: string): Promise<Personalisation | null>;
  /** Newest first. */
  ofToken(virtualCardId: string, limit: number): Promise<Personalisation[]>;
  /** Ends what is under way for a token, of one purpose or of all, and drops the data. */
  close(
    virtualCardId: string,
    end: { purpose?: Personalisation['purpose']; failure: number | null },
  ): Promise<void>;
  /** Takes what is due; it is due again at `until`, should the worker crash. */
  claim(now: Date, lease: { until: Date; limit: number }): Promise<Personalisation[]>;
}
