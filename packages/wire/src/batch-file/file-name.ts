/** `[{IssuerId}-]{BatchId}-{SeqNumber}-{UNIX seconds}.json`; the answer ends in `_OUT.json`. */
export function isBatchFileName(name: string): boolean {
  return /^(?:[A-Za-z0-9_-]{10}-)?[A-Za-z0-9_.-]{1,48}-[A-Za-z0-9_.]{1,48}-[0-9]{1,12}\.json$/.test(name);
}

/** Name of the file that answers: `B1-1-1767225600.json` is answered by `B1-1-1767225600_OUT.json`. */
export function outputNameOf(name: string): string {
  return `${name.replace(/\.json$/i, '')}_OUT.json`;
}
