"""Leaf: the tables of the catalogue, as steps from one version to the next; a new catalogue takes them all."""

from __future__ import annotations

# "CUTT": marks an SQLite file as a Cuttings catalogue.
APPLICATION_ID = 0x43555454

_TABLES = """
CREATE TABLE facts (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    outlet TEXT,
    authors TEXT NOT NULL,
    published TEXT,
    day TEXT GENERATED ALWAYS AS (substr(published, 1, 10)) STORED,
    url TEXT,
    text TEXT NOT NULL,
    furniture TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    origin TEXT NOT NULL,
    path TEXT NOT NULL
);
CREATE INDEX articles_by_origin ON articles (origin);
CREATE INDEX articles_by_fingerprint ON articles (fingerprint);
CREATE INDEX articles_by_day ON articles (day);

CREATE TABLE vectors (
    key BLOB PRIMARY KEY,
    vector BLOB NOT NULL,   -- of the passage: float32, little-endian
    sentences BLOB NOT NULL -- of its sentences: int8, one after the other
);

-- AUTOINCREMENT: a number is never given twice, so "newer than" can be told by number.
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    vector BLOB NOT NULL REFERENCES vectors (key)
);
CREATE INDEX passages_by_article ON passages (article);
CREATE INDEX passages_by_vector ON passages (vector);

CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 0');
"""

# Earlier texts of edited articles; and seals, by which a row that has changed on the disk is told from the one that was
# stored (SQLite's own check does not notice a flipped bit within a text).
_VERSIONS_AND_SEALS = """
ALTER TABLE articles ADD COLUMN seen TEXT;
ALTER TABLE articles ADD COLUMN seal INTEGER;
ALTER TABLE passages ADD COLUMN seal INTEGER;
ALTER TABLE passages ADD COLUMN words_seal INTEGER;
ALTER TABLE vectors ADD COLUMN seal INTEGER;

CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    seen TEXT,
    replaced TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    authors TEXT NOT NULL,
    published TEXT,
    url TEXT,
    text TEXT NOT NULL,
    furniture TEXT NOT NULL,
    fingerprint TEXT NOT NULL
);
CREATE INDEX versions_by_article ON versions (article);

UPDATE articles SET seal = seal_of(id, title, outlet, authors, published, url, furniture, fingerprint, origin, path);
UPDATE vectors SET seal = seal_of(key, vector, sentences);
UPDATE passages SET
    seal = (SELECT seal_of(a.id, passages.ordinal, passages.start, passages.end, passages.sentences, passages.vector)
        FROM articles a WHERE a.number = passages.article),
    words_seal = (SELECT seal_of(w.title, w.body) FROM words w WHERE w.rowid = passages.number);
"""

# Copies of one text, found by MinHash (index/copies.py fills them); acronyms that articles explain; and the full text by the
# rules of `searchable`.
_COPIES_AND_ACRONYMS = """
CREATE TABLE copies (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    cluster INTEGER NOT NULL,
    signature BLOB NOT NULL
);
CREATE INDEX copies_by_cluster ON copies (cluster);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES copies (article) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
CREATE TABLE acronyms (
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (short, long, article)
) WITHOUT ROWID;
CREATE INDEX acronyms_by_article ON acronyms (article);
CREATE INDEX articles_covered ON articles (day, outlet);

INSERT OR IGNORE INTO acronyms SELECT j.key, j.value, a.number FROM articles a, json_each(acronyms_of(a.text)) j;
UPDATE words SET
    title = (SELECT searchable(a.title) FROM passages p JOIN articles a ON a.number = p.article WHERE p.number = words.rowid),
    body = (SELECT searchable_part(a.text, p.start, p.end)
        FROM passages p JOIN articles a ON a.number = p.article WHERE p.number = words.rowid);
UPDATE passages SET words_seal = (SELECT seal_of(w.title, w.body) FROM words w WHERE w.rowid = passages.number);
"""

# What stands outside the passages, and is looked through for quotes (index/beside.py fills it): the furniture of each article,
# and its earlier texts. Each row is of one text, told by its fingerprint.
_BESIDE = """
CREATE TABLE beside (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL,
    body TEXT NOT NULL,
    seal INTEGER NOT NULL
);
CREATE INDEX beside_by_article ON beside (article);
CREATE VIRTUAL TABLE words_beside USING fts5 (body, content = 'beside', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 0');
CREATE TRIGGER beside_in AFTER INSERT ON beside BEGIN INSERT INTO words_beside (rowid, body) VALUES (NEW.number, NEW.body); END;
CREATE TRIGGER beside_out AFTER DELETE ON beside
BEGIN INSERT INTO words_beside (words_beside, rowid, body) VALUES ('delete', OLD.number, OLD.body); END;
INSERT INTO beside (article, fingerprint, body, seal) SELECT article, fingerprint, body, seal_of(body) FROM (
    SELECT number AS article, fingerprint, searchable_parts(text, furniture) AS body FROM articles WHERE furniture != '[]'
    UNION ALL SELECT article, fingerprint, searchable(text) FROM versions);
"""

# Version n is what the first n steps make.
STEPS = (_TABLES, _VERSIONS_AND_SEALS, _COPIES_AND_ACRONYMS, _BESIDE)
VERSION = len(STEPS)
