-- Claims with a day and a month: the first day that their date may mean, or null where they tell none.
SELECT *, trunc(day, 'MM') AS month
FROM (
  SELECT *, try_cast(regexp_extract(date, '^[0-9]{4}(-[0-9]{2}){0,2}', 0) AS DATE) AS day
  FROM relata_claims
)
