"""Registry: the desk's directory, edited in forms, taken in and given out as files, with its history."""
