PRAGMA application_id = 1131376227;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE document(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    -- How often a document with this key was planned before, on purpose.
    again INTEGER NOT NULL,
    mark TEXT UNIQUE,
    origin TEXT NOT NULL,
    -- The state of its first step that is not created; `created` if there is none.
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_erased INTEGER NOT NULL DEFAULT 0,
    UNIQUE(key, again)
) STRICT;
INSERT INTO document VALUES(1,'erased',0,'mark-of-erased','orders.csv, row erased','created',1795876049,1);
INSERT INTO document VALUES(2,'A',0,'mark-of-A','orders.csv, row A','created',1795876049,0);
INSERT INTO document VALUES(3,'B',0,'mark-of-B','orders.csv, row B','failed',1795876049,0);
INSERT INTO document VALUES(4,'C',0,'mark-of-C','orders.csv, row C','refused',1795876049,0);
INSERT INTO document VALUES(5,'D',0,'mark-of-D','orders.csv, row D','uncertain',1795876049,0);
INSERT INTO document VALUES(6,'E',0,'mark-of-E','orders.csv, row E','accepted',1795876049,0);
INSERT INTO document VALUES(7,'F',0,'mark-of-F','orders.csv, row F','sending',1795876049,0);
INSERT INTO document VALUES(8,'G',0,'mark-of-G','orders.csv, row G','planned',1795876049,0);
INSERT INTO document VALUES(9,'A',1,NULL,'orders.csv, row A','planned',1795876049,0);
CREATE TABLE step(
    document INTEGER NOT NULL REFERENCES document(id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    remote_id TEXT,
    number TEXT,
    message TEXT,
    PRIMARY KEY(document, position)
) STRICT, WITHOUT ROWID;
INSERT INTO step VALUES(1,0,'create',X'','created',1,'e1','PR-e1',NULL);
INSERT INTO step VALUES(1,1,'submit',X'','created',1,NULL,NULL,NULL);
INSERT INTO step VALUES(2,0,'create',X'413a20637265617465','created',1,'a1','PR-a1',NULL);
INSERT INTO step VALUES(2,1,'submit',X'413a207375626d6974','created',1,NULL,NULL,NULL);
INSERT INTO step VALUES(3,0,'create',X'423a20637265617465','created',1,'b1','PR-b1',NULL);
INSERT INTO step VALUES(3,1,'submit',X'423a207375626d6974','failed',1,NULL,NULL,'503: the service isn''t available');
INSERT INTO step VALUES(4,0,'create',X'433a20637265617465','refused',1,NULL,NULL,'currencyCode: not valid');
INSERT INTO step VALUES(4,1,'submit',X'433a207375626d6974','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(5,0,'create',X'443a20637265617465','uncertain',1,NULL,NULL,'no response');
INSERT INTO step VALUES(5,1,'submit',X'443a207375626d6974','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(6,0,'create',X'453a20637265617465','accepted',1,'e-1',NULL,NULL);
INSERT INTO step VALUES(6,1,'submit',X'453a207375626d6974','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(7,0,'create',X'463a20637265617465','sending',1,NULL,NULL,NULL);
INSERT INTO step VALUES(7,1,'submit',X'463a207375626d6974','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(8,0,'create',X'473a20637265617465','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(8,1,'submit',X'473a207375626d6974','planned',0,NULL,NULL,NULL);
INSERT INTO step VALUES(9,0,'create',X'413a20637265617465','planned',0,NULL,NULL,NULL);
CREATE TABLE tally(state TEXT PRIMARY KEY, documents INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES('accepted',1);
INSERT INTO tally VALUES('created',2);
INSERT INTO tally VALUES('failed',1);
INSERT INTO tally VALUES('planned',2);
INSERT INTO tally VALUES('refused',1);
INSERT INTO tally VALUES('sending',1);
INSERT INTO tally VALUES('uncertain',1);
CREATE INDEX document_open ON document(state, id) WHERE state <> 'created';
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    INSERT INTO tally VALUES(new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER document_changed AFTER UPDATE OF state ON document WHEN old.state <> new.state BEGIN
    UPDATE tally SET documents = documents - 1 WHERE state = old.state;
    INSERT INTO tally VALUES(new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
COMMIT;
