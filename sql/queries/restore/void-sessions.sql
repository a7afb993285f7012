-- Sessions, codes and reset tokens of the backup do not come back to life.
SELECT auth.void_all()
