-- What wallets and TSPs were last heard of, so that repeats and late reports change nothing.
alter table token add column reports json not null default '{}';
