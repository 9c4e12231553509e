-- Who did already what an operation is about: a wallet whose report waits for the TSP is not told of its own change.
alter table operation add column reported_by text;
