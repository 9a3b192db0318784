-- Wrong decisions that a rule set must not make again. A row names the decision and copies no word of the comment: the text
-- and the signals are read from where they are, and erasing the comment removes the test.
create table rule_test (
  id bigint generated always as identity primary key,
  decision_id bigint not null unique references decision,
  expect text not null check (expect in ('publish', 'hold', 'reject')),
  at timestamptz not null default now(),
  by text not null
);
