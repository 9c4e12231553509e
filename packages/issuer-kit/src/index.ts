export * from './sessions/in-memory-sessions.ts';
export { CardDataError } from './sessions/no-card-data.ts';
export type * from './sessions/session-store.ts';
