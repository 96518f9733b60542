-- SQLite: nothing to widen, for text has no length here; MySQL's has (see its own 0005).
SELECT 1;
