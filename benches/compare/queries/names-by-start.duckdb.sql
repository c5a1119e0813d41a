SELECT actor, name FROM actors WHERE starts_with(name, 'Embassy of') AND member_of IS NOT NULL
