import type { UsedOnce } from '../../core/push-provisioning.ts';

/** Codes and payloads of push provisioning that were used. */
export interface PushUseStore {
  /** False when it was taken before: of two at the same time one is told true. */
  take(use: UsedOnce): Promise<boolean>;
  /** Deletes what is refused for its age now; returns how many. */
  forget(now: Date): Promise<number>;
}
