-- Back to where everything is.
SET search_path = public
