-- The numbers of a stretch of time: what moderators decided in it. What the machine did has an index already.
create index decision_by_moderator on decision (at) where by_kind = 'moderator';
