"""Leaf: the tables of the catalogue."""

from __future__ import annotations

VERSION = 1
# "CUTT": marks an SQLite file as a Cuttings catalogue.
APPLICATION_ID = 0x43555454

TABLES = """
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
