-- $1 a worker, $2 the partitions that it gives back, $3 those that it takes if nobody who lives has them: what it got of these.
WITH given_back AS (
    DELETE FROM $schema.leases WHERE worker = $1 AND part = ANY ($2::int[])
), forgotten AS (
    DELETE FROM $schema.workers WHERE until < now() - interval '1 day'
)
INSERT INTO $schema.leases AS l (part, worker) SELECT part, $1 FROM unnest($3::int[]) AS part
ON CONFLICT (part) DO UPDATE SET worker = EXCLUDED.worker
    WHERE NOT EXISTS (SELECT FROM $schema.workers w WHERE w.worker = l.worker AND w.until >= now())
RETURNING part
