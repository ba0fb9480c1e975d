-- Events are only ever added. `hash` is the leaf's hash in the log's tree.
CREATE TABLE event (
  idx INTEGER PRIMARY KEY CHECK (idx >= 0),
  project TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) BETWEEN 1 AND 65535),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX event_by_project ON event (project, idx);

CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN new.idx <> (SELECT coalesce(max(idx) + 1, 0) FROM event)
BEGIN SELECT RAISE(ABORT, 'an event has to take the next index'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

-- The callers' keys: an act that comes twice is done once.
CREATE TABLE once (
  key BLOB PRIMARY KEY,
  idx INTEGER NOT NULL REFERENCES event (idx)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER once_stays BEFORE DELETE ON once
BEGIN SELECT RAISE(ABORT, 'keys of acts are never deleted'); END;

CREATE TRIGGER once_is_fixed BEFORE UPDATE ON once
BEGIN SELECT RAISE(ABORT, 'keys of acts are never changed'); END;

-- Personal data and long texts, by SHA-256. Deleting one forgets it.
CREATE TABLE object (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they came
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  open INTEGER NOT NULL,
  octets BLOB NOT NULL
) STRICT;

-- What never reaches the record: desks of organisations, openings held in escrow.
CREATE TABLE private (
  owner BLOB NOT NULL,
  name BLOB NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Number of rows and sum of their hashes, of the events and of each projection.
CREATE TABLE checksum (
  name TEXT PRIMARY KEY,
  n INTEGER NOT NULL,
  sum BLOB NOT NULL CHECK (length(sum) = 16)
) STRICT, WITHOUT ROWID;
