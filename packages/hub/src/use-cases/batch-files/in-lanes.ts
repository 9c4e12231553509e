/** How many items are worked on at once. */
const lanes = 8;

/** A fault is thrown once every lane has come to an end. */
export async function inLanes<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const fault = ends.find(end => end.status === 'rejected');
  if (fault) throw fault.reason;
}

/**
 * As inLanes, but items that share a subject go one after the other, in their order. Each waits for such before it, which
 * have begun: nobody waits for ever. `work` must not fail.
 */
export async function inOrder<Item>(
  items: Iterable<Item>,
  {
    subjectsOf,
    work,
  }: { subjectsOf: (item: Item) => readonly string[]; work: (item: Item) => Promise<void> },
): Promise<void> {
  const last = new Map<string, Promise<void>>();
  await inLanes(items, async item => {
    const subjects = subjectsOf(item);
    const before = subjects.flatMap(subject => last.get(subject) ?? []);
    const done = Promise.all(before).then(() => work(item));
    for (const subject of subjects) last.set(subject, done);
    await done;
  });
}
