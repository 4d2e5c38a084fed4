// Calls of the C library of Linux that its Swift module does not show.
#ifndef C_PROGRAM_SUPPORT_H
#define C_PROGRAM_SUPPORT_H

#include <spawn.h>

// Makes a pipe whose two ends no child inherits. Gives 0, or -1 and an `errno`.
int motcua_pipe(int ends[2]);

// Starts a child in a folder. Gives 0 or an error number.
int motcua_start_in(posix_spawn_file_actions_t *actions, const char *folder);

// Closes all descriptors of a child from a number on, whatever they are by then. Gives 0 or an error number.
int motcua_close_from(posix_spawn_file_actions_t *actions, int first);

#endif
