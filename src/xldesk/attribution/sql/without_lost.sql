-- What was learnt from lost deals is learnt: they are no part of any figure.
DELETE FROM contribution WHERE line_no NOT IN (SELECT line_no FROM deal);
