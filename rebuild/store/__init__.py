"""存储: the only package that knows SQLAlchemy; a function takes a session and gives back facts."""
