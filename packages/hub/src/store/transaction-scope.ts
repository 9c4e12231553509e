import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whether the code that runs belongs to an open transaction of one store. */
export interface TransactionScope {
  /** Runs `work` as the inside of a transaction. */
  enter<T>(work: () => Promise<T>): Promise<T>;
  /** Throws inside of a transaction; what a transaction left running is outside once it has ended. */
  assertOutside(): void;
}

export function transactionScope(): TransactionScope {
  const scopes = new AsyncLocalStorage<{ open: boolean }>();
  return {
    enter: work => {
      const scope = { open: true };
      return scopes.run(scope, async () => {
        try {
          return await work();
        } finally {
          scope.open = false;
        }
      });
    },
    assertOutside: () => {
      if (!scopes.getStore()?.open) return;
      throw new Error(
        'The store was called inside one of its own transactions. Use what the transaction handed over (tx), or call ' +
          'the store after the commit: a second connection would not see the changes, and with PGlite there is none.',
      );
    },
  };
}
