-- The rows of ddi-generate-write.c, in this order of columns.
COPY incoming_outcomes FROM STDIN
