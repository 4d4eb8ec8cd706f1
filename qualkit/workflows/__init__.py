"""One function per thing a user does; the only place where the rooms of qualkit meet."""
