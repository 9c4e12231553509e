/** A loop that works off what is due: woken when something was queued, and by itself every `interval`. */
export interface WorkerLoop {
  wake(): void;
  /** Resolves when the round under way is over; no further one starts. */
  stop(): Promise<void>;
}

export interface Work {
  name: string;
  /** Does one round; returns how much there was to do. Not zero: there may be more. */
  round: () => Promise<number>;
  /** Milliseconds between two rounds that nobody asked for. */
  interval: number;
  /** A round that failed; the loop goes on. */
  onFault: (name: string, error: unknown) => void;
}

/** After a failed round the loop rests this long, woken or not, so that a broken database is not asked in a tight circle. */
const restAfterFault = 500;

/** Runs one round after the other, never two at once. */
export function startWorkerLoop({ name, round, interval, onFault }: Work): WorkerLoop {
  let stopped = false;
  let wanted = false;
  let rest = Promise.withResolvers<void>();

  const sleep = async (milliseconds: number) => {
    const timer = setTimeout(() => rest.resolve(), milliseconds);
    await rest.promise;
    clearTimeout(timer);
    rest = Promise.withResolvers<void>();
  };

  const oneRound = async () => {
    try {
      return (await round()) > 0;
    } catch (error) {
      onFault(name, error);
      await sleep(restAfterFault);
      return false;
    }
  };

  const run = async () => {
    while (!stopped) {
      wanted = false;
      const more = await oneRound();
      if (!more && !wanted && !stopped) await sleep(interval);
    }
  };

  const running = run();
  return {
    wake() {
      wanted = true;
      rest.resolve();
    },
    async stop() {
      stopped = true;
      rest.resolve();
      await running;
    },
  };
}
