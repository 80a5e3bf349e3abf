-- $1 a worker, $2 its run, $3 after how many milliseconds of silence it is dead, $4 whether it has just begun: then it is the
-- one of this name. Everybody who lives with each partition that they have, or none; and whether the name is its own.
WITH me AS (
    INSERT INTO $schema.workers AS w (worker, run, until)
    VALUES ($1, $2::uuid, now() + $3::int * interval '1 millisecond')
    ON CONFLICT (worker) DO UPDATE SET run = EXCLUDED.run, until = EXCLUDED.until
        WHERE w.run = EXCLUDED.run OR $4::boolean OR w.until < now()
    RETURNING worker
), alive AS (
    SELECT worker FROM $schema.workers WHERE until >= now() UNION SELECT worker FROM me
)
SELECT a.worker, l.part, EXISTS (SELECT FROM me) FROM alive a LEFT JOIN $schema.leases l USING (worker)
