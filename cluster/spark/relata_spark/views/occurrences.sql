-- What is told to have happened, once for each event that the data set tells apart, or each statement with its date and place;
-- how many claims affirm it and how many deny it. A claim that says of its statement that it is only planned or possible does neither.
SELECT coalesce(event_id, concat_ws('|', subject, predicate, object, date, place)) AS occurrence,
  min(subject) AS subject, min(predicate) AS predicate, min(object) AS object, min(day) AS day, min(place) AS place,
  count(*) AS claims, count(DISTINCT document) AS documents,
  count_if(coalesce(polarity, 'positive') = 'positive' AND coalesce(modality, 'actual') = 'actual') AS affirming,
  count_if(polarity = 'negative' AND coalesce(modality, 'actual') = 'actual') AS denying
FROM statements
GROUP BY 1
