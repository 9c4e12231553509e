-- A delivery whose call was refused when it went with others: it goes in a call of its own.
alter table delivery add column alone boolean not null default false;
