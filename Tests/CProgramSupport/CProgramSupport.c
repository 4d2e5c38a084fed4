#define _GNU_SOURCE
#include "CProgramSupport.h"

#include <fcntl.h>
#include <unistd.h>

int motcua_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int motcua_start_in(posix_spawn_file_actions_t *actions, const char *folder) {
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int motcua_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
