-- How many credit lines each deal won in the period has, in the order of the sheet Credits.
SELECT k.opportunity_id, count(*) AS lines
FROM credit AS k
JOIN opportunity AS o USING (opportunity_id)
WHERE o.is_won AND ($first IS NULL OR o.close_date BETWEEN $first AND $last)
GROUP BY k.opportunity_id
ORDER BY k.opportunity_id
