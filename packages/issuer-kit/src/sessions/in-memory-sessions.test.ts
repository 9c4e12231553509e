import { inMemorySessions } from './in-memory-sessions.ts';
import { describeSessionStore } from './session-store-contract.fixture.ts';

describeSessionStore('sessions in memory', async () => {
  let time = Date.UTC(2026, 0, 1);
  const now = () => new Date(time);
  const store = inMemorySessions({ now });
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  return { one: store, other: store, now, advance };
});
