import type { LoadFigures, Ratio, SuccessRatios } from './certification-result.ts';

/** One whole enrolment, played under load. */
export interface PlayedSession {
  /** What the card leads to. */
  readonly path: 'green' | 'yellow';
  /** Whether it went as the card says, to the end. */
  readonly succeeded: boolean;
  /** Types of the methods that the cardholder could choose from. */
  readonly stepUpTypes: readonly string[];
  /** Of every answer in it, in milliseconds. */
  readonly answerTimes: readonly number[];
}

/** How many sessions are played, and how many of them at once. */
export interface LoadPlan {
  readonly sessions: number;
  readonly concurrency: number;
}

/** The sessions played under load. */
export class LoadSessions {
  readonly plan: LoadPlan;
  readonly #played: PlayedSession[] = [];

  constructor(plan: LoadPlan) {
    this.plan = plan;
  }

  add(session: PlayedSession): void {
    this.#played.push(session);
  }

  /** Null: none was played. */
  figures(): LoadFigures | null {
    if (this.#played.length === 0) return null;
    const times = this.#played.flatMap(({ answerTimes }) => answerTimes).toSorted((a, b) => a - b);
    return {
      sessions: this.#played.length,
      concurrency: this.plan.concurrency,
      p50: percentile(times, 50),
      p99: percentile(times, 99),
      failures: this.#played.filter(({ succeeded }) => !succeeded).length,
    };
  }

  /** Null: none was played. */
  ratios(): SuccessRatios | null {
    if (this.#played.length === 0) return null;
    const offers = this.#played.filter(({ path }) => path === 'yellow').map(({ stepUpTypes }) => stepUpTypes);
    const counts = offers.map(({ length }) => length);
    return {
      sessions: ratioOf(this.#played),
      greenPath: ratioOf(this.#played.filter(({ path }) => path === 'green')),
      yellowPath: ratioOf(this.#played.filter(({ path }) => path === 'yellow')),
      stepUpMethods:
        offers.length === 0
          ? null
          : {
              fewest: Math.min(...counts),
              most: Math.max(...counts),
              types: [...new Set(offers.flat())].toSorted(),
            },
    };
  }
}

function ratioOf(sessions: readonly PlayedSession[]): Ratio {
  const played = sessions.length;
  const succeeded = sessions.filter(session => session.succeeded).length;
  return { played, succeeded, ratio: played === 0 ? null : succeeded / played };
}

/** The smallest value that so many per cent of all do not exceed; `sorted` rises. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}
